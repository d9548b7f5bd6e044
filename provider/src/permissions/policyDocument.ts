import type { Condition, PermissionStatement } from "./table";

/** Where a policy is to hold. What is left out is anywhere. */
export interface PolicyPlace {
  /** `aws`, `aws-cn`, `aws-us-gov`, …; `aws` by default. */
  partition?: string | undefined;
  region?: string | undefined;
  /** 12 digits. */
  account?: string | undefined;
}

/** A policy as IAM takes it. */
export interface PolicyDocument {
  Version: "2012-10-17";
  Statement: {
    Sid: string;
    Effect: "Allow";
    Action: string[];
    Resource: string | string[];
    Condition?: Condition;
  }[];
}

/** Characters that IAM takes, white space not counted (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html). */
export const POLICY_LIMITS = { managed: 6144, inlineOfRole: 10_240 } as const;

/** The statements as a policy of IAM. Pure. */
export function toPolicyDocument(statements: readonly PermissionStatement[], place: PolicyPlace = {}): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: statements.map(({ sid, resources, condition, actions }) => {
      const arns = resources === "*" ? ["*"] : resources.map((resource) => toArn(resource, place));
      const [first = "*"] = arns;
      return {
        Sid: sid,
        Effect: "Allow",
        Action: Object.keys(actions),
        Resource: arns.length === 1 ? first : arns,
        ...(condition === undefined ? {} : { Condition: condition }),
      };
    }),
  };
}

/** Characters of a policy as IAM counts them. Pure. */
export function sizeOf(document: PolicyDocument): number {
  return JSON.stringify(document).length;
}

/** Types of EC2's resources in whose ARNs no account stands. */
const WITHOUT_ACCOUNT: readonly string[] = ["image", "snapshot"];

/** The ARN of a resource such as `ec2:instance/*`. IAM's are in no Region, images and snapshots in no account. Pure. */
export function toArn(resource: string, { partition = "aws", region = "*", account = "*" }: PolicyPlace): string {
  const [service = "", path = ""] = resource.split(":");
  const [type = ""] = path.split("/");
  if (service === "iam") {
    return `arn:${partition}:iam::${account}:${path}`;
  }
  // As AWS's own policies write it, which holds with and without an account.
  const owner = service === "ec2" && WITHOUT_ACCOUNT.includes(type) ? "*" : account;
  return `arn:${partition}:${service}:${region}:${owner}:${path}`;
}
