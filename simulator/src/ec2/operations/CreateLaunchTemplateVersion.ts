import type { LaunchTemplateVersionState } from "../../world/state/launchTemplate";
import { dataFromForm } from "../launchTemplateData";
import { namedTemplate, namedVersion, versionToXml } from "../launchTemplates";
import type { Ec2Operation } from "../operation";

/**
 * Adds a version to a launch template: the request's data, merged over that of SourceVersion if it names one. The default version stays.
 *
 * A network interface or tag specification replaces the source version's whole list, as in EC2.
 */
export const createLaunchTemplateVersion: Ec2Operation = {
  name: "CreateLaunchTemplateVersion",
  mutates: true,
  answer(form, { state, now }) {
    const template = namedTemplate(state, form);
    const source = form.text("SourceVersion");
    const description = form.text("VersionDescription");
    const version: LaunchTemplateVersionState = {
      versionNumber: (template.versions.at(-1)?.versionNumber ?? 0) + 1,
      ...(description === undefined ? {} : { versionDescription: description }),
      createTime: new Date(now).toISOString(),
      data: {
        ...(source === undefined ? {} : namedVersion(template, source).data),
        ...dataFromForm(form.structure("LaunchTemplateData")),
      },
    };
    template.versions.push(version);
    return { launchTemplateVersion: versionToXml(state, template, version) };
  },
};
