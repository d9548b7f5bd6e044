import { contains, freeAddress } from "../world/state/addresses";
import { holdsItsAddress, type InstanceState, LAUNCH_INTO_TAG, takenAddresses } from "../world/state/instance";
import { findInstanceType } from "../world/state/instanceTypes";
import { type LaunchTemplateData, primaryInterface } from "../world/state/launchTemplate";
import { defaultVersion, findInterface, launchGroups, launchSubnet, launchTemplateOf } from "../world/state/lookup";
import type { SubnetState } from "../world/state/network";
import { wasInSync } from "../world/state/snapshots";
import type { SourceServerState } from "../world/state/sourceServer";
import type { WorldState } from "../world/state/worldState";
import { unsuitable } from "./launchInto";
import { launchType } from "./rightSizedType";

/** Why a launch will fail, as its job's log will say. */
export interface Obstacle {
  readonly event: string;
  readonly message: string;
}

// A server in these states is not replicated. Lag and stalled replication do not prevent a launch after the initial sync
// (https://docs.aws.amazon.com/drs/latest/userguide/preparing-failover.html). What DRS does with a server that cannot be launched is not
// documented; here it skips the server.
const NOT_LAUNCHABLE = ["STOPPED", "INITIATING", "INITIAL_SYNC", "DISCONNECTED"];

/**
 * What prevents the launch of a server with its settings at this moment, apart from the `outcome` in its world.
 *
 * @param others the instances that will exist when it launches, including those of running jobs, without the server's own earlier ones
 */
export function launchObstacle(
  state: WorldState,
  server: SourceServerState,
  others: readonly InstanceState[],
): Obstacle | undefined {
  const skipped = whyNotReady(server);
  if (skipped !== undefined) {
    return {
      event: "SERVER_SKIPPED",
      message: `instance not launched because server lifecycle state is not READY_FOR_TEST (${skipped})`,
    };
  }
  const { data } = defaultVersion(launchTemplateOf(state, server));
  if (server.os === "WINDOWS" && server.launchConfiguration.licensing.osByol && !isOnHost(data)) {
    return { event: "LAUNCH_FAILED", message: "OS BYOL can only be used with EC2 Dedicated Hosts" };
  }
  const into = server.launchConfiguration.launchIntoInstanceProperties.launchIntoEC2InstanceID;
  if (into !== undefined) {
    return targetObstacle(state, server, into);
  }
  return (
    metadataObstacle(state, data) ??
    combinationObstacle(data) ??
    interfaceObstacle(state, data, others) ??
    networkObstacle(state, data, fixedAddress(state, server), others) ??
    groupObstacle(state, data) ??
    offeringObstacle(state, data, launchType(state, server, data)) ??
    typeObstacle(state, server, data)
  );
}

/** A host resource group has hosts, also without a tenancy (docs/drs-facts.md, "Host resource groups"). */
function isOnHost({ placement = {} }: LaunchTemplateData): boolean {
  const { tenancy = placement["hostResourceGroupArn"] === undefined ? "default" : "host" } = placement;
  return tenancy === "host";
}

function whyNotReady(server: SourceServerState): string | undefined {
  const { replicationState, stagingArea } = server;
  if (stagingArea?.status === "EXTENSION_ERROR") {
    return `the extended source server is in error: ${stagingArea.errorMessage ?? "no message"}`;
  }
  if (replicationState === undefined || NOT_LAUNCHABLE.includes(replicationState)) {
    return `data replication is ${replicationState ?? "not there"}`;
  }
  return wasInSync(server) ? undefined : "its initial sync has not been completed";
}

/** The service's words for an instance without the tag are not known. */
function targetObstacle(state: WorldState, server: SourceServerState, ec2InstanceID: string): Obstacle | undefined {
  const target = state.instances.find((instance) => instance.ec2InstanceID === ec2InstanceID);
  if (target === undefined || !holdsItsAddress(target)) {
    return {
      event: "LAUNCH_FAILED",
      message: `An error occurred (InvalidInstanceID.NotFound) when calling the DescribeInstances operation: The instance ID '${ec2InstanceID}' does not exist`,
    };
  }
  const { name, value } = LAUNCH_INTO_TAG;
  const message =
    target.ec2Tags[name] === value
      ? unsuitable(server, target)
      : `Instance ${ec2InstanceID} does not have the tag ${name}=${value}`;
  return message === undefined ? undefined : { event: "LAUNCH_FAILED", message };
}

/** The private address that a launch asks EC2 for: the source's, the template's, or none. */
export function fixedAddress(state: WorldState, server: SourceServerState): string | undefined {
  const { data } = defaultVersion(launchTemplateOf(state, server));
  const primary = primaryInterface(data);
  const existing = findInterface(state, primary?.networkInterfaceId)?.privateIp;
  return existing ?? (server.launchConfiguration.copyPrivateIp ? server.privateIp : primary?.privateIpAddress);
}

// The messages are EC2's own.
function refused(code: string, message: string): Obstacle {
  return {
    event: "LAUNCH_FAILED",
    message: `An error occurred (${code}) when calling the RunInstances operation: ${message}`,
  };
}

/** An account that enforces IMDSv2; its default counts where the template does not say. EC2's words are not known. */
function metadataObstacle({ metadataDefaults = {} }: WorldState, data: LaunchTemplateData): Obstacle | undefined {
  const { httpTokens = metadataDefaults["httpTokens"] } = data.metadataOptions ?? {};
  return metadataDefaults["httpTokensEnforced"] === "enabled" && httpTokens !== "required"
    ? refused("UnsupportedOperation", "The account enforces IMDSv2: HttpTokens must be required.")
    : undefined;
}

