import { derivedId } from "./ids";
import { findSubnet } from "./lookup";
import type { SecurityGroupRule, SecurityGroupState } from "./network";
import type { ReplicationConfigurationState } from "./sourceServer";
import type { WorldState } from "./worldState";

// AWS documents only the ports; name and description are from the field (docs/drs-facts.md).
const NAME = "AWS Elastic Disaster Recovery default Replication Server Security Group";
const DESCRIPTION =
  "Security group with the required permissions for AWS Elastic Disaster Recovery Replication Servers";

type Network = Pick<WorldState, "subnets" | "securityGroups">;

/** DRS's own security group in the staging area's VPC; undefined if it does not exist or the settings do not use it. */
export function findReplicationGroup(
  network: Network,
  settings: ReplicationConfigurationState,
): SecurityGroupState | undefined {
  const vpcId = stagingVpcId(network, settings);
  return settings.associateDefaultSecurityGroup === false
    ? undefined
    : network.securityGroups.find((group) => group.groupName === NAME && group.vpcId === vpcId);
}

/** Creates DRS's own security group if these settings need it and it does not exist yet. */
export function ensureReplicationGroup(network: Network, settings: ReplicationConfigurationState): void {
  const vpcId = stagingVpcId(network, settings);
  if (
    vpcId !== undefined &&
    settings.associateDefaultSecurityGroup !== false &&
    findReplicationGroup(network, settings) === undefined
  ) {
    network.securityGroups.push(replicationGroup(vpcId));
  }
}

function stagingVpcId(network: Network, settings: ReplicationConfigurationState): string | undefined {
  return findSubnet(network, settings.stagingAreaSubnetId)?.vpcId;
}

function replicationGroup(vpcId: string): SecurityGroupState {
  return {
    groupId: derivedId("sg-", `${vpcId}/replication`),
    groupName: NAME,
    description: DESCRIPTION,
    vpcId,
    ingress: [anywhere("tcp", 1500)],
    egress: [anywhere("udp", 53), anywhere("tcp", 443)],
    tags: {},
  };
}

function anywhere(protocol: string, port: number): SecurityGroupRule {
  return { protocol, fromPort: port, toPort: port, peer: "0.0.0.0/0" };
}
