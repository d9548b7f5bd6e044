import type { InstanceState } from "../world/state/instance";
import type { WorldState } from "../world/state/worldState";
import type { Form } from "./form";
import { ec2Error } from "./operation";
import type { Xml } from "./xml";

// Codes of https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html.
const CODES = {
  PENDING: 0,
  RUNNING: 16,
  "SHUTTING-DOWN": 32,
  TERMINATED: 48,
  STOPPING: 64,
  STOPPED: 80,
  NOT_FOUND: 48,
} as const;

/** EC2's instanceState: the code, and the name in lower case. */
export function stateToXml(instance: InstanceState): Xml {
  return { code: CODES[instance.ec2State], name: instance.ec2State.toLowerCase() };
}

/**
 * The instances that the request names; all of them when it names none.
 *
 * @throws AwsError InvalidInstanceID.NotFound for one that EC2 does not have, or no longer has
 */
export function namedInstances(state: WorldState, form: Form): InstanceState[] {
  const ids = form.list("InstanceId");
  const known = state.instances.filter((instance) => instance.ec2State !== "NOT_FOUND");
  const unknown = ids.filter((id) => !known.some((instance) => instance.ec2InstanceID === id));
  if (unknown.length === 1) {
    throw ec2Error("InvalidInstanceID.NotFound", `The instance ID '${unknown[0]}' does not exist`);
  }
  if (unknown.length > 1) {
    throw ec2Error("InvalidInstanceID.NotFound", `The instance IDs '${unknown.join(", ")}' do not exist`);
  }
  return known.filter((instance) => ids.length === 0 || ids.includes(instance.ec2InstanceID));
}
