import type { InstanceState } from "../world/state/instance";
import type { ListedVolume, ProductCode } from "../world/state/machine";
import type { WorldState } from "../world/state/worldState";
import { Form } from "./form";
import { ec2Error } from "./operation";
import { items, type Xml } from "./xml";

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

/** The instance that `InstanceId` names. @throws AwsError MissingParameter without it, InvalidInstanceID.NotFound */
export function namedInstance(state: WorldState, form: Form): InstanceState {
  const id = form.text("InstanceId");
  if (id === undefined) {
    throw ec2Error("MissingParameter", "The request must contain the parameter InstanceId");
  }
  const [instance] = namedInstances(state, new Form([["InstanceId.1", id]]));
  if (instance === undefined) {
    throw ec2Error("InvalidInstanceID.NotFound", `The instance ID '${id}' does not exist`);
  }
  return instance;
}

/** An instance's volumes, as EC2 lists them beside it. */
export function instanceVolumesToXml(volumes: readonly ListedVolume[]): Xml {
  return items(
    volumes.map(({ volumeId, createTime, attachment }) => ({
      deviceName: attachment?.deviceName,
      ebs: {
        volumeId,
        status: "attached",
        attachTime: createTime,
        deleteOnTermination: attachment?.deleteOnTermination,
      },
    })),
  );
}

/** The device of the first volume, which here is the root device. */
export function rootDeviceOf(volumes: readonly ListedVolume[]): string | undefined {
  return volumes[0]?.attachment?.deviceName;
}

/** The product codes of an instance: those of its volumes, each once. */
export function productCodesOf(volumes: readonly ListedVolume[]): ProductCode[] {
  const codes = volumes.flatMap(({ productCodes }) => productCodes);
  return [...new Map(codes.map((code) => [code.productCodeId, code])).values()];
}
