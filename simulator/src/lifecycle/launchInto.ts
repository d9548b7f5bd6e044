import { holdsItsAddress, type InstanceState, LAUNCH_INTO_TAG } from "../world/state/instance";
import { findInstanceType } from "../world/state/instanceTypes";
import type { SourceServerState } from "../world/state/sourceServer";
import type { WorldState } from "../world/state/worldState";

/**
 * Why DRS would not launch a server into this instance; undefined when it would. It must exist, be stopped (or be the server's own from an
 * earlier launch), carry the tag, and run the server's platform on x86_64 (docs/drs-facts.md, "A launch into an instance"). The words are assumed.
 */
export function launchIntoFlaw(
  state: WorldState,
  server: SourceServerState,
  ec2InstanceID: string,
): string | undefined {
  const target = state.instances.find((instance) => instance.ec2InstanceID === ec2InstanceID);
  if (target === undefined || !holdsItsAddress(target)) {
    return `The instance ID '${ec2InstanceID}' does not exist`;
  }
  if (target.ec2Tags[LAUNCH_INTO_TAG.name] !== LAUNCH_INTO_TAG.value) {
    return `Instance ${ec2InstanceID} does not have the tag ${LAUNCH_INTO_TAG.name}=${LAUNCH_INTO_TAG.value}`;
  }
  if (target.ec2State !== "STOPPED" && target.sourceServerID !== server.sourceServerID) {
    return `Instance ${ec2InstanceID} is not stopped: it is ${target.ec2State.toLowerCase()}`;
  }
  return unsuitable(server, target);
}

/** Why a launch of this server cannot use this instance, whatever becomes of it. */
export function unsuitable(server: SourceServerState, target: InstanceState): string | undefined {
  const { ec2InstanceID } = target;
  const architecture = findInstanceType(target.instanceType)?.architecture ?? "x86_64";
  if (architecture !== "x86_64") {
    return `Instance ${ec2InstanceID} has the architecture ${architecture}, and x86_64 is required`;
  }
  return target.platform !== undefined && target.platform !== server.os
    ? `Instance ${ec2InstanceID} has another platform than the source server: ${target.platform} and ${server.os}`
    : undefined;
}
