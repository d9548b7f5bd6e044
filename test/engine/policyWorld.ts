import type { WorldFile } from "drs-simulator";
import type { DrillWaveArgs } from "pulumi-drillwave";

type WorldServer = NonNullable<WorldFile["sourceServers"]>[number];

/** A database and an application server that comply with every rule of the strict pack, and the drill of both. */
export const DB = "s-00000000000000001";
export const APP = "s-00000000000000002";
export const SUBNET = "subnet-0123456789abcdef0";
export const STAGING = "subnet-0fedcba9876543210";
export const GROUP = "sg-0123456789abcdef0";
export const VPC = "vpc-0123456789abcdef0";
export const SNAPSHOT = "pit-00000000000000001";
const GIB = 1024 ** 3;

/** The complying world; `changes` break a member of one server or of the world. */
export function aCompliantWorld(
  changes: { db?: Partial<WorldServer>; app?: Partial<WorldServer> } & Partial<WorldFile> = {},
): WorldFile {
  const { db = {}, app = {}, ...world } = changes;
  return {
    region: "us-west-2",
    account: "111122223333",
    sourceServers: [
      { ...aServer(DB, "db-1", "10.0.1.20"), tags: { Tier: "database" }, ...db },
      { ...aServer(APP, "app-1", "10.0.1.21"), tags: { Tier: "app" }, ...app },
    ],
    subnets: [aSubnet(SUBNET, "10.0.1.0/24"), aSubnet(STAGING, "10.0.9.0/24")],
    securityGroups: [{ groupId: GROUP, groupName: "drill", vpcId: VPC }],
    ...world,
  };
}

export function aSubnet(subnetId: string, cidrBlock: string, availableIpAddressCount = 200) {
  return { subnetId, cidrBlock, vpcId: VPC, availableIpAddressCount };
}

function aServer(sourceServerID: string, hostname: string, privateIp: string): WorldServer {
  return {
    sourceServerID,
    hostname,
    privateIp,
    os: "LINUX",
    cores: 8,
    ramBytes: 64 * GIB,
    disks: [
      { deviceName: "/dev/sda1", bytes: 50 * GIB },
      { deviceName: "/dev/sdb", bytes: 500 * GIB },
    ],
    replicationState: "CONTINUOUS",
    lagSeconds: 3,
    snapshots: [{ snapshotID: sourceServerID === DB ? SNAPSHOT : "pit-00000000000000002", ageSeconds: 600 }],
    lastLaunch: { ageSeconds: 3600 },
    launchConfiguration: aLaunchConfiguration(),
    launchTemplate: aTemplate(),
    replicationConfiguration: aReplicationConfiguration(),
  };
}

export function aLaunchConfiguration(changes: WorldServer["launchConfiguration"] = {}) {
  const method = { targetInstanceTypeRightSizingMethod: "NONE" as const };
  return { ...method, launchDisposition: "STARTED" as const, copyPrivateIp: true, copyTags: true, ...changes };
}

export function aTemplate(changes: WorldServer["launchTemplate"] = {}) {
  return {
    instanceType: "r5.2xlarge",
    subnetId: SUBNET,
    securityGroupIds: [GROUP],
    associatePublicIp: false,
    httpTokens: "required" as const,
    ...changes,
  };
}

export function aReplicationConfiguration(changes: WorldServer["replicationConfiguration"] = {}) {
  const routing = { dataPlaneRouting: "PRIVATE_IP" as const, createPublicIP: false };
  const covering = { ebsEncryption: "DEFAULT" as const, autoReplicateNewDisks: true };
  return { stagingAreaSubnetId: STAGING, ...covering, ...routing, ...changes };
}

/** The complying program; `changes` are to the args of a wave. */
export function compliantWaves(changes: { database?: object; app?: object } = {}): {
  database: DrillWaveArgs;
  app: DrillWaveArgs;
} {
  const common = {
    recoveryPlan: "orders",
    objectives: { recoveryTimeSeconds: 3600, recoveryPointSeconds: 900 },
  };
  return {
    database: {
      ...common,
      sourceServers: [{ sourceServerId: DB, role: "database" }],
      wave: "database",
      ...changes.database,
    },
    app: { ...common, sourceServers: [{ sourceServerId: APP, role: "app" }], wave: "app", ...changes.app },
  };
}
