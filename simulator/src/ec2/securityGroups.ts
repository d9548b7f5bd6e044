import type { SecurityGroupRule, SecurityGroupState } from "../world/state/network";
import type { WorldState } from "../world/state/worldState";
import { items, tagSet, type Xml } from "./xml";

/** EC2's SecurityGroup. */
export function securityGroupToXml(state: WorldState, group: SecurityGroupState): Xml {
  return {
    groupId: group.groupId,
    groupName: group.groupName,
    groupDescription: group.description,
    ownerId: state.account,
    vpcId: group.vpcId,
    ipPermissions: permissionsToXml(state, group.ingress),
    ipPermissionsEgress: permissionsToXml(state, group.egress),
    tagSet: tagSet(group.tags),
  };
}

/** EC2 groups rules with the same protocol and ports into one permission with all their peers. */
function permissionsToXml(state: WorldState, rules: readonly SecurityGroupRule[]): Xml {
  const permissions = new Map<string, SecurityGroupRule[]>();
  for (const rule of rules) {
    const key = `${rule.protocol}/${rule.fromPort}/${rule.toPort}`;
    permissions.set(key, [...(permissions.get(key) ?? []), rule]);
  }
  return items([...permissions.values()].map((alike) => permissionToXml(state, alike)));
}

function permissionToXml(state: WorldState, alike: readonly SecurityGroupRule[]): Xml {
  const peers = alike.map((rule) => rule.peer);
  const isGroup = (peer: string) => peer.startsWith("sg-");
  const isPrefixList = (peer: string) => peer.startsWith("pl-");
  const ranges = peers.filter((peer) => !isGroup(peer) && !isPrefixList(peer));
  return {
    ipProtocol: alike[0]?.protocol,
    fromPort: alike[0]?.fromPort,
    toPort: alike[0]?.toPort,
    groups: items(peers.filter(isGroup).map((groupId) => ({ userId: state.account, groupId }))),
    ipRanges: items(ranges.filter((range) => !range.includes(":")).map((cidrIp) => ({ cidrIp }))),
    ipv6Ranges: items(ranges.filter((range) => range.includes(":")).map((cidrIpv6) => ({ cidrIpv6 }))),
    prefixListIds: items(peers.filter(isPrefixList).map((prefixListId) => ({ prefixListId }))),
  };
}

/** Groups as instances and interfaces show them: ids, with the names of those that exist. */
export function groupsToXml(state: WorldState, groupIds: readonly string[]): Xml {
  return items(
    groupIds.map((groupId) => ({
      groupId,
      groupName: state.securityGroups.find((group) => group.groupId === groupId)?.groupName,
    })),
  );
}
