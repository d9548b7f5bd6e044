import type { WorldFile } from "drs-simulator";
import { DrillWave } from "pulumi-drillwave";

const WAVES = 10;
const SERVERS_PER_WAVE = 10;
const VPC = "vpc-0123456789abcdef0";
const GIB = 1024 ** 3;

/** 100 servers that comply with every rule: what a rule finds wrong would be printed, and the printing measured. */
export function largeWorld(): WorldFile {
  return {
    region: "us-west-2",
    sourceServers: Array.from({ length: WAVES * SERVERS_PER_WAVE }, (_, index) => aServer(index)),
    subnets: [aSubnet("subnet-0123456789abcdef0", "10.0.1.0/24"), aSubnet("subnet-0fedcba9876543210", "10.0.9.0/24")],
    securityGroups: [{ groupId: "sg-0123456789abcdef0", groupName: "drill", vpcId: VPC }],
  };
}

function aSubnet(subnetId: string, cidrBlock: string) {
  return { subnetId, cidrBlock, vpcId: VPC, availableIpAddressCount: 240 };
}

function idOf(index: number): string {
  return `s-${String(index).padStart(17, "0")}`;
}

function aServer(index: number): NonNullable<WorldFile["sourceServers"]>[number] {
  return {
    sourceServerID: idOf(index),
    hostname: `server-${index}`,
    tags: { Tier: "database" },
    privateIp: `10.0.1.${index + 10}`,
    cores: 8,
    ramBytes: 64 * GIB,
    launchConfiguration: { targetInstanceTypeRightSizingMethod: "NONE", copyPrivateIp: true, copyTags: true },
    launchTemplate: {
      instanceType: "r5.2xlarge",
      subnetId: "subnet-0123456789abcdef0",
      securityGroupIds: ["sg-0123456789abcdef0"],
      associatePublicIp: false,
      httpTokens: "required",
    },
    replicationConfiguration: {
      stagingAreaSubnetId: "subnet-0fedcba9876543210",
      dataPlaneRouting: "PRIVATE_IP",
      createPublicIP: false,
    },
  };
}

/** The program: ten waves of ten servers, each after the one before. */
export function registerLargeProgram(endpoint: string): void {
  let previous: DrillWave | undefined;
  for (let wave = 0; wave < WAVES; wave++) {
    const sourceServers = Array.from({ length: SERVERS_PER_WAVE }, (_, index) => ({
      sourceServerId: idOf(wave * SERVERS_PER_WAVE + index),
      role: "database",
    }));
    const args = {
      region: "us-west-2",
      connection: { endpoint },
      sourceServers,
      recoveryPlan: "large",
      wave: `wave-${wave}`,
      objectives: { recoveryTimeSeconds: 3600, recoveryPointSeconds: 900 },
    };
    previous = new DrillWave(`wave-${wave}`, args, previous === undefined ? {} : { dependsOn: previous });
  }
}
