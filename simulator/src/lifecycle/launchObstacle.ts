import { contains, freeAddress } from "../world/state/addresses";
import { holdsItsAddress, type InstanceState, takenAddresses } from "../world/state/instance";
import type { LaunchTemplateData } from "../world/state/launchTemplate";
import { defaultVersion, findSubnet, launchGroups, launchTemplateOf } from "../world/state/lookup";
import type { SubnetState } from "../world/state/network";
import type { SourceServerState } from "../world/state/sourceServer";
import type { WorldState } from "../world/state/worldState";

/** Why a launch will fail, as its job's log will tell it. */
export interface Obstacle {
  readonly event: string;
  readonly message: string;
}

// A server in these states has no data to launch from. "Lag" and "Stalled" are no obstacle once the initial sync is done (AWS user guide,
// "Preparing for failover"). What DRS answers for these four is not documented: a skipped server is assumed.
const NOT_LAUNCHABLE = ["STOPPED", "INITIATING", "INITIAL_SYNC", "DISCONNECTED"];

/**
 * What stands in the way of launching a server with its settings of this moment, beside what its world's `outcome` says.
 *
 * @param others the instances that will be there when it launches, those of jobs under way too, without its own earlier ones
 */
export function launchObstacle(
  state: WorldState,
  server: SourceServerState,
  others: readonly InstanceState[],
): Obstacle | undefined {
  if (NOT_LAUNCHABLE.includes(server.replicationState)) {
    return {
      event: "SERVER_SKIPPED",
      message: `instance not launched because server lifecycle state is not READY_FOR_TEST (data replication is ${server.replicationState})`,
    };
  }
  const { data } = defaultVersion(launchTemplateOf(state, server));
  if (server.os === "WINDOWS" && server.launchConfiguration.licensing.osByol && data.placement?.tenancy !== "host") {
    return { event: "LAUNCH_FAILED", message: "OS BYOL can only be used with EC2 Dedicated Hosts" };
  }
  const subnetId = data.networkInterfaces?.[0]?.subnetId;
  return networkObstacle(state, subnetId, fixedAddress(state, server), others) ?? groupObstacle(state, data);
}

/** The private address that a launch asks EC2 for: the source's, the template's, or none. */
export function fixedAddress(state: WorldState, server: SourceServerState): string | undefined {
  const { data } = defaultVersion(launchTemplateOf(state, server));
  return server.launchConfiguration.copyPrivateIp ? server.privateIp : data.networkInterfaces?.[0]?.privateIpAddress;
}

// The messages are EC2's own.
function refused(code: string, message: string): Obstacle {
  return {
    event: "LAUNCH_FAILED",
    message: `An error occurred (${code}) when calling the RunInstances operation: ${message}`,
  };
}

function groupObstacle(state: WorldState, data: LaunchTemplateData): Obstacle | undefined {
  const unknown = launchGroups(state, data).find((id) => !state.securityGroups.some((group) => group.groupId === id));
  return unknown === undefined
    ? undefined
    : refused("InvalidGroup.NotFound", `The security group '${unknown}' does not exist`);
}

function networkObstacle(
  state: WorldState,
  subnetId: string | undefined,
  address: string | undefined,
  others: readonly InstanceState[],
): Obstacle | undefined {
  const subnet = findSubnet(state, subnetId);
  if (subnet === undefined) {
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

/** What the subnet has room for now is what it had without the instances of now; those of then take their share. */
function hasRoom(state: WorldState, subnet: SubnetState, others: readonly InstanceState[]): boolean {
  const within = (instances: readonly InstanceState[]) =>
    instances.filter((instance) => instance.subnetId === subnet.subnetId && holdsItsAddress(instance));
  const taken = within(others);
  return (
    subnet.availableIpAddressCount + within(state.instances).length > taken.length &&
    freeAddress(subnet.cidrBlock, takenAddresses(taken), 0) !== undefined
  );
}
