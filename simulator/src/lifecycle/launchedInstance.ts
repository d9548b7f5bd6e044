import { awsDateTime } from "../awsTime";
import { freeAddress } from "../world/state/addresses";
import { hardwareFor, hardwareOf } from "../world/state/hardware";
import { fraction } from "../world/state/ids";
import { changedTags, drsTags, type InstanceState, takenAddresses } from "../world/state/instance";
import type { JobState } from "../world/state/job";
import { type LaunchTemplateData, templateTags } from "../world/state/launchTemplate";
import { defaultVersion, launchGroups, launchSubnet, launchTemplateOf } from "../world/state/lookup";
import type { Tags } from "../world/state/resource";
import type { SourceServerState } from "../world/state/sourceServer";
import type { WorldState } from "../world/state/worldState";
import { fixedAddress } from "./launchObstacle";
import { launchType } from "./rightSizedType";

/** What only the job knows about an instance that it launches. Times are simulated milliseconds since the epoch. */
export interface LaunchMoment {
  readonly ec2InstanceID: string;
  readonly job: Pick<JobState, "jobID" | "initiatedBy">;
  readonly startsAt: number;
  readonly checksDecidedAt: number;
  readonly pointInTimeSnapshotDateTime: string;
  /** The instances that will exist when it launches. */
  readonly others: readonly InstanceState[];
}

/** The instance that a launch creates from the server's launch configuration and the default version of its launch template. */
export function launchedInstance(state: WorldState, server: SourceServerState, moment: LaunchMoment): InstanceState {
  const { data } = defaultVersion(launchTemplateOf(state, server));
  const subnet = launchSubnet(state, data);
  const own = drsTags(state.quirks, ec2Tags(server, data), server.sourceServerID, moment.job.jobID);
  const disableApiTermination = server.launched?.disableApiTermination ?? data.disableApiTermination;
  const instance: InstanceState = {
    ec2InstanceID: moment.ec2InstanceID,
    instanceType: launchType(state, server, data),
    subnetId: subnet?.subnetId ?? "",
    privateIp: fixedAddress(state, server) ?? addressIn(subnet?.cidrBlock, server, moment.others),
    securityGroupIds: launchGroups(state, data),
    ...(disableApiTermination === undefined ? {} : { disableApiTermination }),
    ...launchOf(server, moment, own),
  };
  return { ...instance, hardware: hardwareFor(state, instance, data, server) };
}

/** An instance that exists already, as a launch into it leaves it: it keeps its id, type, network and termination protection; its volumes are the server's. */
export function launchedIntoInstance(
  state: WorldState,
  server: SourceServerState,
  target: InstanceState,
  moment: LaunchMoment,
): InstanceState {
  const own = drsTags(state.quirks, target.ec2Tags, server.sourceServerID, moment.job.jobID);
  const { data } = defaultVersion(launchTemplateOf(state, server));
  const { volumes } = hardwareFor(state, target, data, server);
  const hardware = { ...hardwareOf(state, target), volumes };
  return { ...target, ...launchOf(server, moment, own), attachedAt: target.attachedAt ?? target.launchTime, hardware };
}

/** What a launch, of a new instance or into one, makes of it. */
function launchOf(server: SourceServerState, moment: LaunchMoment, own: Tags) {
  const tags = changedTags(own, server.launched?.tags);
  const patch = server.launched?.patch;
  return {
    sourceServerID: server.sourceServerID,
    jobID: moment.job.jobID,
    isDrill: moment.job.initiatedBy === "START_DRILL",
    launchTime: awsDateTime(moment.startsAt),
    pointInTimeSnapshotDateTime: moment.pointInTimeSnapshotDateTime,
    statusChecks: server.statusChecks,
    checksDecidedAt: moment.checksDecidedAt,
    drsView: "HIDDEN" as const,
    ec2State: "PENDING" as const,
    failbackState: "FAILBACK_NOT_STARTED",
    ec2Tags: tags,
    tags,
    ...(patch === undefined ? {} : { patch }),
  };
}

/**
 * With copyTags, the source server's tags, overridden by the template's
 * (https://docs.aws.amazon.com/drs/latest/userguide/launch-general-settings.html).
 */
function ec2Tags(server: SourceServerState, data: LaunchTemplateData): Tags {
  const copied = server.launchConfiguration.copyTags ? server.tags : {};
  return { ...copied, ...templateTags(data, "instance") };
}

/** A free address. If there is none, the launch fails and the instance never appears. */
function addressIn(cidrBlock = "10.0.0.0/24", server: SourceServerState, others: readonly InstanceState[]): string {
  const wish = 6 + fraction(`${server.sourceServerID}/instance`) * 200;
  return freeAddress(cidrBlock, takenAddresses(others), wish) ?? server.privateIp;
}
