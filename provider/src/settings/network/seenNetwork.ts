import type { Ec2Gateway } from "../../ec2/gateway";
import type { SecurityGroup, Subnet } from "../../ec2/types";
import type { WaveNetwork } from "../../vocabulary";

/** The network with what EC2 shows of it, and of the subnets that the servers' templates name. */
export interface SeenNetwork {
  network: WaveNetwork;
  subnets: readonly Subnet[];
  securityGroups: readonly SecurityGroup[];
}

/** What EC2 shows of the network, and of these subnets. Two calls; changes nothing. */
export async function seeNetwork(
  { ec2 }: { ec2: Pick<Ec2Gateway, "listSubnets" | "listSecurityGroups"> },
  network: WaveNetwork,
  otherSubnets: readonly string[] = [],
): Promise<SeenNetwork> {
  const [subnets, securityGroups] = await Promise.all([
    ec2.listSubnets([...new Set([...network.subnets, ...otherSubnets])]),
    ec2.listSecurityGroups([...new Set(network.securityGroups)]),
  ]);
  return { network, subnets, securityGroups };
}

/** What is wrong with the network itself, one clause each. */
export function networkFlaws({ network, subnets, securityGroups }: SeenNetwork): string[] {
  const missing = [
    ...network.subnets.filter((id) => !subnets.some(({ subnetId }) => subnetId === id)),
    ...network.securityGroups.filter((id) => !securityGroups.some(({ groupId }) => groupId === id)),
  ];
  const placed = [
    ...subnets.filter(({ subnetId }) => network.subnets.includes(subnetId)).map((each) => [each.subnetId, each.vpcId]),
    ...securityGroups
      .filter(({ groupId }) => network.securityGroups.includes(groupId))
      .map((each) => [each.groupId, each.vpcId]),
  ] as const;
  const vpcs = new Set(placed.map(([, vpcId]) => vpcId));
  return [
    ...missing.map((id) => `EC2 shows no ${id} in this Region`),
    ...(vpcs.size < 2
      ? []
      : [`its subnets and security groups are not of one VPC: ${placed.map((each) => each.join(" of ")).join(", ")}`]),
  ];
}
