import { planTemplateWork, serverOf } from "../../lifecycle/templateWork";
import { idempotentRequest, isRepeated } from "../clientToken";
import { namedTemplate, namedVersion, templateToXml } from "../launchTemplates";
import { type Ec2Operation, ec2Error } from "../operation";

/**
 * Sets a launch template's default version, the one that DRS launches with. What DRS itself wants in it, it writes again later.
 *
 * A request that repeats a client token changes nothing: it was carried out when it first came.
 */
export const modifyLaunchTemplate: Ec2Operation = {
  name: "ModifyLaunchTemplate",
  mutates: true,
  answer(form, { state, now }) {
    const template = namedTemplate(state, form);
    const request = idempotentRequest(form);
    if (isRepeated(request, template.modifications ?? [])) {
      return { launchTemplate: templateToXml(state, template) };
    }
    const wanted = form.text("SetDefaultVersion");
    if (wanted === undefined) {
      throw ec2Error("MissingParameter", "The request must contain the parameter SetDefaultVersion");
    }
    template.defaultVersionNumber = namedVersion(template, wanted).versionNumber;
    if (request !== undefined) {
      template.modifications = [...(template.modifications ?? []), request];
    }
    const server = serverOf(state, template.launchTemplateId);
    if (server !== undefined) {
      planTemplateWork(state, server, now);
    }
    return { launchTemplate: templateToXml(state, template) };
  },
};
