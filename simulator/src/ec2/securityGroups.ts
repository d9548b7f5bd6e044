import { derivedId } from "../world/state/ids";
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

/** A rule with its id and its group. */
export interface GroupRule {
  readonly id: string;
  readonly isEgress: boolean;
  readonly group: SecurityGroupState;
  readonly rule: SecurityGroupRule;
}

/** Every rule of a group, inbound ones first. A group has no two alike, so that what it says names a rule. */
export function rulesOf(group: SecurityGroupState): GroupRule[] {
  const named = (rules: readonly SecurityGroupRule[], isEgress: boolean) =>
    rules.map((rule) => {
      const subject = [group.groupId, isEgress, rule.protocol, rule.fromPort, rule.toPort, rule.peer].join("/");
      return { id: derivedId("sgr-", subject), isEgress, group, rule };
    });
  return [...named(group.ingress, false), ...named(group.egress, true)];
}

/** EC2's SecurityGroupRule: all ports are -1. */
export function ruleToXml(state: WorldState, { id, isEgress, group, rule }: GroupRule): Xml {
  const { protocol, fromPort = -1, toPort = -1, peer } = rule;
  return {
    securityGroupRuleId: id,
    groupId: group.groupId,
    groupOwnerId: state.account,
    isEgress,
    ipProtocol: protocol,
    fromPort,
    toPort,
    ...peerToXml(state, peer),
    tagSet: tagSet({}),
  };
}

function peerToXml(state: WorldState, peer: string): { [name: string]: Xml } {
  if (peer.startsWith("sg-")) {
    return { referencedGroupInfo: { groupId: peer, userId: state.account } };
  }
  if (peer.startsWith("pl-")) {
    return { prefixListId: peer };
  }
  return peer.includes(":") ? { cidrIpv6: peer } : { cidrIpv4: peer };
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
