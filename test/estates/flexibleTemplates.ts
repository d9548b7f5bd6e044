import { type Estate, idOf, linuxServer, type Machine, prepared, type WorldServer } from "./estate";

const SEED = "d90b36f2e518c";
const VPC = idOf("vpc", SEED, 1);
const SUBNET = idOf("subnet", SEED, 1);
const STAGING_SUBNET = idOf("subnet", SEED, 9);
const GROUP = idOf("sg", SEED, 1);

interface FlexibleMachine extends Machine {
  tier: string;
  /** The least that the template asks EC2 for. */
  vCpus: number;
  memoryMiB: number;
}

const MACHINES: readonly FlexibleMachine[] = [
  ...["mysql-eu-1", "mysql-eu-2"].map((hostname, index) => ({
    ...{ tier: "database", hostname, address: `10.44.8.${10 + index}`, cores: 8, memoryGiB: 32, disksGiB: [20, 600] },
    ...{ vCpus: 8, memoryMiB: 32_768 },
  })),
  ...["shop-api-1", "shop-api-2"].map((hostname, index) => ({
    ...{ tier: "app", hostname, address: `10.44.8.${20 + index}`, cores: 4, memoryGiB: 16 },
    ...{ vCpus: 4, memoryMiB: 16_384 },
  })),
  // Half the memory that the source has.
  {
    ...{ tier: "app", hostname: "shop-search-1", address: "10.44.8.22", cores: 4, memoryGiB: 32 },
    ...{ vCpus: 4, memoryMiB: 16_384 },
  },
];

function serverOf({ tier, vCpus, memoryMiB, ...machine }: FlexibleMachine, index: number): WorldServer {
  const server = prepared(linuxServer(SEED, index + 1, machine), {
    ...{ subnetId: SUBNET, securityGroupId: GROUP, stagingSubnetId: STAGING_SUBNET },
    drilledDaysAgo: 12,
  });
  return {
    ...server,
    tags: { Tier: tier },
    launchTemplate: {
      ...server.launchTemplate,
      data: {
        InstanceRequirements: {
          VCpuCount: { Min: vCpus, Max: vCpus * 2 },
          MemoryMiB: { Min: memoryMiB },
          CpuManufacturers: ["intel", "amd"],
          InstanceGenerations: ["current"],
        },
      },
    },
  };
}

/** Five servers whose launch templates leave the instance type to EC2, by what it must have. */
export const flexibleTemplates: Estate = {
  name: "flexible templates",
  world: {
    region: "us-west-2",
    account: "111122223333",
    sourceServers: MACHINES.map(serverOf),
    subnets: [
      { subnetId: SUBNET, vpcId: VPC, cidrBlock: "10.45.8.0/24" },
      { subnetId: STAGING_SUBNET, vpcId: VPC, cidrBlock: "10.45.9.0/24" },
    ],
    securityGroups: [
      {
        ...{ groupId: GROUP, groupName: "shop-drill", vpcId: VPC },
        ingress: [{ protocol: "-1", source: "10.45.8.0/24" }],
      },
    ],
  },
  waves: {
    database: {
      selector: { tags: { Tier: "database" }, role: "mysql" },
      objectives: { recoveryTimeSeconds: 1800, recoveryPointSeconds: 300 },
    },
    app: {
      selector: { tags: { Tier: "app" }, role: "app" },
      objectives: { recoveryTimeSeconds: 3600, recoveryPointSeconds: 900 },
    },
  },
  choices: [],
  facts: [
    {
      rule: "drs-template-require-source-capacity",
      says: "shop-search-1 (16 GiB for 32 GiB) would start smaller than the source: they may not carry production's load. Fix: ask for more in the launch template's requirements, or state the margin that the plan accepts (marginPercent); $ …",
      recommended: "advisory",
      strict: "mandatory",
    },
  ],
  atMost: { recommended: { lines: 1, characters: 1300 }, strict: { lines: 1, characters: 1300 } },
};
