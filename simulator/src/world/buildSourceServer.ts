import { awsDateTime } from "../clock";
import { freeAddress } from "./addresses";
import { buildLastLaunch } from "./buildLastLaunch";
import { buildLaunchTemplate } from "./buildLaunchTemplate";
import { buildReplication } from "./buildReplication";
import { derivedUuid, fraction } from "./ids";
import { basicRightSize, findInstanceType } from "./instanceTypes";
import type { LaunchAction } from "./job";
import type { LaunchTemplateState } from "./launchTemplate";
import type { SourceServerFile } from "./schema";
import type { LaunchConfigurationState, Outcome, SourceServerState } from "./sourceServer";
import type { Quirks, SubnetState } from "./state";

const GiB = 2 ** 30;
const DAY = 24 * 3600 * 1000;

const SYSTEMS = {
  LINUX: { osName: "Amazon Linux release 2 (Karoo)", bootDisk: "/dev/xvda", bytes: 8 * GiB },
  WINDOWS: { osName: "Microsoft Windows Server 2019 Datacenter", bootDisk: "c:0", bytes: 50 * GiB },
};

/** What a source server's entry in the world file becomes. */
export interface BuiltSourceServer {
  readonly server: SourceServerState;
  readonly launchTemplate: LaunchTemplateState;
  readonly launchActions: LaunchAction[];
}

/**
 * A source server with everything that the world leaves out filled in: a small Linux machine that replicates without lag.
 *
 * @param now simulated milliseconds since the epoch
 */
export function buildSourceServer(
  file: SourceServerFile,
  subnets: readonly SubnetState[],
  quirks: Pick<Quirks, "sourceServerTag">,
  now: number,
): BuiltSourceServer {
  const id = file.sourceServerID;
  const { cores, ramBytes } = sizeOf(file);
  const hostname = file.hostname ?? `host-${id.slice(2)}`;
  const launchConfiguration = buildLaunchConfiguration(file);
  const launchTemplate = buildLaunchTemplate(file, now, {
    hostname,
    instanceType: templateType(file, launchConfiguration, cores, ramBytes),
    sourceServerTag: quirks.sourceServerTag,
  });
  const launchActions = buildLaunchActions(file);
  const server: SourceServerState = {
    sourceServerID: id,
    hostname,
    fqdn: file.fqdn ?? `${hostname}.corp.example.com`,
    cores,
    ramBytes,
    ...systemOf(file),
    privateIp: file.privateIp ?? addressIn(subnets, file),
    ...(file.sourceInstanceType !== undefined && { sourceInstanceType: file.sourceInstanceType }),
    addedToServiceDateTime: awsDateTime(now - 90 * DAY),
    ...buildReplication(file, now),
    statusChecks: file.statusChecks ?? "ok",
    timings: file.timings ?? {},
    ec2LaunchTemplateID: launchTemplate.launchTemplateId,
    launchConfiguration,
    actionResults: buildActionResults(file, launchActions),
    tags: { ...file.tags },
    ...buildOutcome(file.outcome),
    ...buildLastLaunch(file, now),
  };
  return { server, launchTemplate, launchActions };
}

/** A source that is an EC2 instance is as large as its type. */
function sizeOf(file: SourceServerFile): Pick<SourceServerState, "cores" | "ramBytes"> {
  const type = findInstanceType(file.sourceInstanceType ?? "");
  return {
    cores: file.cores ?? type?.vCpus ?? 2,
    ramBytes: file.ramBytes ?? (type === undefined ? 4 * GiB : type.memoryMiB * 2 ** 20),
  };
}

/** The operating system and the disks of a server, its system's own where the world gives none. */
export function systemOf(file: SourceServerFile): Pick<SourceServerState, "os" | "osName" | "disks"> {
  const os = file.os ?? "LINUX";
  const { osName, bootDisk, bytes } = SYSTEMS[os];
  return { os, osName: file.osName ?? osName, disks: file.disks ?? [{ deviceName: bootDisk, bytes }] };
}

