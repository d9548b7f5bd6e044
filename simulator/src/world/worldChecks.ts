import { DEEPEST_JSON } from "../jsonDepth";
import { systemOf } from "./buildSourceServer";
import { memberPath, shown } from "./describeIssue";
import { findTwice, type Id } from "./duplicates";
import { findNetworkFlaw } from "./networkChecks";
import type { WorldFile } from "./schema";

/** A value inside the world, and the steps to it. */
interface Place {
  readonly value: unknown;
  readonly steps: readonly (string | number)[];
}

/**
 * What no schema would see: a value that nests too deep, and names that JavaScript objects have by themselves, which valibot takes for known
 * members or drops without a word. In words, or undefined.
 */
export function findOddShape(world: unknown): string | undefined {
  const places: Place[] = [{ value: world, steps: [] }];
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    const { value, steps } = place;
    if (typeof value !== "object" || value === null) {
      continue;
    }
    if (steps.length > DEEPEST_JSON) {
      return `${memberPath(steps.slice(0, 3))}: expected a value that nests at most ${DEEPEST_JSON} levels deep`;
    }
    const below = Array.isArray(value)
      ? value.map((item: unknown, index) => ({ value: item, steps: [...steps, index] }))
      : Object.entries(value).map(([name, member]) => ({ value: member as unknown, steps: [...steps, name] }));
    const odd = below.find(({ steps: path }) => isTaken(path.at(-1)));
    if (odd !== undefined) {
      return `${memberPath(odd.steps)}: saw ${shown(odd.value)}, expected another name: drs-simulator cannot keep a member called so`;
    }
    // One by one: a list may be longer than a call can have arguments.
    for (const inner of below.reverse()) {
      places.push(inner);
    }
  }
  return undefined;
}

function isTaken(name: string | number | undefined): boolean {
  return typeof name === "string" && (name in {} || name === "prototype");
}

/** The first two members that contradict each other, in words, or undefined. */
export function findContradiction(world: WorldFile): string | undefined {
  return (
    findTwice(ids(world.sourceServers, "sourceServers", "sourceServerID")) ??
    findTwice(ids(world.subnets, "subnets", "subnetId")) ??
    findTwice(ids(world.routeTables, "routeTables", "routeTableId")) ??
    findTwice(ids(world.securityGroups, "securityGroups", "groupId")) ??
    findTwice(ids(world.recoveryInstances, "recoveryInstances", "ec2InstanceID")) ??
    findTwice(launchTemplateIds(world)) ??
    findTwice(snapshotIds(world)) ??
    findDangling(world) ??
    findUnknownDisk(world) ??
    findNetworkFlaw(world)
  );
}

function ids<Member extends string>(
  items: readonly { readonly [name in Member]?: string | undefined }[] | undefined,
  list: string,
  member: Member,
): Id[] {
  return (items ?? []).map((item, index) => ({ thing: `${list}[${index}]`, member, id: item[member] }));
}

function launchTemplateIds(world: WorldFile): Id[] {
  return (world.sourceServers ?? []).map((server, index) => ({
    thing: `sourceServers[${index}]`,
    member: "launchTemplate.launchTemplateId",
    id: server.launchTemplate?.launchTemplateId,
  }));
}

function snapshotIds(world: WorldFile): Id[] {
  return (world.sourceServers ?? []).flatMap((server, index) =>
    ids(server.snapshots, `sourceServers[${index}].snapshots`, "snapshotID"),
  );
}

function findDangling(world: WorldFile): string | undefined {
  const servers = new Set((world.sourceServers ?? []).map((server) => server.sourceServerID));
  const index = (world.recoveryInstances ?? []).findIndex((instance) => !servers.has(instance.sourceServerID));
  const id = world.recoveryInstances?.[index]?.sourceServerID;
  return id === undefined
    ? undefined
    : `recoveryInstances[${index}].sourceServerID: saw "${id}", expected one of the world's source servers`;
}

function findUnknownDisk(world: WorldFile): string | undefined {
  for (const [index, server] of (world.sourceServers ?? []).entries()) {
    const names = systemOf(server).disks.map((disk) => disk.deviceName);
    const unknown = (server.replicatedDisks ?? []).findIndex((name) => !names.includes(name));
    if (unknown >= 0) {
      const seen = shown(server.replicatedDisks?.[unknown]);
      const expected = names.map((name) => shown(name)).join(", ") || "none, for it has no disks";
      return `sourceServers[${index}].replicatedDisks[${unknown}]: saw ${seen}, expected one of the server's disks (${expected})`;
    }
  }
  return undefined;
}
