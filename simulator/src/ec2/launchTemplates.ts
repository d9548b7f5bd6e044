import type {
  LaunchTemplateData,
  LaunchTemplateState,
  LaunchTemplateVersionState,
} from "../world/state/launchTemplate";
import { partitionOf } from "../world/state/resource";
import type { WorldState } from "../world/state/worldState";
import type { Form } from "./form";
import { dataToXml } from "./launchTemplateData";
import { ec2Error } from "./operation";
import { tagSet, type Xml } from "./xml";

/**
 * The launch template that a request names by id or by name.
 *
 * @throws AwsError MissingParameter without either, InvalidParameterCombination with both, InvalidLaunchTemplateId.Malformed,
 * InvalidLaunchTemplateId.NotFound or InvalidLaunchTemplateName.NotFoundException
 */
export function namedTemplate(state: WorldState, form: Form): LaunchTemplateState {
  const id = form.text("LaunchTemplateId");
  const name = form.text("LaunchTemplateName");
  if (id === undefined && name === undefined) {
    throw ec2Error("MissingParameter", "You must specify either a launch template ID or a launch template name");
  }
  if (id !== undefined && name !== undefined) {
    throw ec2Error(
      "InvalidParameterCombination",
      "You must specify either a launch template ID or a launch template name, but not both",
    );
  }
  if (id !== undefined && !/^lt-[0-9a-f]{8,17}$/i.test(id)) {
    throw ec2Error("InvalidLaunchTemplateId.Malformed", `Invalid id: "${id}" (expecting "lt-...")`);
  }
  const found = state.launchTemplates.find((t) =>
    id === undefined ? t.launchTemplateName === name : t.launchTemplateId === id,
  );
  if (found === undefined) {
    throw id === undefined ? unknownName(name ?? "") : unknownId(id);
  }
  return found;
}

/** The refusal for an unknown launch template id. */
function unknownId(id: string): Error {
  return ec2Error(
    "InvalidLaunchTemplateId.NotFound",
    `The specified launch template, with template ID ${id}, does not exist.`,
  );
}

/** The refusal for an unknown launch template name. */
function unknownName(name: string): Error {
  return ec2Error(
    "InvalidLaunchTemplateName.NotFoundException",
    `The specified launch template, with template name ${name}, does not exist.`,
  );
}

/** The version named by a number, `$Default` or `$Latest`. @throws AwsError InvalidLaunchTemplateId.VersionNotFound */
export function namedVersion(template: LaunchTemplateState, text: string): LaunchTemplateVersionState {
  const number = versionNumber(template, text);
  const found = template.versions.find((version) => version.versionNumber === number);
  if (found === undefined) {
    throw ec2Error(
      "InvalidLaunchTemplateId.VersionNotFound",
      `Could not find the specified version ${text} for the launch template with ID ${template.launchTemplateId}.`,
    );
  }
  return found;
}

/** The number of a version named by a number, `$Default` or `$Latest`; NaN for any other text. */
export function versionNumber(template: LaunchTemplateState, text: string): number {
  switch (text) {
    case "$Default":
      return template.defaultVersionNumber;
    case "$Latest":
      return template.versions.at(-1)?.versionNumber ?? Number.NaN;
    default:
      return /^\d+$/.test(text) ? Number(text) : Number.NaN;
  }
}

/** EC2's LaunchTemplate. */
export function templateToXml(state: WorldState, template: LaunchTemplateState): Xml {
  return {
    launchTemplateId: template.launchTemplateId,
    launchTemplateName: template.launchTemplateName,
    createTime: template.createTime,
    createdBy: drsArn(state),
    defaultVersionNumber: template.defaultVersionNumber,
    latestVersionNumber: template.versions.at(-1)?.versionNumber,
    tagSet: tagSet(template.tags),
  };
}

/** EC2's LaunchTemplateVersion. */
export function versionToXml(
  state: WorldState,
  template: LaunchTemplateState,
  version: LaunchTemplateVersionState,
): Xml {
  return {
    launchTemplateId: template.launchTemplateId,
    launchTemplateName: template.launchTemplateName,
    versionNumber: version.versionNumber,
    versionDescription: version.versionDescription,
    createTime: version.createTime,
    createdBy: version.createdBy ?? drsArn(state),
    defaultVersion: version.versionNumber === template.defaultVersionNumber,
    launchTemplateData: dataToXml(answered(state, version.data)),
  };
}

/** The data as an answer has it: the state of metadata options is EC2's own, and no request can set it. */
function answered({ quirks }: WorldState, data: LaunchTemplateData): LaunchTemplateData {
  const { metadataOptions } = data;
  return metadataOptions === undefined || quirks.metadataOptionsState === null
    ? data
    : { ...data, metadataOptions: { ...metadataOptions, state: quirks.metadataOptionsState } };
}

/** Who makes DRS's launch templates: the service's own role. */
function drsArn({ region, account }: WorldState): string {
  return `arn:${partitionOf(region)}:sts::${account}:assumed-role/AWSServiceRoleForElasticDisasterRecovery/drs`;
}