// DRS's own defaults for a server that is added without an account template: right-sizing BASIC, started, nothing copied.
function buildLaunchConfiguration(file: SourceServerFile): LaunchConfigurationState {
  const given = file.launchConfiguration ?? {};
  return {
    name: given.name ?? `Launch Configuration for Source Server ${file.sourceServerID}`,
    launchDisposition: given.launchDisposition ?? "STARTED",
    targetInstanceTypeRightSizingMethod: given.targetInstanceTypeRightSizingMethod ?? "BASIC",
    copyPrivateIp: given.copyPrivateIp ?? false,
    copyTags: given.copyTags ?? false,
    licensing: { osByol: given.licensing?.osByol ?? false },
    postLaunchEnabled: given.postLaunchEnabled ?? (file.postLaunchActions ?? []).length > 0,
    launchIntoInstanceProperties: given.launchIntoInstanceProperties ?? {},
  };
}

function templateType(
  file: SourceServerFile,
  settings: LaunchConfigurationState,
  cores: number,
  ramBytes: number,
): string {
  const { targetInstanceTypeRightSizingMethod: method } = settings;
  const rightSized = basicRightSize(cores, ramBytes);
  return file.launchTemplate?.instanceType ?? (method === "IN_AWS" ? file.sourceInstanceType : undefined) ?? rightSized;
}

function addressIn(subnets: readonly SubnetState[], file: SourceServerFile): string {
  const wanted = file.launchTemplate?.subnetId;
  const subnet = subnets.find((candidate) =>
    wanted === undefined ? candidate.defaultForAz : candidate.subnetId === wanted,
  );
  const block = subnet?.cidrBlock ?? "10.0.0.0/24";
  return freeAddress(block, new Set(), 6 + Math.floor(fraction(`${file.sourceServerID}/address`) * 240)) ?? "10.0.0.10";
}

function buildOutcome(given: SourceServerFile["outcome"]): { outcome?: Outcome } {
  if (given === undefined || given === "LAUNCHED") {
    return {};
  }
  const message = given.message ?? DEFAULT_MESSAGES[given.event] ?? given.event;
  return { outcome: { event: given.event, message, ...(given.times !== undefined && { times: given.times }) } };
}

// The console's texts for these events (AWS user guide, "Troubleshooting launch errors").
const DEFAULT_MESSAGES: Readonly<Record<string, string>> = {
  SNAPSHOT_FAIL: "Failed to take snapshot",
  USING_PREVIOUS_SNAPSHOT: "Failed to take snapshot",
  CONVERSION_FAIL: "Conversion failed",
  SERVER_SKIPPED: "instance not launched because server lifecycle state is not READY_FOR_TEST",
};

function buildLaunchActions(file: SourceServerFile): LaunchAction[] {
  return (file.postLaunchActions ?? []).map((given, index) => ({
    actionId: derivedUuid(`${file.sourceServerID}/action/${index}`),
    actionCode: given.actionCode ?? `Drill-${given.name.replaceAll(/[^A-Za-z0-9]+/g, "-")}`,
    type: "SSM_COMMAND",
    name: given.name,
    active: true,
    // The model's smallest order is 2.
    order: index + 2,
    actionVersion: "$DEFAULT",
    optional: given.optional ?? true,
    parameters: {},
    description: given.name,
    category: "VALIDATION",
  }));
}

function buildActionResults(
  file: SourceServerFile,
  actions: readonly LaunchAction[],
): SourceServerState["actionResults"] {
  const results = (file.postLaunchActions ?? []).map(({ status, failureReason }) => ({
    status: status ?? ("SUCCEEDED" as const),
    ...(failureReason !== undefined && { failureReason }),
  }));
  return Object.fromEntries(
    actions.flatMap((action, index) => (results[index] === undefined ? [] : [[action.actionId, results[index]]])),
  );
}
