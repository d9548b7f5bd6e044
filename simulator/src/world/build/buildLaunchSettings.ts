import { stateName } from "../../model/launchTemplateData";
import type { SourceServerFile } from "../schema/worldFile";
import { drsLaunchTemplate, drsTemplateData } from "../state/drsLaunchTemplate";
import { derivedId } from "../state/ids";
import { basicRightSize } from "../state/instanceTypes";
import type { LaunchTemplateData, LaunchTemplateState, NetworkInterfaceData } from "../state/launchTemplate";
import type { LaunchConfigurationState, SourceServerState } from "../state/sourceServer";
import { DAY } from "./times";

/** What the launch settings of a server depend on. */
interface Machine extends Pick<SourceServerState, "hostname" | "cores" | "ramBytes" | "disks"> {
  /** The tag of launched instances that holds the source server's id; `null` = none. */
  readonly sourceServerTag: string | null;
}

/** How DRS launches a server. */
interface LaunchSettings {
  readonly launchConfiguration: LaunchConfigurationState;
  readonly launchTemplate: LaunchTemplateState;
}

/** Builds a server's launch configuration and launch template, with DRS's defaults for what the world leaves out. */
export function buildLaunchSettings(file: SourceServerFile, now: number, machine: Machine): LaunchSettings {
  const launchConfiguration = buildLaunchConfiguration(file);
  const instanceType = templateType(file, launchConfiguration, machine);
  return { launchConfiguration, launchTemplate: buildLaunchTemplate(file, now, machine, instanceType) };
}

// DRS's defaults for a server that is added without a launch configuration template: right-sizing BASIC, started, nothing copied.
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
    ...(given.recoveryMode === undefined ? {} : { recoveryMode: given.recoveryMode }),
  };
}

function templateType(file: SourceServerFile, settings: LaunchConfigurationState, machine: Machine): string {
  const inAws = settings.targetInstanceTypeRightSizingMethod === "IN_AWS" ? file.sourceInstanceType : undefined;
  return file.launchTemplate?.instanceType ?? inAws ?? basicRightSize(machine.cores, machine.ramBytes);
}

/** The launch template that DRS creates for a server, with what the world says about it. */
function buildLaunchTemplate(
  file: SourceServerFile,
  now: number,
  { sourceServerTag, hostname, disks }: Machine,
  instanceType: string,
): LaunchTemplateState {
  const { sourceServerID, replicatedDisks, launchTemplate = {} } = file;
  const machine = { sourceServerID, hostname, disks, replicatedDisks, instanceType, sourceServerTag };
  const id = launchTemplate.launchTemplateId ?? derivedId("lt-", sourceServerID);
  const data = withGiven(drsTemplateData(machine), launchTemplate);
  return drsLaunchTemplate(machine, id, new Date(now - 90 * DAY).toISOString(), data);
}

type TemplateFile = NonNullable<SourceServerFile["launchTemplate"]>;

/** DRS's data with the world's own members for common settings; what `data` says replaces both, member by member. */
function withGiven(drs: LaunchTemplateData, given: TemplateFile): LaunchTemplateData {
  const { instanceType, ...rest } = drs;
  const [specification] = drs.tagSpecifications ?? [];
  const added = Object.entries(given.tags ?? {}).map(([key, value]) => ({ key, value }));
  const kept = (specification?.tags ?? []).filter(({ key }) => !added.some((tag) => tag.key === key));
  return {
    // A template has a type or requirements, not both.
    ...(given.data?.InstanceRequirements === undefined ? { instanceType } : {}),
    ...rest,
    ...(given.tenancy === undefined ? {} : { placement: { tenancy: given.tenancy } }),
    ...(given.httpTokens === undefined ? {} : { metadataOptions: { httpTokens: given.httpTokens } }),
    networkInterfaces: [{ ...drs.networkInterfaces?.[0], ...givenInterface(given) }],
    tagSpecifications: [{ ...specification, tags: [...kept, ...added] }],
    ...templateData(given),
  };
}

function givenInterface(given: TemplateFile): NetworkInterfaceData {
  return {
    ...(given.subnetId === undefined ? {} : { subnetId: given.subnetId }),
    ...(given.securityGroupIds === undefined ? {} : { groups: given.securityGroupIds }),
    ...(given.privateIp === undefined ? {} : { privateIpAddress: given.privateIp }),
    ...(given.associatePublicIp === undefined ? {} : { associatePublicIpAddress: given.associatePublicIp }),
  };
}

/** The `data` of a world's launch template as the state holds it; empty without one. */
export function templateData({ data = {} }: Pick<TemplateFile, "data">): LaunchTemplateData {
  return renamed(data);
}

function renamed(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [stateName(name), renamedValue(value)]));
}

function renamedValue(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(renamedValue);
  }
  return typeof value === "object" && value !== null ? renamed({ ...value }) : value;
}
