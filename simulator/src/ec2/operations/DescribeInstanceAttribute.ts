import { volumesOf } from "../../world/state/hardware";
import type { InstanceState } from "../../world/state/instance";
import type { WorldState } from "../../world/state/worldState";
import { instanceVolumesToXml, namedInstance, productCodesOf, rootDeviceOf } from "../instances";
import { type Ec2Operation, invalidParameterValue } from "../operation";
import { groupsToXml } from "../securityGroups";
import { productCodesToXml } from "../volumes";
import type { Xml } from "../xml";

/** One attribute of an instance. What the simulator does not model has EC2's default. */
export const describeInstanceAttribute: Ec2Operation = {
  name: "DescribeInstanceAttribute",
  mutates: false,
  answer(form, { state }) {
    const instance = namedInstance(state, form);
    const name = form.text("Attribute") ?? "";
    const read = Object.hasOwn(ATTRIBUTES, name) ? ATTRIBUTES[name] : undefined;
    if (read === undefined) {
      throw invalidParameterValue(`Value (${name}) for parameter attribute is invalid. Unknown attribute.`);
    }
    return { instanceId: instance.ec2InstanceID, [name]: read(instance, state) };
  },
};

const ATTRIBUTES: Readonly<Record<string, (instance: InstanceState, state: WorldState) => Xml>> = {
  disableApiTermination: ({ disableApiTermination = false }) => ({ value: disableApiTermination }),
  disableApiStop: () => ({ value: false }),
  instanceType: ({ instanceType }) => ({ value: instanceType }),
  instanceInitiatedShutdownBehavior: () => ({ value: "stop" }),
  ebsOptimized: () => ({ value: true }),
  enaSupport: () => ({ value: true }),
  sourceDestCheck: () => ({ value: true }),
  sriovNetSupport: () => ({ value: "simple" }),
  userData: () => ({}),
  kernel: () => ({}),
  ramdisk: () => ({}),
  enclaveOptions: () => ({ enabled: false }),
  rootDeviceName: (instance, state) => ({ value: rootDeviceOf(volumesOf(state, instance)) }),
  blockDeviceMapping: (instance, state) => instanceVolumesToXml(volumesOf(state, instance)),
  groupSet: ({ securityGroupIds }, state) => groupsToXml(state, securityGroupIds),
  productCodes: (instance, state) => productCodesToXml(productCodesOf(volumesOf(state, instance))),
};