/** Groups of the instance beside interfaces: EC2 keeps such a template, and launches nothing from it. */
function combinationObstacle({
  securityGroupIds = [],
  networkInterfaces = [],
}: LaunchTemplateData): Obstacle | undefined {
  return securityGroupIds.length > 0 && networkInterfaces.length > 0
    ? refused(
        "InvalidParameterCombination",
        "Network interfaces and an instance-level security groups may not be specified on the same request",
      )
    : undefined;
}

function groupObstacle(state: WorldState, data: LaunchTemplateData): Obstacle | undefined {
  const unknown = launchGroups(state, data).find((id) => !state.securityGroups.some((group) => group.groupId === id));
  if (unknown !== undefined) {
    return refused("InvalidGroup.NotFound", `The security group '${unknown}' does not exist`);
  }
  const subnet = launchSubnet(state, data);
  const foreign = launchGroups(state, data).find((id) => {
    const group = state.securityGroups.find(({ groupId }) => groupId === id);
    return group !== undefined && subnet !== undefined && group.vpcId !== subnet.vpcId;
  });
  return foreign === undefined
    ? undefined
    : refused(
        "InvalidParameter",
        `Security group ${foreign} and subnet ${subnet?.subnetId} belong to different networks.`,
      );
}

/** The image that DRS makes has the source's architecture. What EC2 says of a source without the drivers for Nitro is an assumption. */
function typeObstacle(state: WorldState, server: SourceServerState, data: LaunchTemplateData): Obstacle | undefined {
  const name = launchType(state, server, data);
  const type = findInstanceType(name);
  const { architecture = type?.architecture, supportsNitroInstances, launchConfiguration } = server;
  // Right-sizing picks a type that fits.
  if (type === undefined || launchConfiguration.targetInstanceTypeRightSizingMethod !== "NONE") {
    return undefined;
  }
  if (type.architecture !== architecture) {
    return refused(
      "InvalidParameterValue",
      `The architecture '${type.architecture}' of the specified instance type does not match the architecture '${architecture}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again.`,
    );
  }
  return supportsNitroInstances === false && type.system === "nitro"
    ? refused(
        "InvalidParameterCombination",
        `Enhanced networking with the Elastic Network Adapter (ENA) is required for the '${name}' instance type. Ensure that you are using an AMI that is enabled for ENA.`,
      )
    : undefined;
}

/** An interface that exists already must exist, and be free. */
function interfaceObstacle(
  state: WorldState,
  { networkInterfaces = [] }: LaunchTemplateData,
  others: readonly InstanceState[],
): Obstacle | undefined {
  const named = networkInterfaces.flatMap(({ networkInterfaceId = [] }) => networkInterfaceId);
  const unknown = named.find((id) => findInterface(state, id) === undefined);
  if (unknown !== undefined) {
    return refused("InvalidNetworkInterfaceID.NotFound", `The networkInterface ID '${unknown}' does not exist`);
  }
  const taken = others.filter(holdsItsAddress).flatMap(({ hardware }) => hardware?.networkInterfaces ?? []);
  const inUse = named.find((id) => taken.some(({ networkInterfaceId }) => networkInterfaceId === id));
  return inUse === undefined ? undefined : refused("InvalidNetworkInterface.InUse", `Interface: [${inUse}] in use.`);
}

function offeringObstacle(state: WorldState, data: LaunchTemplateData, instanceType: string): Obstacle | undefined {
  const zone = launchSubnet(state, data)?.availabilityZone;
  const missing = state.notOffered.some(
    ({ instanceType: type, availabilityZone = zone }) => type === instanceType && availabilityZone === zone,
  );
  return missing
    ? refused(
        "Unsupported",
        `Your requested instance type (${instanceType}) is not supported in your requested Availability Zone (${zone}).`,
      )
    : undefined;
}

function networkObstacle(
  state: WorldState,
  data: LaunchTemplateData,
  address: string | undefined,
  others: readonly InstanceState[],
): Obstacle | undefined {
  const subnet = launchSubnet(state, data);
  if (subnet === undefined) {
    const subnetId = primaryInterface(data)?.subnetId;
    if (subnetId === undefined) {
      return refused("VPCIdNotSpecified", "No default VPC for this user");
    }
    return refused("InvalidSubnetID.NotFound", `The subnet ID '${subnetId}' does not exist`);
  }
  if (address !== undefined && !contains(subnet.cidrBlock, address)) {
    return refused("InvalidParameterValue", `Address ${address} does not fall within the subnet's address range`);
  }
  if (address !== undefined && takenAddresses(others).has(address)) {
    return refused("InvalidIPAddress.InUse", `Address ${address} is in use.`);
  }
  if (!hasRoom(state, subnet, others)) {
    return refused(
      "InsufficientFreeAddressesInSubnet",
      `There are not enough free addresses in subnet '${subnet.subnetId}' to satisfy the requested number of instances.`,
    );
  }
  return undefined;
}

/** The subnet's free addresses now, plus those of its present instances, must be enough for the instances that will exist at the launch. */
function hasRoom(state: WorldState, subnet: SubnetState, others: readonly InstanceState[]): boolean {
  const within = (instances: readonly InstanceState[]) =>
    instances.filter((instance) => instance.subnetId === subnet.subnetId && holdsItsAddress(instance));
  const taken = within(others);
  return (
    subnet.availableIpAddressCount + within(state.instances).length > taken.length &&
    freeAddress(subnet.cidrBlock, takenAddresses(taken), 0) !== undefined
  );
}
