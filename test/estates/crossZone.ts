import { type Estate, idOf, linuxServer, type Machine, prepared, type WorldServer } from "./estate";

const SEED = "5ad29c7741e0b";
const PRODUCTION_VPC = idOf("vpc", SEED, 1);
const PRODUCTION_SUBNET = idOf("subnet", SEED, 1);
const RECOVERY_SUBNET = idOf("subnet", SEED, 2);
const STAGING_SUBNET = idOf("subnet", SEED, 9);
const GROUP = idOf("sg", SEED, 1);
/** A VPC for drills, with a group of its own. */
const DRILL_VPC = idOf("vpc", SEED, 2);
const DRILL_SUBNET = idOf("subnet", SEED, 3);
const DRILL_GROUP = idOf("sg", SEED, 2);

const MACHINES: readonly (Machine & { tier: string; instanceType: string })[] = [
  ...["billing-db-a", "billing-db-b"].map((hostname, index) => ({
    ...{ tier: "database", hostname, address: `172.20.10.${11 + index}` },
    ...{ cores: 4, memoryGiB: 32, disksGiB: [30, 400], instanceType: "r5.xlarge" },
  })),
  ...["billing-api-1", "billing-api-2", "billing-jobs-1"].map((hostname, index) => ({
    ...{ tier: "app", hostname, address: `172.20.10.${21 + index}` },
    ...{ cores: 2, memoryGiB: 8, instanceType: "m5.large" },
  })),
  {
    ...{ tier: "web", hostname: "billing-www-1", address: "172.20.10.31" },
    ...{ cores: 2, memoryGiB: 4, instanceType: "c5.large" },
  },
];

function serverOf({ tier, instanceType, ...machine }: (typeof MACHINES)[number], index: number): WorldServer {
  const server = prepared(linuxServer(SEED, index + 1, machine), {
    ...{ instanceType, subnetId: RECOVERY_SUBNET, securityGroupId: GROUP, stagingSubnetId: STAGING_SUBNET },
    drilledDaysAgo: 30,
  });
  return {
    ...server,
    tags: { Tier: tier, Application: "billing" },
    sourceInstanceType: instanceType,
    awsInstanceID: idOf("i", SEED, index + 1),
    sourceCloudProperties: {
      originAccountID: "111122223333",
      originRegion: "us-west-2",
      originAvailabilityZone: "us-west-2a",
    },
    launchConfiguration: {
      targetInstanceTypeRightSizingMethod: tier === "database" ? "NONE" : "IN_AWS",
      copyTags: true,
    },
  };
}

/** Six EC2 instances that are recovered in another zone of their Region: into production's own VPC. */
export const crossZone: Estate = {
  name: "cross-zone",
  world: {
    region: "us-west-2",
    account: "111122223333",
    sourceServers: MACHINES.map(serverOf),
    instances: MACHINES.map(({ instanceType, address }, index) => ({
      ...{ ec2InstanceID: idOf("i", SEED, index + 1), instanceType, subnetId: PRODUCTION_SUBNET, privateIp: address },
      securityGroupIds: [GROUP],
      ageSeconds: 200 * 86_400,
    })),
    subnets: [
      {
        ...{ subnetId: PRODUCTION_SUBNET, vpcId: PRODUCTION_VPC, cidrBlock: "172.20.10.0/24" },
        availabilityZone: "us-west-2a",
      },
      {
        ...{ subnetId: RECOVERY_SUBNET, vpcId: PRODUCTION_VPC, cidrBlock: "172.20.20.0/24" },
        availabilityZone: "us-west-2b",
      },
      {
        ...{ subnetId: STAGING_SUBNET, vpcId: PRODUCTION_VPC, cidrBlock: "172.20.29.0/24" },
        availabilityZone: "us-west-2b",
      },
      { ...{ subnetId: DRILL_SUBNET, vpcId: DRILL_VPC, cidrBlock: "172.28.20.0/24" }, availabilityZone: "us-west-2b" },
    ],
    securityGroups: [
      {
        ...{ groupId: GROUP, groupName: "billing", vpcId: PRODUCTION_VPC },
        ingress: [{ protocol: "-1", source: "172.20.0.0/16" }],
      },
      {
        ...{ groupId: DRILL_GROUP, groupName: "billing-drill", vpcId: DRILL_VPC },
        ingress: [{ protocol: "-1", source: "172.28.0.0/16" }],
      },
    ],
  },
  waves: {
    database: {
      selector: { tags: { Tier: "database" }, role: "database" },
      objectives: { recoveryTimeSeconds: 1800, recoveryPointSeconds: 300 },
    },
    app: { selector: { tags: { Tier: "app" }, role: "app" } },
    web: { selector: { tags: { Tier: "web" }, role: "web" } },
  },
  choices: [
    [/subnet/, DRILL_SUBNET],
    [/security group/, DRILL_GROUP],
  ],
  facts: [
    {
      rule: "drs-subnet-require-isolation",
      says: 'billing-api-1, billing-api-2, billing-db-a and 3 more would start beside production in vpc-5ad29c7741e0b0001: within a VPC every subnet reaches every other, and copies could do production\'s work twice, or answer in its place. Fix: launch into a subnet and groups of another VPC, or accept it (allowed: ["vpc-5ad29c7741e0b0001"])',
      recommended: "advisory",
      strict: "mandatory",
    },
  ],
  atMost: { recommended: { lines: 1, characters: 500 }, strict: { lines: 1, characters: 500 } },
};
