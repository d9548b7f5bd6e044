import type { InstanceState } from "../../world/state/instance";
import { findSubnet } from "../../world/state/lookup";
import type { WorldState } from "../../world/state/worldState";
import { filtered } from "../filters";
import { namedInstances, stateToXml } from "../instances";
import type { Ec2Operation } from "../operation";
import { ec2Page } from "../page";
import { statusChecks } from "../statusChecks";
import { items, type Xml } from "../xml";

/** The status checks of running instances; with IncludeAllInstances, of all instances. */
export const describeInstanceStatus: Ec2Operation = {
  name: "DescribeInstanceStatus",
  mutates: false,
  answer(form, { state, now }) {
    const includeAll = form.flag("IncludeAllInstances") ?? false;
    const running = namedInstances(state, form).filter((instance) => includeAll || instance.ec2State === "RUNNING");
    const found = filtered(
      running,
      form,
      { "instance-state-name": (instance) => instance.ec2State.toLowerCase() },
      (i) => i.ec2Tags,
    );
    const page = ec2Page("DescribeInstanceStatus", found, (instance) => instance.ec2InstanceID, form);
    return {
      instanceStatusSet: items(page.items.map((instance) => toXml(state, instance, now))),
      nextToken: page.nextToken,
    };
  },
};

function toXml(state: WorldState, instance: InstanceState, now: number): Xml {
  const checks = statusChecks(instance, now);
  return {
    instanceId: instance.ec2InstanceID,
    availabilityZone: findSubnet(state, instance.subnetId)?.availabilityZone,
    instanceState: stateToXml(instance),
    systemStatus: checks.system,
    instanceStatus: checks.instance,
  };
}
