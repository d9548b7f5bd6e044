import type { DrillWaveArgs } from "pulumi-drillwave";
import { type Estate, idOf, linuxServer, type Machine, prepared, type WorldServer } from "./estate";

const SEED = "b15f0c9e4d263";
const VPC = idOf("vpc", SEED, 1);
const SUBNET = idOf("subnet", SEED, 1);
const STAGING_SUBNET = idOf("subnet", SEED, 9);
const GROUP = idOf("sg", SEED, 1);
const STAGING_VPC = idOf("vpc", SEED, 2);

const MACHINES: readonly (Machine & { tier: string; instanceType: string })[] = [
  ...["ldap1", "ldap2"].map((hostname, index) => ({
    ...{ tier: "directory", hostname: `${hostname}.cde.example.com`, address: `10.60.1.${11 + index}` },
    ...{ cores: 2, memoryGiB: 8, instanceType: "m5.large" },
  })),
  ...["cards-db1", "cards-db2", "ledger-db1"].map((hostname, index) => ({
    ...{ tier: "database", hostname: `${hostname}.cde.example.com`, address: `10.60.1.${21 + index}` },
    ...{ cores: 8, memoryGiB: 64, disksGiB: [60, 800, 200], instanceType: "r5.2xlarge" },
  })),
  ...["auth1", "auth2", "tokens1", "tokens2"].map((hostname, index) => ({
    ...{ tier: "app", hostname: `${hostname}.cde.example.com`, address: `10.60.1.${31 + index}` },
    ...{ cores: 4, memoryGiB: 16, instanceType: "m5.xlarge" },
  })),
  ...["edge1", "edge2", "edge3"].map((hostname, index) => ({
    ...{ tier: "web", hostname: `${hostname}.cde.example.com`, address: `10.60.1.${41 + index}` },
    ...{ cores: 2, memoryGiB: 4, instanceType: "c5.large" },
  })),
];

function serverOf({ tier, instanceType, ...machine }: (typeof MACHINES)[number], index: number): WorldServer {
  const server = prepared(linuxServer(SEED, index + 1, machine), {
    ...{ instanceType, subnetId: SUBNET, securityGroupId: GROUP, stagingSubnetId: STAGING_SUBNET },
    drilledDaysAgo: 20,
  });
  return {
    ...server,
    tags: { Tier: tier, ...(tier === "database" ? { ImpactLevel: "CRITICAL" } : {}) },
    launchConfiguration: {
      targetInstanceTypeRightSizingMethod: "NONE",
      launchDisposition: "STARTED",
      copyPrivateIp: true,
      copyTags: true,
    },
    replicationConfiguration: {
      ...server.replicationConfiguration,
      ebsEncryption: "CUSTOM",
      ebsEncryptionKeyArn: "arn:aws:kms:us-west-2:111122223333:key/7c1d4f0e-5a92-4f77-9a36-0d2f6f1c8b55",
    },
  };
}

const wave = (tier: string): DrillWaveArgs => ({
  selector: { tags: { Tier: tier }, role: tier },
  recoveryPlan: "cardholder-data",
  wave: tier,
  objectives: { recoveryTimeSeconds: 3600, recoveryPointSeconds: 900 },
  cleanup: "afterDrill",
});

/** Twelve servers of a payment company, with everything set: an isolated copy of production's subnet, IMDSv2, a key of their own. */
export const isolated: Estate = {
  name: "isolated",
  world: {
    region: "us-west-2",
    account: "111122223333",
    sourceServers: MACHINES.map(serverOf),
    subnets: [
      { subnetId: SUBNET, vpcId: VPC, cidrBlock: "10.60.1.0/24" },
      { subnetId: STAGING_SUBNET, vpcId: STAGING_VPC, cidrBlock: "10.61.9.0/24" },
    ],
    securityGroups: [
      {
        ...{ groupId: GROUP, groupName: "cde-drill", vpcId: VPC },
        ingress: [{ protocol: "-1", source: "10.60.1.0/24" }],
        egress: [{ protocol: "-1", destination: "10.60.1.0/24" }],
      },
    ],
  },
  waves: { directory: wave("directory"), database: wave("database"), app: wave("app"), web: wave("web") },
  choices: [],
  facts: [],
  atMost: { recommended: { lines: 0, characters: 0 }, strict: { lines: 0, characters: 0 } },
};
