import { type Estate, idOf, type Machine, prepared, type WorldServer, windowsServer } from "./estate";

const SEED = "26f8be10c7d54";
const VPC = idOf("vpc", SEED, 1);
const SUBNET = idOf("subnet", SEED, 1);
const STAGING_SUBNET = idOf("subnet", SEED, 9);
const GROUP = idOf("sg", SEED, 1);
/** A copy of the data centre's own network, in a VPC by itself. */
const MIRROR_VPC = idOf("vpc", SEED, 2);
const MIRROR_SUBNET = idOf("subnet", SEED, 2);
const MIRROR_GROUP = idOf("sg", SEED, 2);

interface MovedMachine extends Machine {
  tier: string;
  instanceType: string;
  /** The address that its launch template fixes. */
  fixedAddress?: string;
  copiesAddress?: boolean;
}

const MACHINES: readonly MovedMachine[] = [
  {
    ...{ tier: "directory", hostname: "LISDC1", address: "10.50.1.5", cores: 2, memoryGiB: 8 },
    ...{ instanceType: "m5.large", fixedAddress: "10.150.1.5" },
  },
  // Nobody gave this one an address.
  { tier: "directory", hostname: "LISDC2", address: "10.50.1.6", cores: 2, memoryGiB: 8, instanceType: "m5.large" },
  {
    ...{ tier: "database", hostname: "LISSQL1", address: "10.50.1.20", cores: 4, memoryGiB: 32, disksGiB: [80, 300] },
    instanceType: "r5.xlarge",
  },
  {
    ...{ tier: "app", hostname: "LISAPP1", address: "10.50.1.31", cores: 2, memoryGiB: 8 },
    instanceType: "m5.large",
  },
  // Keeps an address that its subnet does not have: EC2 refuses the launch.
  {
    ...{ tier: "app", hostname: "LISAPP2", address: "10.50.1.32", cores: 2, memoryGiB: 8 },
    ...{ instanceType: "m5.large", copiesAddress: true },
  },
];

function serverOf(given: MovedMachine, index: number): WorldServer {
  const { tier, instanceType, fixedAddress, copiesAddress = false, ...machine } = given;
  const server = prepared(windowsServer(SEED, index + 1, machine), {
    ...{ instanceType, subnetId: SUBNET, securityGroupId: GROUP, stagingSubnetId: STAGING_SUBNET },
    drilledDaysAgo: 25,
  });
  return {
    ...server,
    tags: { Tier: tier },
    launchConfiguration: {
      targetInstanceTypeRightSizingMethod: "NONE",
      copyPrivateIp: copiesAddress,
      copyTags: true,
    },
    launchTemplate: {
      ...server.launchTemplate,
      ...(fixedAddress === undefined ? {} : { privateIp: fixedAddress }),
    },
  };
}

/** Five servers of 10.50.0.0/16 that are recovered as 10.150.0.0/16, so that production and its copies can be told apart. */
export const readdressedNetwork: Estate = {
  name: "re-addressed network",
  world: {
    region: "us-west-2",
    account: "111122223333",
    sourceServers: MACHINES.map(serverOf),
    subnets: [
      { subnetId: SUBNET, vpcId: VPC, cidrBlock: "10.150.1.0/24" },
      { subnetId: STAGING_SUBNET, vpcId: VPC, cidrBlock: "10.150.9.0/24" },
      { subnetId: MIRROR_SUBNET, vpcId: MIRROR_VPC, cidrBlock: "10.50.1.0/24" },
    ],
    securityGroups: [
      {
        ...{ groupId: GROUP, groupName: "lis-drill", vpcId: VPC },
        ingress: [{ protocol: "-1", source: "10.150.0.0/16" }],
      },
      {
        ...{ groupId: MIRROR_GROUP, groupName: "lis-mirror", vpcId: MIRROR_VPC },
        ingress: [{ protocol: "-1", source: "10.50.0.0/16" }],
      },
    ],
  },
  waves: {
    directory: {
      selector: { tags: { Tier: "directory" }, role: "domain-controller" },
      objectives: { recoveryTimeSeconds: 1800, recoveryPointSeconds: 900 },
    },
    database: {
      selector: { tags: { Tier: "database" }, role: "database" },
      objectives: { recoveryTimeSeconds: 3600, recoveryPointSeconds: 900 },
    },
    app: {
      selector: { tags: { Tier: "app" }, role: "app" },
      objectives: { recoveryTimeSeconds: 3600, recoveryPointSeconds: 900 },
    },
  },
  choices: [
    [/subnet.*10\.50\./, MIRROR_SUBNET],
    [/address/, "10.150.1.6"],
    [/security group/, MIRROR_GROUP],
  ],
  facts: [
    {
      rule: "drs-server-require-private-ip",
      says: "LISDC2 (10.50.1.6, which subnet-26f8be10c7d540001 (10.150.1.0/24) cannot hold) would start with an address that is not known before (copyPrivateIp is off, and the launch template fixes none): clients find the role directory by address. Fix: fix an address of that subnet in its launch template (PrivateIpAddress), or launch into a subnet that holds the source's",
      recommended: "advisory",
      strict: "mandatory",
    },
    {
      rule: "drs-subnet-require-source-address",
      says: "LISAPP2 (10.50.1.32) cannot start with the address that they keep (copyPrivateIp) in subnet-26f8be10c7d540001 (10.150.1.0/24): EC2 refuses an address outside of the subnet. Fix: choose a subnet that has it, or let them take another address (copyPrivateIp: false, in the program too); $ …",
      recommended: "mandatory",
      strict: "mandatory",
    },
  ],
  atMost: { recommended: { lines: 2, characters: 1000 }, strict: { lines: 2, characters: 1000 } },
};
