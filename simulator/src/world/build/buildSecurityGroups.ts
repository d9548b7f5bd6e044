import type { SecurityGroupFile, SourceServerFile, WorldFile } from "../schema/worldFile";
import { derivedId } from "../state/ids";
import { findSubnet } from "../state/lookup";
import type { SecurityGroupRule, SecurityGroupState, SubnetState } from "../state/network";
import { templateData } from "./buildLaunchSettings";

/** What EC2 gives a new group: all traffic to any IPv4 address. */
const ALL_EGRESS: readonly SecurityGroupRule[] = [{ protocol: "-1", peer: "0.0.0.0/0" }];

/** Every type, or every code, of ICMP. */
const EVERY = -1;

/**
 * The groups that the world lists, and those that only its launch templates and replication settings name.
 *
 * @param unlistedVpcId the VPC of a group that the world puts in none
 */
export function listedSecurityGroups(
  file: WorldFile,
  subnets: readonly SubnetState[],
  unlistedVpcId: string,
): SecurityGroupState[] {
  const users = vpcsOfNamedGroups(file.sourceServers ?? [], subnets);
  const listed = file.securityGroups ?? [];
  const known = new Set(listed.map((group) => group.groupId));
  const named = [...users.keys()].filter((groupId) => !known.has(groupId)).map((groupId) => ({ groupId }));
  return [...listed, ...named].map((given) => securityGroupState(given, users.get(given.groupId) ?? unlistedVpcId));
}

/** The VPC of each group that a server names: that of the subnet named beside it. */
function vpcsOfNamedGroups(
  servers: readonly SourceServerFile[],
  subnets: readonly SubnetState[],
): ReadonlyMap<string, string> {
  const uses = servers.flatMap(({ launchTemplate = {}, replicationConfiguration: replication }) => [
    ...(templateData(launchTemplate).networkInterfaces ?? []),
    { subnetId: launchTemplate.subnetId, groups: launchTemplate.securityGroupIds },
    { subnetId: replication?.stagingAreaSubnetId, groups: replication?.replicationServersSecurityGroupsIDs },
  ]);
  const vpcs = new Map<string, string>();
  for (const { subnetId, groups = [] } of uses) {
    const vpcId = findSubnet({ subnets }, subnetId)?.vpcId;
    for (const groupId of groups) {
      if (vpcId !== undefined && !vpcs.has(groupId)) {
        vpcs.set(groupId, vpcId);
      }
    }
  }
  return vpcs;
}

function securityGroupState(given: SecurityGroupFile, usersVpcId: string): SecurityGroupState {
  const groupName = given.groupName ?? given.groupId.replace(/^sg-/, "group-");
  return {
    groupId: given.groupId,
    groupName,
    description: given.description ?? groupName,
    vpcId: given.vpcId ?? usersVpcId,
    ingress: (given.ingress ?? []).map(({ source, ...traffic }) => rule(traffic, source)),
    egress: given.egress?.map(({ destination, ...traffic }) => rule(traffic, destination)) ?? ALL_EGRESS,
    tags: given.tags ?? {},
  };
}

type Traffic = Omit<NonNullable<SecurityGroupFile["ingress"]>[number], "source">;

function rule({ protocol = "-1", fromPort, toPort }: Traffic, peer: string): SecurityGroupRule {
  if (protocol === "-1") {
    return { protocol, peer };
  }
  const onePort = protocol === "tcp" || protocol === "udp" ? fromPort : undefined;
  return { protocol, fromPort: fromPort ?? EVERY, toPort: toPort ?? onePort ?? EVERY, peer };
}

/**
 * The default group of a VPC, for instances without groups: it lets in all traffic from itself, and all traffic out
 * (https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html).
 */
export function defaultSecurityGroup(vpcId: string): SecurityGroupState {
  const groupId = derivedId("sg-", `${vpcId}/default`);
  return {
    groupId,
    groupName: "default",
    description: "default VPC security group",
    vpcId,
    ingress: [{ protocol: "-1", peer: groupId }],
    egress: ALL_EGRESS,
    tags: {},
  };
}
