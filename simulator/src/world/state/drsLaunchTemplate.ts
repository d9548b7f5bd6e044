import { derivedId } from "./ids";
import type { BlockDeviceData, LaunchTemplateData, LaunchTemplateState } from "./launchTemplate";
import type { SourceServerState } from "./sourceServer";
import type { WorldState } from "./worldState";

/** What DRS knows about a server when it makes its launch template. */
export interface TemplateMachine extends Pick<SourceServerState, "sourceServerID" | "hostname" | "disks"> {
  readonly replicatedDisks?: readonly string[] | undefined;
  readonly instanceType: string;
  /** The tag of launched instances that holds the source server's id; `null` = none. */
  readonly sourceServerTag: string | null;
}

const MANAGED = { AWSElasticDisasterRecoveryManaged: "drs.amazonaws.com" };

/**
 * The launch template that DRS makes for a server.
 *
 * @param createTime ISO 8601
 * @param data its first version's data; by default DRS's own
 */
export function drsLaunchTemplate(
  machine: TemplateMachine,
  launchTemplateId: string,
  createTime: string,
  data: LaunchTemplateData = drsTemplateData(machine),
): LaunchTemplateState {
  const id = machine.sourceServerID;
  return {
    launchTemplateId,
    launchTemplateName: `created-and-used-by-aws-elastic-disaster-recovery-service-${id}`,
    createTime,
    tags: { ...MANAGED, AWSElasticDisasterRecoverySourceServerID: id },
    defaultVersionNumber: 1,
    versions: [{ versionNumber: 1, createTime, data }],
  };
}

/** What DRS writes into a new launch template: the type, one interface in the default subnet, the replicated disks and its tags. */
export function drsTemplateData(machine: TemplateMachine): LaunchTemplateData {
  const { hostname, sourceServerTag, sourceServerID } = machine;
  const own = sourceServerTag === null ? {} : { [sourceServerTag]: sourceServerID };
  const tags = { Name: hostname, ...MANAGED, ...own };
  return {
    instanceType: machine.instanceType,
    ebsOptimized: true,
    networkInterfaces: [{ deviceIndex: 0, deleteOnTermination: true }],
    blockDeviceMappings: machine.disks
      .filter(({ deviceName }) => machine.replicatedDisks?.includes(deviceName) ?? true)
      .map(({ deviceName }) => drsDisk(deviceName)),
    tagSpecifications: [
      { resourceType: "instance", tags: Object.entries(tags).map(([key, value]) => ({ key, value })) },
    ],
  };
}

// The name is the disk's on the source. That a disk begins as gp3 with that type's base performance is an assumption (docs/drs-facts.md).
function drsDisk(deviceName: string): BlockDeviceData {
  return { deviceName, ebs: { volumeType: "gp3", iops: 3000, throughput: 125, deleteOnTermination: true } };
}

/**
 * Makes a server's launch template anew, with DRS's defaults and an id of its own, if somebody has deleted it. DRS does so when it next uses
 * the template; until then its launch configuration names the deleted one.
 *
 * @param instanceType the type that DRS writes into it
 * @param now simulated milliseconds since the epoch
 */
export function remakeLaunchTemplate(
  state: WorldState,
  server: SourceServerState,
  instanceType: string,
  now: number,
): void {
  const { launchTemplates, quirks } = state;
  if (launchTemplates.some(({ launchTemplateId }) => launchTemplateId === server.ec2LaunchTemplateID)) {
    return;
  }
  const machine = { ...server, instanceType, sourceServerTag: quirks.sourceServerTag };
  const id = derivedId("lt-", `${server.ec2LaunchTemplateID}/anew`);
  launchTemplates.push(drsLaunchTemplate(machine, id, new Date(now).toISOString()));
  server.ec2LaunchTemplateID = id;
}
