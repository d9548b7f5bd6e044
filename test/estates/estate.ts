import type { WorldFile } from "drs-simulator";
import type { RunOptions, Waves } from "../engine/drillProject";

/** An account that a newcomer points the policy pack at, and the program that drills it. */
export interface Estate {
  readonly name: string;
  readonly world: WorldFile;
  readonly waves: Waves;
  readonly options?: Pick<RunOptions, "resourceOptions">;
  /** What its people put in place of a command's placeholders, which are written in angle brackets. */
  readonly choices: readonly Choice[];
  /** Operations of AWS that its role may not call. */
  readonly refused?: readonly string[];
  /** What the first preview says, fact by fact, in any order. */
  readonly facts: readonly ExpectedFact[];
  /** What the first preview may take at most. */
  readonly atMost: Readonly<Record<PolicySet, Size>>;
}

/** A set of levels. */
export type PolicySet = "recommended" | "strict";

/** How much a preview says. */
export interface Size {
  readonly lines: number;
  readonly characters: number;
}

/** A fact, told at one level in each set in which it is told. */
export interface ExpectedFact extends Readonly<Partial<Record<PolicySet, "advisory" | "mandatory">>> {
  readonly rule: string;
  /** The whole message, without the page that it ends with, and with `$ …` for each command: commands are run. */
  readonly says: string;
}

/** What stands between the angle brackets, and what is put there. */
export type Choice = readonly [placeholder: RegExp, value: string];

/** A source server, as a world has it. */
export type WorldServer = NonNullable<WorldFile["sourceServers"]>[number];

/** What the estates differ in; everything else of a server is as DRS makes it. */
export interface Machine {
  hostname: string;
  address: string;
  cores: number;
  memoryGiB: number;
  disksGiB?: readonly number[];
}

const GIB = 1024 ** 3;

/** The id of the n-th thing of a kind in an estate; each estate has a seed of 13 hexadecimal digits. */
export function idOf(
  kind: "s" | "lt" | "i" | "subnet" | "sg" | "vpc" | "rtb" | "tgw" | "nat",
  seed: string,
  n: number,
) {
  return `${kind}-${seed}${String(n).padStart(4, "0")}`;
}

/** A Linux server as DRS adds it: its launch settings, launch template and replication settings were never touched. */
export function linuxServer(seed: string, n: number, machine: Machine): WorldServer {
  return {
    ...server(seed, n, machine),
    os: "LINUX",
    osName: "Red Hat Enterprise Linux 9.4",
    disks: linuxDisks(machine),
  };
}

/** A Windows server as DRS adds it. */
export function windowsServer(seed: string, n: number, machine: Machine): WorldServer {
  const disks = (machine.disksGiB ?? [80]).map((size, index) => ({
    deviceName: `${"cdefgh"[index]}:0`,
    bytes: size * GIB,
  }));
  return { ...server(seed, n, machine), os: "WINDOWS", osName: "Microsoft Windows Server 2022 Standard", disks };
}

function server(seed: string, n: number, { hostname, address, cores, memoryGiB }: Machine): WorldServer {
  return {
    sourceServerID: idOf("s", seed, n),
    hostname,
    privateIp: address,
    cores,
    ramBytes: memoryGiB * GIB,
    replicationState: "CONTINUOUS",
    lagSeconds: 2 + (n % 5),
    snapshots: [{ ageSeconds: 480 }],
    launchTemplate: { launchTemplateId: idOf("lt", seed, n) },
  };
}

/** What people have set for a server themselves. */
interface Settings {
  /** Absent where the launch template leaves it to requirements. */
  instanceType?: string;
  subnetId: string;
  securityGroupId: string;
  stagingSubnetId: string;
  /** When it was drilled last. */
  drilledDaysAgo: number;
}

/** The server with launch and replication settings as somebody leaves them who has read DRS's guide, and drilled. */
export function prepared(server: WorldServer, settings: Settings): WorldServer {
  const { instanceType, subnetId, securityGroupId, stagingSubnetId, drilledDaysAgo: days } = settings;
  return {
    ...server,
    launchConfiguration: { targetInstanceTypeRightSizingMethod: "NONE", copyTags: true },
    launchTemplate: {
      ...server.launchTemplate,
      ...(instanceType === undefined ? {} : { instanceType }),
      subnetId,
      securityGroupIds: [securityGroupId],
      associatePublicIp: false,
      httpTokens: "required",
    },
    replicationConfiguration: {
      stagingAreaSubnetId: stagingSubnetId,
      dataPlaneRouting: "PRIVATE_IP",
      createPublicIP: false,
      autoReplicateNewDisks: true,
    },
    lastLaunch: drilledDaysAgo(days),
  };
}

function linuxDisks({ disksGiB = [40] }: Machine) {
  return disksGiB.map((size, index) => ({ deviceName: `/dev/sd${"abcdef"[index]}`, bytes: size * GIB }));
}

/** A drill that somebody ran and that launched, so many days ago. */
export function drilledDaysAgo(days: number): NonNullable<WorldServer["lastLaunch"]> {
  return { type: "DRILL", status: "LAUNCHED", ageSeconds: days * 86_400 };
}

/** Numbered hostnames: `WEB01`, `WEB02`, … */
export function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${String(index + 1).padStart(2, "0")}`);
}
