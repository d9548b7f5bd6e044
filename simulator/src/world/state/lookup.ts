import { notFound } from "../../errors";
import type { InstanceState, RecoveryInstanceState } from "./instance";
import type { JobState, LaunchAction } from "./job";
import {
  type LaunchTemplateData,
  type LaunchTemplateState,
  type LaunchTemplateVersionState,
  primaryInterface,
} from "./launchTemplate";
import type { NetworkInterfaceState, SubnetState } from "./network";
import { predefinedActions } from "./predefinedActions";
import type { SourceServerState } from "./sourceServer";
import type { WorldState } from "./worldState";

/** The source server with this id. @throws AwsError ResourceNotFoundException */
export function findSourceServer(state: WorldState, id: string): SourceServerState {
  const server = state.sourceServers.find((candidate) => candidate.sourceServerID === id);
  if (server === undefined) {
    throw notFound("SourceServer", id);
  }
  return server;
}

/** The job with this id, visible in DescribeJobs or not. @throws AwsError ResourceNotFoundException */
export function findJob(state: WorldState, id: string): JobState {
  const job = state.jobs.find((candidate) => candidate.jobID === id);
  if (job === undefined) {
    throw notFound("Job", id);
  }
  return job;
}

/** The recovery instance that DRS lists with this id. @throws AwsError ResourceNotFoundException, even when EC2 still runs it */
export function findRecoveryInstance(state: WorldState, id: string): RecoveryInstanceState {
  const instance = listedInstances(state).find((candidate) => candidate.ec2InstanceID === id);
  if (instance === undefined) {
    throw notFound("RecoveryInstance", id);
  }
  return instance;
}

/** The recovery instances that DRS lists, in order of launch. */
export function listedInstances(state: WorldState): RecoveryInstanceState[] {
  return state.instances.filter(isListed);
}

function isListed(instance: InstanceState): instance is RecoveryInstanceState {
  return (
    instance.sourceServerID !== undefined && (instance.drsView === "LISTED" || instance.drsView === "DISCONNECTED")
  );
}

/** The job of any type that holds this server because it is not COMPLETED. */
export function holdingJob(state: WorldState, sourceServerID: string): JobState | undefined {
  return state.jobs.find(
    (job) =>
      job.status !== "COMPLETED" && job.participatingServers.some((server) => server.sourceServerID === sourceServerID),
  );
}

/**
 * A copy of the list of post-launch actions of a source server or launch configuration template: DRS's predefined ones of a server, as somebody has
 * changed them, and those that were added.
 *
 * @throws AwsError ResourceNotFoundException when neither has this id
 */
export function findLaunchActions(state: WorldState, resourceId: string): LaunchAction[] {
  const server = state.sourceServers.find((candidate) => candidate.sourceServerID === resourceId);
  const exists =
    server !== undefined ||
    state.launchConfigurationTemplates.some((template) => template.launchConfigurationTemplateID === resourceId);
  if (!exists) {
    throw notFound(resourceId.startsWith("lct-") ? "LaunchConfigurationTemplate" : "SourceServer", resourceId);
  }
  const kept = state.launchActions[resourceId] ?? [];
  const own = server === undefined || !state.quirks.predefinedActions ? [] : predefinedActions(server);
  return [...own.filter(({ actionId }) => !kept.some((action) => action.actionId === actionId)), ...kept];
}

/** A server's launch template; every server has one. */
export function launchTemplateOf(state: WorldState, server: SourceServerState): LaunchTemplateState {
  const template = state.launchTemplates.find((candidate) => candidate.launchTemplateId === server.ec2LaunchTemplateID);
  if (template === undefined) {
    throw new Error(
      `Reading the launch template of ${server.sourceServerID}: ${server.ec2LaunchTemplateID} is missing in the state`,
    );
  }
  return template;
}

/** The version that DRS launches with. */
export function defaultVersion(template: LaunchTemplateState): LaunchTemplateVersionState {
  const version = template.versions.find((candidate) => candidate.versionNumber === template.defaultVersionNumber);
  if (version === undefined) {
    throw new Error(
      `Reading ${template.launchTemplateId}: its default version ${template.defaultVersionNumber} is missing in the state`,
    );
  }
  return version;
}

/** The subnet with this id, or the default subnet without an id; undefined for an unknown id. */
export function findSubnet(
  state: { readonly subnets: readonly SubnetState[] },
  id: string | undefined,
): SubnetState | undefined {
  return state.subnets.find((subnet) => (id === undefined ? subnet.defaultForAz : subnet.subnetId === id));
}

/** The security groups of an instance launched with this template data: those that the data names, or the VPC's default group. */
export function launchGroups(state: WorldState, data: LaunchTemplateData): readonly string[] {
  const primary = primaryInterface(data);
  const existing = findInterface(state, primary?.networkInterfaceId);
  const named = existing?.securityGroupIds ?? primary?.groups ?? data.securityGroupIds ?? [];
  return named.length > 0 ? named : defaultGroups(state, launchSubnet(state, data)?.vpcId);
}

/** The default group of a VPC, which an interface without groups gets; none for an unknown VPC. */
export function defaultGroups(state: WorldState, vpcId: string | undefined): readonly string[] {
  return state.securityGroups
    .filter((group) => group.vpcId === vpcId && group.groupName === "default")
    .map((group) => group.groupId);
}

/** The network interface that the world lists with this id; undefined for any other, and without an id. */
export function findInterface(state: WorldState, id: string | undefined): NetworkInterfaceState | undefined {
  return state.networkInterfaces.find((candidate) => candidate.networkInterfaceId === id);
}

/** The subnet of an instance launched with this template data: that of its primary interface; undefined for an unknown one. */
export function launchSubnet(state: WorldState, data: LaunchTemplateData): SubnetState | undefined {
  const primary = primaryInterface(data);
  return findSubnet(state, findInterface(state, primary?.networkInterfaceId)?.subnetId ?? primary?.subnetId);
}
