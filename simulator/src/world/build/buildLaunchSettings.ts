import type { SourceServerFile } from "../schema/worldFile";
import { derivedId } from "../state/ids";
import { basicRightSize } from "../state/instanceTypes";
import type { LaunchTemplateData, LaunchTemplateState } from "../state/launchTemplate";
import type { LaunchConfigurationState } from "../state/sourceServer";
import { DAY } from "./times";

/** What the launch settings of a server depend on. */
interface Machine {
  readonly hostname: string;
  readonly cores: number;
  readonly ramBytes: number;
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
  machine: Machine,
  instanceType: string,
): LaunchTemplateState {
  const id = file.sourceServerID;
  const given = file.launchTemplate ?? {};
  const createTime = new Date(now - 90 * DAY).toISOString();
  const managed = { AWSElasticDisasterRecoveryManaged: "drs.amazonaws.com" };
  const data: LaunchTemplateData = {
    instanceType,
    ebsOptimized: true,
    ...(given.tenancy === undefined ? {} : { placement: { tenancy: given.tenancy } }),
    ...(given.httpTokens === undefined ? {} : { metadataOptions: { httpTokens: given.httpTokens } }),
    networkInterfaces: [
      {
        deviceIndex: 0,
        deleteOnTermination: true,
        ...(given.subnetId === undefined ? {} : { subnetId: given.subnetId }),
        ...(given.securityGroupIds === undefined ? {} : { groups: given.securityGroupIds }),
        ...(given.privateIp === undefined ? {} : { privateIpAddress: given.privateIp }),
        ...(given.associatePublicIp === undefined ? {} : { associatePublicIpAddress: given.associatePublicIp }),
      },
    ],
    tagSpecifications: [
      {
        resourceType: "instance",
        tags: {
          Name: machine.hostname,
          ...managed,
          ...(machine.sourceServerTag === null ? {} : { [machine.sourceServerTag]: id }),
          ...given.tags,
        },
      },
    ],
  };
  return {
    launchTemplateId: given.launchTemplateId ?? derivedId("lt-", id),
    launchTemplateName: `created-and-used-by-aws-elastic-disaster-recovery-service-${id}`,
    createTime,
    tags: { ...managed, AWSElasticDisasterRecoverySourceServerID: id },
    defaultVersionNumber: 1,
    versions: [{ versionNumber: 1, createTime, data }],
  };
}
