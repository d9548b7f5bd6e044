import { namedTemplate, templateToXml } from "../launchTemplates";
import type { Ec2Operation } from "../operation";

/** Deletes a launch template with all its versions. DRS makes a server's template anew when it next uses it. */
export const deleteLaunchTemplate: Ec2Operation = {
  name: "DeleteLaunchTemplate",
  mutates: true,
  answer(form, { state }) {
    const template = namedTemplate(state, form);
    state.launchTemplates = state.launchTemplates.filter((other) => other !== template);
    return { launchTemplate: templateToXml(state, template) };
  },
};
