import type { LaunchTemplateState } from "../../world/state/launchTemplate";
import { namedTemplate, versionNumber } from "../launchTemplates";
import { type Ec2Operation, ec2Error } from "../operation";
import { items, type Xml } from "../xml";

/** Deletes versions of a launch template, all but its default version. Their numbers are not given again. */
export const deleteLaunchTemplateVersions: Ec2Operation = {
  name: "DeleteLaunchTemplateVersions",
  mutates: true,
  answer(form, { state }) {
    const template = namedTemplate(state, form);
    const wanted = form.list("LaunchTemplateVersion");
    if (wanted.length === 0) {
      throw ec2Error("MissingParameter", "The request must contain the parameter LaunchTemplateVersion");
    }
    const asked = wanted.map((text) => ({ text, refusal: refusalOf(template, text) }));
    const deleted = asked.filter(({ refusal }) => refusal === undefined).map(({ text }) => Number(text));
    template.lastVersionNumber = Math.max(
      template.lastVersionNumber ?? 0,
      template.versions.at(-1)?.versionNumber ?? 0,
    );
    template.versions = template.versions.filter((version) => !deleted.includes(version.versionNumber));
    const { launchTemplateId, launchTemplateName } = template;
    return {
      successfullyDeletedLaunchTemplateVersionSet: items(
        deleted.map((number) => ({ launchTemplateId, launchTemplateName, versionNumber: number })),
      ),
      unsuccessfullyDeletedLaunchTemplateVersionSet: items(
        asked.flatMap(({ text, refusal }): Xml[] =>
          refusal === undefined
            ? []
            : [{ launchTemplateId, launchTemplateName, versionNumber: text, responseError: refusal }],
        ),
      ),
    };
  },
};

/** Why a version is not deleted, by the codes of EC2's LaunchTemplateErrorCode; its words are assumed. */
function refusalOf(template: LaunchTemplateState, text: string): Xml {
  const number = versionNumber(template, text);
  if (!template.versions.some((version) => version.versionNumber === number)) {
    return { code: "launchTemplateVersionDoesNotExist", message: `The version ${text} does not exist.` };
  }
  return number === template.defaultVersionNumber
    ? { code: "unexpectedError", message: "You cannot delete the default version of a launch template." }
    : undefined;
}
