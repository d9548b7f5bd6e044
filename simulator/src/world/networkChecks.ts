import { buildNetwork } from "./buildNetwork";
import { findTwice, type Id } from "./duplicates";
import type { WorldFile } from "./schema";
import type { WorldState } from "./state";

/** The first flaw of the world's route tables and security groups, in words, or undefined. Their own ids have been checked. */
export function findNetworkFlaw(file: WorldFile): string | undefined {
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

/** A subnet has one route table. */
function associations(file: WorldFile): Id[] {
  return (file.routeTables ?? []).flatMap(({ subnetIds = [] }, index) =>
    subnetIds.map((id, n) => ({ thing: `routeTables[${index}]`, member: `subnetIds[${n}]`, id })),
  );
}

/** A table has one route to a destination, beside propagated ones. */
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

/** Listed tables and groups come first in the built network, in their order. */
function findSecondMain(file: WorldFile, { routeTables }: Network): string | undefined {
  const listed = routeTables.slice(0, file.routeTables?.length ?? 0);
  const second = listed.findIndex(
    ({ main, vpcId }, index) =>
      main && listed.slice(0, index).some((earlier) => earlier.main && earlier.vpcId === vpcId),
  );
  return second < 0
    ? undefined
    : `routeTables[${second}].main: saw true, which another route table of ${listed[second]?.vpcId} is already`;
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
