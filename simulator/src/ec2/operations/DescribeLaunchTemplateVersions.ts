import type { LaunchTemplateState, LaunchTemplateVersionState } from "../../world/state/launchTemplate";
import type { WorldState } from "../../world/state/worldState";
import { filtered } from "../filters";
import type { Form } from "../form";
import { namedTemplate, namedVersion, versionToXml } from "../launchTemplates";
import { type Ec2Operation, ec2Error } from "../operation";
import { ec2Page } from "../page";
import { items } from "../xml";

/**
 * The versions of a launch template, newest first; without a template, the `$Default` and `$Latest` versions of every template.
 */
export const describeLaunchTemplateVersions: Ec2Operation = {
  name: "DescribeLaunchTemplateVersions",
  mutates: false,
  answer(form, { state }) {
    const wanted = form.list("LaunchTemplateVersion");
    const all = templatesOf(state, form, wanted).flatMap((template) =>
      versionsOf(template, wanted, form).map((version) => ({ template, version })),
    );
    const found = filtered(
      all,
      form,
      {
        "is-default-version": ({ template, version }) =>
          String(version.versionNumber === template.defaultVersionNumber),
        "instance-type": ({ version }) => version.data.instanceType,
      },
      ({ template }) => template.tags,
    );
    const key = ({ template, version }: (typeof found)[number]) =>
      `${template.launchTemplateId}/${version.versionNumber}`;
    const page = ec2Page("DescribeLaunchTemplateVersions", found, key, form);
    return {
      launchTemplateVersionSet: items(
        page.items.map(({ template, version }) => versionToXml(state, template, version)),
      ),
      nextToken: page.nextToken,
    };
  },
};

function templatesOf(state: WorldState, form: Form, wanted: readonly string[]): readonly LaunchTemplateState[] {
  if (form.text("LaunchTemplateId") !== undefined || form.text("LaunchTemplateName") !== undefined) {
    return [namedTemplate(state, form)];
  }
  if (wanted.length === 0 || wanted.some((version) => version !== "$Default" && version !== "$Latest")) {
    throw ec2Error(
      "MissingParameter",
      "You must specify a launch template, or only the versions $Default and $Latest of all of them",
    );
  }
  return state.launchTemplates;
}

function versionsOf(
  template: LaunchTemplateState,
  wanted: readonly string[],
  form: Form,
): LaunchTemplateVersionState[] {
  if (wanted.length > 0) {
    return [...new Set(wanted.map((version) => namedVersion(template, version)))];
  }
  const least = form.number("MinVersion") ?? 1;
  const most = form.number("MaxVersion") ?? Number.POSITIVE_INFINITY;
  return template.versions.filter(({ versionNumber }) => versionNumber >= least && versionNumber <= most).reverse();
}
