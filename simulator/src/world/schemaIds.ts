import { matching } from "./schemaParts";

/** The id of a source server. */
export const sourceServerID = matching(/^s-[0-9a-zA-Z]{17}$/, '"s-" and 17 letters or digits');
/** The id of a job. */
export const jobID = matching(/^drsjob-[0-9a-zA-Z]{17}$/, '"drsjob-" and 17 letters or digits');
/** The id of a recovery snapshot. */
export const snapshotID = matching(/^pit-[0-9a-zA-Z]{17}$/, '"pit-" and 17 letters or digits');
/** The id of an EC2 instance. */
export const instanceID = ec2Id("i-");
/** The id of a launch template. */
export const launchTemplateId = ec2Id("lt-");
/** The id of a subnet. */
export const subnetId = ec2Id("subnet-");
/** The id of a VPC. */
export const vpcId = ec2Id("vpc-");
/** The id of a security group. */
export const securityGroupId = ec2Id("sg-");
/** The id of a route table. */
export const routeTableId = ec2Id("rtb-");

function ec2Id(prefix: string) {
  return matching(new RegExp(`^${prefix}[0-9a-fA-F]{8,17}$`), `"${prefix}" and 8 to 17 hexadecimal digits`);
}
