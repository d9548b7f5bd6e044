import type { WorldFile } from "drs-simulator";
import { DrillWave, type DrillWaveArgs } from "pulumi-drillwave";

const VPC = "vpc-0123456789abcdef0";
const GIB = 1024 ** 3;

/** How large a program is: servers in all, in waves of as many each. */
export interface Size {
  servers: number;
  waves: number;
}

/** The size that has goals of its own. */
export const LARGE: Size = { servers: 100, waves: 10 };

/** Servers that comply with every rule: what a rule finds wrong would be printed, and the printing measured. */
export function largeWorld({ servers }: Pick<Size, "servers">): WorldFile {
  return {
    region: "us-west-2",
    sourceServers: Array.from({ length: servers }, (_, index) => aServer(index)),
    subnets: [aSubnet("subnet-0123456789abcdef0", "10.0.0.0/20"), aSubnet("subnet-0fedcba9876543210", "10.0.99.0/24")],
    securityGroups: [{ groupId: "sg-0123456789abcdef0", groupName: "drill", vpcId: VPC }],
  };
}

/** Servers that find an address in a subnet. */
const LARGEST_PROGRAM = 1000;

function aSubnet(subnetId: string, cidrBlock: string) {
  return { subnetId, cidrBlock, vpcId: VPC, availableIpAddressCount: 240 + LARGEST_PROGRAM };
}

function idOf(index: number): string {
  return `s-${String(index).padStart(17, "0")}`;
}

function aServer(index: number): NonNullable<WorldFile["sourceServers"]>[number] {
  return {
    sourceServerID: idOf(index),
    hostname: `server-${index}`,
    tags: { Tier: "database" },
    privateIp: `10.0.${1 + Math.floor(index / 200)}.${10 + (index % 200)}`,
    cores: 8,
    ramBytes: 64 * GIB,
    launchConfiguration: { targetInstanceTypeRightSizingMethod: "NONE", copyPrivateIp: true, copyTags: true },
    lastLaunch: { ageSeconds: 3600 },
    launchTemplate: {
      instanceType: "r5.2xlarge",
      subnetId: "subnet-0123456789abcdef0",
      securityGroupIds: ["sg-0123456789abcdef0"],
      associatePublicIp: false,
      httpTokens: "required",
    },
    replicationConfiguration: {
      autoReplicateNewDisks: true,
      stagingAreaSubnetId: "subnet-0fedcba9876543210",
      dataPlaneRouting: "PRIVATE_IP",
      createPublicIP: false,
    },
  };
}

/** The program: waves in a chain, each after the one before. `args` are given to every wave. */
export function registerLargeProgram(
  endpoint: string,
  { servers, waves }: Size,
  args: Partial<DrillWaveArgs> = {},
): void {
  const serversPerWave = servers / waves;
  let previous: DrillWave | undefined;
  for (let wave = 0; wave < waves; wave++) {
    const sourceServers = Array.from({ length: serversPerWave }, (_, index) => ({
      sourceServerId: idOf(wave * serversPerWave + index),
      role: "database",
    }));
    const all = {
      region: "us-west-2",
      connection: { endpoint },
      sourceServers,
      recoveryPlan: "large",
      wave: `wave-${wave}`,
      objectives: { recoveryTimeSeconds: 3600, recoveryPointSeconds: 900 },
      ...args,
    };
    previous = new DrillWave(`wave-${wave}`, all, previous === undefined ? {} : { dependsOn: previous });
  }
}
