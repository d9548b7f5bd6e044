/** Tags as DRS has them: key to value. */
export type Tags = Record<string, string>;

/** DRS's taggable resource types, as an ARN spells them. */
type ResourceType = "source-server" | "job" | "recovery-instance" | "launch-configuration-template";

/** The account and Region of a resource. */
interface Owner {
  readonly region: string;
  readonly account: string;
}

/** `arn:aws:drs:<region>:<account>:<type>/<id>`, the form of the service authorization reference. */
export function arnOf({ region, account }: Owner, type: ResourceType, id: string): string {
  return `arn:${partitionOf(region)}:drs:${region}:${account}:${type}/${id}`;
}

/** The AWS partition that a Region belongs to. */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) {
    return "aws-cn";
  }
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
