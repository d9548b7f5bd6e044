/** The AWS services that are called, by the names that their hosts and settings have. */
export const SERVICES = ["drs", "ec2", "ssm", "sts", "iam"] as const;

/** An AWS service that is called. */
export type Service = (typeof SERVICES)[number];
