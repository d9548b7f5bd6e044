import { awsDateTime } from "../../awsTime";
import type { SourceServerFile } from "../schema/worldFile";
import { freeAddress } from "../state/addresses";
import { fraction } from "../state/ids";
import { findInstanceType } from "../state/instanceTypes";
import type { LaunchAction } from "../state/job";
import type { LaunchTemplateState } from "../state/launchTemplate";
import type { SubnetState } from "../state/network";
import type { SourceServerState, ToldMachine } from "../state/sourceServer";
import type { Quirks } from "../state/worldState";
import { buildLaunches } from "./buildLaunches";
import { buildLaunchSettings } from "./buildLaunchSettings";
import { buildReplication } from "./buildReplication";
import { DAY } from "./times";

const GiB = 2 ** 30;

const SYSTEMS = {
  LINUX: { osName: "Amazon Linux release 2 (Karoo)", bootDisk: "/dev/xvda", bytes: 8 * GiB },
  WINDOWS: { osName: "Microsoft Windows Server 2019 Datacenter", bootDisk: "c:0", bytes: 50 * GiB },
};

/** What an entry for a source server becomes. */
export interface BuiltSourceServer {
  readonly server: SourceServerState;
  readonly launchTemplate: LaunchTemplateState;
  readonly launchActions: LaunchAction[];
}

/**
 * Builds a source server; by default, a small Linux machine that replicates without lag.
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
  const system = systemOf(file);
  const machine = { hostname, cores, ramBytes, disks: system.disks, sourceServerTag: quirks.sourceServerTag };
  const { launchConfiguration, launchTemplate } = buildLaunchSettings(file, now, machine);
  const { results, launchActions } = buildLaunches(file, now);
  const server: SourceServerState = {
    sourceServerID: id,
    hostname,
    fqdn: file.fqdn ?? `${hostname}.corp.example.com`,
    cores,
    ramBytes,
    ...system,
    privateIp: file.privateIp ?? addressIn(subnets, file),
    ...(file.sourceInstanceType === undefined ? {} : { sourceInstanceType: file.sourceInstanceType }),
    ...toldMachine(file),
    addedToServiceDateTime: awsDateTime(now - 90 * DAY),
    ...buildReplication(file, now),
    statusChecks: file.statusChecks ?? "ok",
    timings: file.timings ?? {},
    ...(file.console === undefined ? {} : { console: file.console }),
    ec2LaunchTemplateID: launchTemplate.launchTemplateId,
    launchConfiguration,
    ...(file.launchConfiguration?.patch === undefined
      ? {}
      : { launchConfigurationPatch: file.launchConfiguration.patch }),
    ...results,
    tags: { ...file.tags },
    ...(file.patch === undefined ? {} : { patch: file.patch }),
  };
  return { server, launchTemplate, launchActions };
}

function toldMachine(file: SourceServerFile): ToldMachine {
  const { architecture, supportsNitroInstances, awsInstanceID, sourceCloudProperties, networkInterfaces } = file;
  return {
    ...(architecture === undefined ? {} : { architecture }),
    ...(supportsNitroInstances === undefined ? {} : { supportsNitroInstances }),
    ...(awsInstanceID === undefined ? {} : { awsInstanceID }),
    ...(sourceCloudProperties === undefined ? {} : { sourceCloudProperties }),
    ...(networkInterfaces === undefined ? {} : { networkInterfaces }),
  };
}

/** A source that is an EC2 instance has the size of its type. */
function sizeOf(file: SourceServerFile): Pick<SourceServerState, "cores" | "ramBytes"> {
  const type = findInstanceType(file.sourceInstanceType ?? "");
  return {
    cores: file.cores ?? type?.vCpus ?? 2,
    ramBytes: file.ramBytes ?? (type === undefined ? 4 * GiB : type.memoryMiB * 2 ** 20),
  };
}

/** The operating system and the disks of a server, with the system's defaults for what the world leaves out. */
export function systemOf(file: SourceServerFile): Pick<SourceServerState, "os" | "osName" | "disks"> {
  const os = file.os ?? "LINUX";
  const { osName, bootDisk, bytes } = SYSTEMS[os];
  return { os, osName: file.osName ?? osName, disks: file.disks ?? [{ deviceName: bootDisk, bytes }] };
}

function addressIn(subnets: readonly SubnetState[], file: SourceServerFile): string {
  const wanted = file.launchTemplate?.subnetId;
  const subnet = subnets.find((candidate) =>
    wanted === undefined ? candidate.defaultForAz : candidate.subnetId === wanted,
  );
  const block = subnet?.cidrBlock ?? "10.0.0.0/24";
  return freeAddress(block, new Set(), 6 + Math.floor(fraction(`${file.sourceServerID}/address`) * 240)) ?? "10.0.0.10";
}
