/** Tags as DRS has them: key to value. */
export type Tags = Record<string, string>;

/** DRS's taggable resource types, as they stand in an ARN. */
type ResourceType = "source-server" | "job" | "recovery-instance" | "launch-configuration-template";

/** The account that a resource is in, and its Region. */
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
