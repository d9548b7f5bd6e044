import type { WorldState } from "./state";

/** DRS's taggable resource types, as they stand in an ARN. */
export type ResourceType = "source-server" | "job" | "recovery-instance" | "launch-configuration-template";

/** `arn:aws:drs:<region>:<account>:<type>/<id>`, the form of the service authorization reference. */
export function arnOf(world: Pick<WorldState, "region" | "account">, type: ResourceType, id: string): string {
  return `arn:${partitionOf(world.region)}:drs:${world.region}:${world.account}:${type}/${id}`;
}

/** The AWS partition that a Region belongs to. */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) {
    return "aws-cn";
  }
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
