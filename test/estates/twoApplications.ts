import type { DrillWaveArgs } from "pulumi-drillwave";
import { type Estate, idOf, linuxServer, type Machine, prepared, type WorldServer } from "./estate";

const SEED = "0f93c5a7de41b";
const VPC = idOf("vpc", SEED, 1);
const SUBNET = idOf("subnet", SEED, 1);
const STAGING_SUBNET = idOf("subnet", SEED, 9);
const GROUP = idOf("sg", SEED, 1);

interface AppMachine extends Machine {
  application: string;
  tier: string;
  instanceType: string;
}

const MACHINES: readonly AppMachine[] = ["erp", "crm"].flatMap((application, place) => [
  {
    ...{ application, tier: "database", hostname: `${application}-db01`, address: `10.70.${place}.10` },
    ...{ cores: 4, memoryGiB: 32, disksGiB: [40, 250], instanceType: "r5.xlarge" },
  },
  ...["app01", "app02"].map((name, index) => ({
    ...{ application, tier: "app", hostname: `${application}-${name}`, address: `10.70.${place}.${20 + index}` },
    ...{ cores: 2, memoryGiB: 8, instanceType: "m5.large" },
  })),
]);

function serverOf({ application, tier, instanceType, ...machine }: AppMachine, index: number): WorldServer {
  const server = prepared(linuxServer(SEED, index + 1, machine), {
    ...{ instanceType, subnetId: SUBNET, securityGroupId: GROUP, stagingSubnetId: STAGING_SUBNET },
    drilledDaysAgo: 18,
  });
  return {
    ...server,
    tags: { Tier: tier, Application: application },
  };
}

const objectives = { recoveryTimeSeconds: 3600, recoveryPointSeconds: 900 };
const serversOf = (application: string, tier: string, role: string): DrillWaveArgs => ({
  selector: { tags: { Application: application, Tier: tier }, role },
  objectives,
});

/** Two applications in one program: each has its own order, and neither waits for the other. */
export const twoApplications: Estate = {
  name: "two applications",
  world: {
    region: "us-west-2",
    account: "111122223333",
    sourceServers: MACHINES.map(serverOf),
    subnets: [
      { subnetId: SUBNET, vpcId: VPC, cidrBlock: "10.170.1.0/24" },
      { subnetId: STAGING_SUBNET, vpcId: VPC, cidrBlock: "10.170.9.0/24" },
    ],
    securityGroups: [
      { ...{ groupId: GROUP, groupName: "drill", vpcId: VPC }, ingress: [{ protocol: "-1", source: "10.170.1.0/24" }] },
    ],
  },
  waves: {
    "erp-db": serversOf("erp", "database", "database"),
    "erp-app": serversOf("erp", "app", "app"),
    "crm-db": serversOf("crm", "database", "database"),
    "crm-app": serversOf("crm", "app", "app"),
  },
  options: {
    resourceOptions: {
      "erp-db": { after: [] },
      "erp-app": { after: ["erp-db"] },
      "crm-db": { after: [] },
      "crm-app": { after: ["crm-db"] },
    },
  },
  choices: [],
  facts: [],
  atMost: { recommended: { lines: 0, characters: 0 }, strict: { lines: 0, characters: 0 } },
};
