import { enclosingBlock } from "./addresses";
import type { SubnetState } from "./network";
import type { Tags } from "./resource";
import type { WorldState } from "./worldState";

/** A VPC. A world says nothing of it but its tags; the rest follows from what is in it. */
interface Vpc {
  readonly vpcId: string;
  /** Its CIDR blocks, the first one first. */
  readonly blocks: readonly string[];
  readonly isDefault: boolean;
  readonly tags: Tags;
}

/** Every VPC: those that the world lists, and those of its subnets, route tables and security groups. */
export function allVpcs({
  vpcs,
  subnets,
  routeTables,
  securityGroups,
}: Pick<WorldState, "vpcs" | "subnets" | "routeTables" | "securityGroups">): Vpc[] {
  const ids = new Set([...vpcs, ...subnets, ...routeTables, ...securityGroups].map(({ vpcId }) => vpcId));
  return [...ids].map((vpcId) => ({
    vpcId,
    blocks: vpcBlocks(vpcId, subnets),
    isDefault: subnets.some((subnet) => subnet.defaultForAz && subnet.vpcId === vpcId),
    tags: vpcs.find((vpc) => vpc.vpcId === vpcId)?.tags ?? {},
  }));
}

/** A VPC's blocks: the /16 blocks around its subnets, as a /16 is the largest that EC2 allows. */
export function vpcBlocks(vpcId: string, subnets: readonly SubnetState[]): string[] {
  const within = subnets.filter((subnet) => subnet.vpcId === vpcId);
  const blocks = new Set(within.map((subnet) => enclosingBlock(subnet.cidrBlock, 16)));
  return blocks.size > 0 ? [...blocks] : ["10.0.0.0/16"];
}
