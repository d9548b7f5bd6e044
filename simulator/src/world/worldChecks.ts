import { DEEPEST_JSON } from "../jsonDepth";
import { memberPath, shown } from "./describeIssue";
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
    findTwice(ids(world.recoveryInstances, "recoveryInstances", "ec2InstanceID")) ??
    findTwice(launchTemplateIds(world)) ??
    findTwice(snapshotIds(world)) ??
    findDangling(world)
  );
}

/** An id, the thing that has it, and which member of the thing it is. */
interface Id {
  readonly thing: string;
  readonly member: string;
  readonly id: string | undefined;
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

function findTwice(all: readonly Id[]): string | undefined {
  const seen = new Map<string, string>();
  for (const { thing, member, id } of all) {
    const earlier = id === undefined ? undefined : seen.get(id);
    if (earlier !== undefined) {
      return `${thing}.${member}: saw "${id}", which ${earlier} has already`;
    }
    if (id !== undefined) {
      seen.set(id, thing);
    }
  }
  return undefined;
}

function findDangling(world: WorldFile): string | undefined {
  const servers = new Set((world.sourceServers ?? []).map((server) => server.sourceServerID));
  const index = (world.recoveryInstances ?? []).findIndex((instance) => !servers.has(instance.sourceServerID));
  const id = world.recoveryInstances?.[index]?.sourceServerID;
  return id === undefined
    ? undefined
    : `recoveryInstances[${index}].sourceServerID: saw "${id}", expected one of the world's source servers`;
}
