import type { LaunchTemplateState, LaunchTemplateVersionState } from "../../world/state/launchTemplate";
import type { WorldState } from "../../world/state/worldState";
import { type FilterValues, filtered } from "../filters";
import type { Form } from "../form";
import { namedTemplate, namedVersion, versionNumber, versionToXml } from "../launchTemplates";
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
    const found = filtered(all, form, FILTERS, () => ({}));
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

const FILTERS: FilterValues<{ template: LaunchTemplateState; version: LaunchTemplateVersionState }> = {
  "create-time": ({ version }) => version.createTime,
  "ebs-optimized": ({ version }) => String(version.data.ebsOptimized ?? false),
  "image-id": ({ version }) => textOf(version.data["imageId"]),
  "instance-type": ({ version }) => version.data.instanceType,
  "is-default-version": ({ template, version }) => String(version.versionNumber === template.defaultVersionNumber),
  "kernel-id": ({ version }) => textOf(version.data["kernelId"]),
  "ram-disk-id": ({ version }) => textOf(version.data["ramDiskId"]),
  "http-endpoint": ({ version }) => textOf(version.data.metadataOptions?.["httpEndpoint"]),
  "host-resource-group-arn": ({ version }) => textOf(version.data.placement?.["hostResourceGroupArn"]),
  "iam-instance-profile": ({ version }) => profileOf(version.data["iamInstanceProfile"]),
  "http-tokens": ({ version }) => version.data.metadataOptions?.httpTokens,
  "network-interface.network-interface-id": ({ version }) =>
    (version.data.networkInterfaces ?? []).flatMap(({ networkInterfaceId = [] }) => networkInterfaceId),
  "network-interface.subnet-id": ({ version }) =>
    (version.data.networkInterfaces ?? []).flatMap(({ subnetId = [] }) => subnetId),
  "network-interface.group-id": ({ version }) =>
    (version.data.networkInterfaces ?? []).flatMap(({ groups = [] }) => groups),
};

/** The ARN of an instance profile, where the data says it. */
function profileOf(profile: unknown): string | undefined {
  return typeof profile === "object" && profile !== null && "arn" in profile ? textOf(profile.arn) : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

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
  const least = boundOf(template, form, "MinVersion") ?? 1;
  const most = boundOf(template, form, "MaxVersion") ?? Number.POSITIVE_INFINITY;
  return template.versions.filter(({ versionNumber: n }) => n >= least && n <= most).reverse();
}

/** A bound of the range of versions. @throws AwsError InvalidParameterValue when it names no version */
function boundOf(template: LaunchTemplateState, form: Form, parameter: string): number | undefined {
  const text = form.text(parameter);
  const number = text === undefined ? undefined : versionNumber(template, text);
  if (Number.isNaN(number)) {
    throw ec2Error("InvalidParameterValue", `Value (${text}) for parameter ${parameter} is invalid.`);
  }
  return number;
}
