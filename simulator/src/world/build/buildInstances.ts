import { awsDateTime } from "../../awsTime";
import type { InstanceFile, RecoveryInstanceFile, WorldFile } from "../schema/worldFile";
import { freeAddress } from "../state/addresses";
import { hardwareFor } from "../state/hardware";
import { freshId } from "../state/ids";
import { changedTags, drsTags, type InstanceState, LAUNCH_INTO_TAG, takenAddresses } from "../state/instance";
import { templateTags } from "../state/launchTemplate";
import {
  defaultVersion,
  findSourceServer,
  findSubnet,
  launchGroups,
  launchSubnet,
  launchTemplateOf,
} from "../state/lookup";
import { onDemandSnapshotTime } from "../state/snapshots";
import type { WorldState } from "../state/worldState";
import { DAY, momentOf } from "./times";

/** Adds the EC2 instances that the world lists, and those that its launch configurations only name. */
export function addInstances(state: WorldState, file: WorldFile, now: number): void {
  for (const instance of file.recoveryInstances ?? []) {
    addRecoveryInstance(state, instance, now);
  }
  const listed = file.instances ?? [];
  const known = new Set([...listed, ...state.instances].map(({ ec2InstanceID }) => ec2InstanceID));
  const named = new Set(
    state.sourceServers.flatMap(
      ({ launchConfiguration: { launchIntoInstanceProperties: into } }) => into.launchIntoEC2InstanceID ?? [],
    ),
  );
  // One that is only named is ready to be launched into.
  const ready = [...named].filter((id) => !known.has(id)).map((ec2InstanceID) => ({ ec2InstanceID, ...READY }));
  for (const instance of [...listed, ...ready]) {
    state.instances.push(plainInstance(state, instance, now));
  }
}

const READY = { state: "STOPPED", tags: { [LAUNCH_INTO_TAG.name]: LAUNCH_INTO_TAG.value } } as const;

/** An instance that DRS has nothing to do with. */
function plainInstance(state: WorldState, file: InstanceFile, now: number): InstanceState {
  const subnet = findSubnet(state, file.subnetId);
  const started = now - (file.ageSeconds === undefined ? DAY : file.ageSeconds * 1000);
  return {
    ec2InstanceID: file.ec2InstanceID,
    instanceType: file.instanceType ?? "m5.large",
    ...(file.platform === undefined ? {} : { platform: file.platform }),
    subnetId: subnet?.subnetId ?? "",
    privateIp: file.privateIp ?? addressIn(state, subnet?.cidrBlock),
    securityGroupIds: file.securityGroupIds ?? [],
    launchTime: awsDateTime(started),
    statusChecks: file.statusChecks ?? "ok",
    checksDecidedAt: started,
    drsView: "NONE",
    ec2State: file.state ?? "RUNNING",
    failbackState: "FAILBACK_NOT_STARTED",
    ec2Tags: changedTags({}, file.tags),
    tags: {},
    ...(file.disableApiTermination === undefined ? {} : { disableApiTermination: file.disableApiTermination }),
  };
}

function addRecoveryInstance(state: WorldState, file: RecoveryInstanceFile, now: number): void {
  const server = findSourceServer(state, file.sourceServerID);
  const { data } = defaultVersion(launchTemplateOf(state, server));
  const subnet = launchSubnet(state, data);
  const launchedAt = momentOf(file.launchedAt, file.ageSeconds, now) ?? now - DAY;
  const own = drsTags(state.quirks, templateTags(data, "instance"), file.sourceServerID, file.jobID);
  const tags = changedTags(own, file.tags);
  const instance: InstanceState = {
    ec2InstanceID: file.ec2InstanceID ?? freshId(state, "i-"),
    sourceServerID: file.sourceServerID,
    ...(file.jobID === undefined ? {} : { jobID: file.jobID }),
    isDrill: file.isDrill ?? true,
    instanceType: file.instanceType ?? data.instanceType ?? "c5.large",
    subnetId: subnet?.subnetId ?? "",
    privateIp: addressIn(state, subnet?.cidrBlock),
    securityGroupIds: launchGroups(state, data),
    launchTime: awsDateTime(launchedAt),
    pointInTimeSnapshotDateTime: onDemandSnapshotTime(launchedAt),
    statusChecks: "ok",
    checksDecidedAt: launchedAt + 180_000,
    drsView: viewOf(file),
    ec2State: file.state ?? "RUNNING",
    failbackState: file.failbackState ?? "FAILBACK_NOT_STARTED",
    ec2Tags: tags,
    tags,
    ...(file.disableApiTermination === undefined ? {} : { disableApiTermination: file.disableApiTermination }),
    ...(file.patch === undefined ? {} : { patch: file.patch }),
  };
  state.instances.push({ ...instance, hardware: hardwareFor(state, instance, data, server) });
  if (instance.drsView !== "DELETED") {
    server.recoveryInstanceId = instance.ec2InstanceID;
  }
}

function addressIn(state: WorldState, cidrBlock = "10.0.0.0/24"): string {
  return freeAddress(cidrBlock, takenAddresses(state.instances), 200) ?? "10.0.0.200";
}

function viewOf(file: RecoveryInstanceFile): InstanceState["drsView"] {
  if (file.deletedFromDrs === true) {
    return "DELETED";
  }
  return file.disconnected === true ? "DISCONNECTED" : "LISTED";
}
