import { type Estate, idOf, type Machine, prepared, type WorldServer, windowsServer } from "./estate";

const SEED = "e7240ad8b39f1";
const VPC = idOf("vpc", SEED, 1);
const SUBNET = idOf("subnet", SEED, 1);
const STAGING_SUBNET = idOf("subnet", SEED, 9);
const GROUP = idOf("sg", SEED, 1);
const HOST_GROUP = "arn:aws:resource-groups:us-west-2:111122223333:group/windows-byol";
const LICENCE = "arn:aws:license-manager:us-west-2:111122223333:license-configuration:lic-0d1f6a2b7c934e58";

type Placement = NonNullable<NonNullable<NonNullable<WorldServer["launchTemplate"]>["data"]>["Placement"]>;

interface LicensedMachine extends Machine {
  tier: string;
  instanceType: string;
  placement: Placement;
}

const LICENSED = { HostResourceGroupArn: HOST_GROUP };

const MACHINES: readonly LicensedMachine[] = [
  {
    ...{ tier: "database", hostname: "MUCSQLCL01", address: "10.33.4.11", cores: 8, memoryGiB: 64 },
    ...{ disksGiB: [120, 900], instanceType: "r5.2xlarge", placement: LICENSED },
  },
  {
    ...{ tier: "database", hostname: "MUCSQLCL02", address: "10.33.4.12", cores: 8, memoryGiB: 64 },
    ...{ disksGiB: [120, 900], instanceType: "r5.2xlarge", placement: { ...LICENSED, Tenancy: "host" } },
  },
  {
    ...{ tier: "app", hostname: "MUCAPP01", address: "10.33.4.21", cores: 4, memoryGiB: 16 },
    ...{ instanceType: "m5.xlarge", placement: LICENSED },
  },
  // Added after the others: its template names the zone, and no hosts.
  {
    ...{ tier: "app", hostname: "MUCAPP02", address: "10.33.4.22", cores: 4, memoryGiB: 16 },
    ...{ instanceType: "m5.xlarge", placement: { AvailabilityZone: "us-west-2a" } },
  },
];

function serverOf({ tier, instanceType, placement, ...machine }: LicensedMachine, index: number): WorldServer {
  const server = prepared(windowsServer(SEED, index + 1, machine), {
    ...{ instanceType, subnetId: SUBNET, securityGroupId: GROUP, stagingSubnetId: STAGING_SUBNET },
    drilledDaysAgo: 8,
  });
  const isLicensed = "HostResourceGroupArn" in placement;
  return {
    ...server,
    tags: { Tier: tier },
    launchConfiguration: {
      targetInstanceTypeRightSizingMethod: "NONE",
      copyTags: true,
      licensing: { osByol: true },
    },
    launchTemplate: {
      ...server.launchTemplate,
      data: {
        Placement: placement,
        ...(isLicensed ? { LicenseSpecifications: [{ LicenseConfigurationArn: LICENCE }] } : {}),
      },
    },
  };
}

/** Four Windows servers with licences of their own, on Dedicated Hosts that License Manager chooses from a host resource group. */
export const hostResourceGroup: Estate = {
  name: "host resource group",
  world: {
    region: "us-west-2",
    account: "111122223333",
    sourceServers: MACHINES.map(serverOf),
    subnets: [
      { ...{ subnetId: SUBNET, vpcId: VPC, cidrBlock: "10.133.4.0/24" }, availabilityZone: "us-west-2a" },
      { subnetId: STAGING_SUBNET, vpcId: VPC, cidrBlock: "10.133.9.0/24" },
    ],
    securityGroups: [
      {
        ...{ groupId: GROUP, groupName: "muc-drill", vpcId: VPC },
        ingress: [{ protocol: "-1", source: "10.133.4.0/24" }],
      },
    ],
  },
  waves: {
    database: {
      selector: { tags: { Tier: "database" }, role: "sql-server" },
      objectives: { recoveryTimeSeconds: 3600, recoveryPointSeconds: 900 },
    },
    app: {
      selector: { tags: { Tier: "app" }, role: "app" },
      objectives: { recoveryTimeSeconds: 3600, recoveryPointSeconds: 900 },
    },
  },
  choices: [],
  facts: [
    {
      rule: "drs-server-require-byol-tenancy",
      says: "MUCAPP02 (tenancy not set) cannot start with an own Windows licence (osByol) outside Dedicated Hosts: DRS refuses such a launch. Fix: let the launch template name the tenancy host, or set osByol to false; $ …",
      recommended: "mandatory",
      strict: "mandatory",
    },
  ],
  atMost: { recommended: { lines: 1, characters: 900 }, strict: { lines: 1, characters: 900 } },
};
