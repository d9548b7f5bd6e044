import type { Form } from "../form";
import { namedInstance } from "../instances";
import { type Ec2Operation, ec2Error, invalidParameterValue } from "../operation";

/** Turns an instance's termination protection on or off, the only attribute that the simulator lets change. */
export const modifyInstanceAttribute: Ec2Operation = {
  name: "ModifyInstanceAttribute",
  mutates: true,
  answer(form, { state }) {
    const instance = namedInstance(state, form);
    const text = wanted(form);
    if (text !== "true" && text !== "false") {
      throw invalidParameterValue(`Value (${text}) for parameter value is invalid. Expected: 'true' or 'false'.`);
    }
    instance.disableApiTermination = text === "true";
    return { return: true };
  },
};

const NAMELESS = ["Action", "Version", "InstanceId", "DryRun"];

/** The value, in either form that EC2 takes: `DisableApiTermination.Value`, or `Attribute` and `Value`. */
function wanted(form: Form): string {
  const attribute = form.text("Attribute");
  const other = form
    .members()
    .find((name) => ![...NAMELESS, "Attribute", "Value", "DisableApiTermination"].includes(name));
  if (other !== undefined || (attribute !== undefined && attribute !== "disableApiTermination")) {
    throw invalidParameterValue(
      `drs-simulator lets no attribute change but disableApiTermination: saw ${other ?? attribute}`,
    );
  }
  const value = attribute === undefined ? form.text("DisableApiTermination.Value") : form.text("Value");
  if (value === undefined) {
    throw ec2Error("MissingParameter", "The request must contain the parameter attribute");
  }
  return value.toLowerCase();
}
