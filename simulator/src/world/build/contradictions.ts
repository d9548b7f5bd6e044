import { shown } from "../schema/describeIssue";
import type { WorldFile } from "../schema/worldFile";
import type { WorldState } from "../state/worldState";
import { buildNetwork } from "./buildNetwork";
import { systemOf } from "./buildSourceServer";

/** Describes the first contradiction between two members; undefined if there is none. */
export function findContradiction(world: WorldFile): string | undefined {
  return (
    findTwice(ids(world.sourceServers, "sourceServers", "sourceServerID")) ??
    findTwice(ids(world.subnets, "subnets", "subnetId")) ??
    findTwice(ids(world.routeTables, "routeTables", "routeTableId")) ??
    findTwice(ids(world.securityGroups, "securityGroups", "groupId")) ??
    findTwice(ids(world.vpcs, "vpcs", "vpcId")) ??
    findTwice(ids(world.networkInterfaces, "networkInterfaces", "networkInterfaceId")) ??
    findTwice(ids(world.volumes, "volumes", "volumeId")) ??
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
      const expected = names.map((name) => shown(name)).join(", ") || "it has none";
      return `sourceServers[${index}].replicatedDisks[${unknown}]: saw ${seen}, expected one of the server's disks (${expected})`;
    }
  }
  return undefined;
}

/** Describes the first contradiction in the network, after the ids of its parts have been checked. */
function findNetworkFlaw(file: WorldFile): string | undefined {
  const network = buildNetwork(file);
  return (
    findTwice(associations(file)) ??
    findTwice(routes(file, network)) ??
    findStrangeSubnet(file, network) ??
    findSecondMain(file, network) ??
    findSecondName(file, network) ??
    findUnknownPeer(file, network)
  );
}

type Network = Pick<WorldState, "subnets" | "routeTables" | "securityGroups">;

/** A subnet has at most one route table. */
function associations(file: WorldFile): Id[] {
  return (file.routeTables ?? []).flatMap(({ subnetIds = [] }, index) =>
    subnetIds.map((id, n) => ({ thing: `routeTables[${index}]`, member: `subnetIds[${n}]`, id })),
  );
}

/** A table has at most one route to a destination, besides propagated ones. */
function routes(file: WorldFile, { routeTables }: Network): Id[] {
  const member = "destination";
  return (file.routeTables ?? []).flatMap(({ routeTableId: scope, routes: given = [] }, index) => [
    ...(routeTables[index]?.routes ?? [])
      .filter((route) => route.target === "local")
      .map(({ destination: id }) => ({ thing: "the local route of its VPC", member, id, scope })),
    ...given.map(({ destination, propagated }, n) => ({
      thing: `routeTables[${index}].routes[${n}]`,
      member,
      id: propagated === true ? undefined : destination,
      scope,
    })),
  ]);
}

function findStrangeSubnet(file: WorldFile, { subnets, routeTables }: Network): string | undefined {
  for (const [index, { subnetIds = [] }] of (file.routeTables ?? []).entries()) {
    const vpcId = routeTables[index]?.vpcId;
    const within = new Set(subnets.filter((subnet) => subnet.vpcId === vpcId).map((subnet) => subnet.subnetId));
    const strange = subnetIds.findIndex((id) => !within.has(id));
    if (strange >= 0) {
      return `routeTables[${index}].subnetIds[${strange}]: saw "${subnetIds[strange]}", expected one of the world's subnets in ${vpcId}`;
    }
  }
  return undefined;
}

/** In the built network, the tables and groups that the world lists come first, in its order. */
function findSecondMain(file: WorldFile, { routeTables }: Network): string | undefined {
  const listed = routeTables.slice(0, file.routeTables?.length ?? 0);
  const second = listed.findIndex(
    ({ main, vpcId }, index) =>
      main && listed.slice(0, index).some((earlier) => earlier.main && earlier.vpcId === vpcId),
  );
  return second < 0
    ? undefined
    : `routeTables[${second}].main: saw true, but ${listed[second]?.vpcId} has another main route table already`;
}

function findSecondName(file: WorldFile, { securityGroups }: Network): string | undefined {
  return findTwice(
    securityGroups.slice(0, file.securityGroups?.length ?? 0).map(({ groupName, vpcId }, index) => ({
      thing: `securityGroups[${index}]`,
      member: "groupName",
      id: groupName,
      scope: vpcId,
    })),
  );
}

function findUnknownPeer(file: WorldFile, { securityGroups }: Network): string | undefined {
  const known = new Set(securityGroups.map((group) => group.groupId));
  const peers = (file.securityGroups ?? []).flatMap(({ ingress = [], egress = [] }, index) => [
    ...ingress.map(({ source }, n) => ({ path: `securityGroups[${index}].ingress[${n}].source`, peer: source })),
    ...egress.map((rule, n) => ({ path: `securityGroups[${index}].egress[${n}].destination`, peer: rule.destination })),
  ]);
  const unknown = peers.find(({ peer }) => peer.startsWith("sg-") && !known.has(peer));
  return unknown === undefined
    ? undefined
    : `${unknown.path}: saw "${unknown.peer}", expected one of the world's security groups`;
}

/** An id, the thing that has it and the member that holds it. An id may occur once in each scope. */
interface Id {
  readonly thing: string;
  readonly member: string;
  readonly id: string | undefined;
  readonly scope?: string;
}

/** Describes the first id that occurs twice; undefined if there is none. */
function findTwice(all: readonly Id[]): string | undefined {
  const seen = new Map<string, string>();
  for (const { thing, member, id, scope = "" } of all) {
    const key = `${scope} ${id}`;
    const earlier = id === undefined ? undefined : seen.get(key);
    if (earlier !== undefined) {
      return `${thing}.${member}: saw "${id}", which ${earlier} already has`;
    }
    if (id !== undefined) {
      seen.set(key, thing);
    }
  }
  return undefined;
}
