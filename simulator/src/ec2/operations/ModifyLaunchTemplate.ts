import { namedTemplate, namedVersion, templateToXml } from "../launchTemplates";
import { type Ec2Operation, ec2Error } from "../operation";

/** Sets a launch template's default version, the one that DRS launches with. */
export const modifyLaunchTemplate: Ec2Operation = {
  name: "ModifyLaunchTemplate",
  mutates: true,
  answer(form, { state }) {
    const template = namedTemplate(state, form);
    const wanted = form.text("SetDefaultVersion");
    if (wanted === undefined) {
      throw ec2Error("MissingParameter", "The request must contain the parameter SetDefaultVersion");
    }
    template.defaultVersionNumber = namedVersion(template, wanted).versionNumber;
    return { launchTemplate: templateToXml(state, template) };
  },
};
