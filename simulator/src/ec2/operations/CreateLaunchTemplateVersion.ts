import {
  addVersion,
  type IdempotentRequest,
  type LaunchTemplateData,
  type LaunchTemplateState,
  type LaunchTemplateVersionState,
} from "../../world/state/launchTemplate";
import type { WorldState } from "../../world/state/worldState";
import { idempotentRequest, isRepeated } from "../clientToken";
import type { Form } from "../form";
import { dataFromForm } from "../launchTemplateData";
import { namedTemplate, namedVersion, versionToXml } from "../launchTemplates";
import { type Ec2Operation, ec2Error, invalidParameterValue } from "../operation";
import { malformedIn, unfitIn, warningToXml } from "../templateFlaws";

/**
 * Adds a version to a launch template: the request's data, merged over that of SourceVersion if it names one. The default version stays.
 *
 * A request that repeats a client token is answered with the version that the first one made.
 */
export const createLaunchTemplateVersion: Ec2Operation = {
  name: "CreateLaunchTemplateVersion",
  mutates: true,
  answer(form, { state, now, caller }) {
    const template = namedTemplate(state, form);
    const request = idempotentRequest(form);
    const made = madeBefore(state, request);
    if (made !== undefined) {
      return answerOf(state, made.template, made.version);
    }
    const description = descriptionOf(form);
    const given = givenData(form);
    const source = form.text("SourceVersion");
    const data = source === undefined ? given : merged(namedVersion(template, source).data, given);
    refuseMalformed(state, given);
    refuseTooMany(state, template);
    const version = addVersion(template, {
      ...(description === undefined ? {} : { versionDescription: description }),
      createTime: new Date(now).toISOString(),
      createdBy: caller.arn,
      data,
      ...(request === undefined ? {} : { request }),
    });
    return answerOf(state, template, version);
  },
};

function answerOf(state: WorldState, template: LaunchTemplateState, version: LaunchTemplateVersionState) {
  const { data } = version;
  const flaws = [...(state.quirks.malformedTemplates === "warn" ? malformedIn(data) : []), ...unfitIn(data)];
  return { launchTemplateVersion: versionToXml(state, template, version), warning: warningToXml(flaws) };
}

/** The data that the request names. @throws AwsError MissingParameter without any, even with a source version, as the API model has it required */
function givenData(form: Form): LaunchTemplateData {
  if (form.members().includes("LaunchTemplateData")) {
    return dataFromForm(form.structure("LaunchTemplateData"));
  }
  // The query protocol has no way to write a structure without members.
  if (form.text("SourceVersion") !== undefined) {
    return {};
  }
  throw ec2Error("MissingParameter", "The request must contain the parameter LaunchTemplateData");
}

/** "Length Constraints: Minimum length of 0. Maximum length of 255." */
const LONGEST_DESCRIPTION = 255;

function descriptionOf(form: Form): string | undefined {
  const description = form.text("VersionDescription");
  if (description !== undefined && description.length > LONGEST_DESCRIPTION) {
    throw invalidParameterValue(
      `Value (${description}) for parameter versionDescription is invalid. Expected: at most ${LONGEST_DESCRIPTION} characters.`,
    );
  }
  return description;
}

function refuseMalformed({ quirks }: WorldState, data: LaunchTemplateData): void {
  const [flaw] = malformedIn(data);
  if (flaw !== undefined && quirks.malformedTemplates === "refuse") {
    throw ec2Error(flaw.code, flaw.message);
  }
}

function refuseTooMany({ quotas }: WorldState, { versions }: LaunchTemplateState): void {
  if (versions.length >= quotas.versionsPerTemplate) {
    throw ec2Error(
      "MaxTemplateVersionLimitExceeded",
      "You've reached the limit on the number of launch template versions that you can create for the specified launch template.",
    );
  }
}

/**
 * The source version's data, each member replaced by the request's: a list of interfaces, disks or tags replaces the whole list, as in EC2.
 * A version has an instance type or instance requirements, so that one displaces the other; snapshots of disks are not inherited
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplateVersion.html).
 */
function merged(source: LaunchTemplateData, given: LaunchTemplateData): LaunchTemplateData {
  const { instanceType, instanceRequirements, blockDeviceMappings, ...rest } = source;
  const choosesMachine = given.instanceType !== undefined || given.instanceRequirements !== undefined;
  const machine = Object.entries({ instanceType, instanceRequirements }).filter(([, value]) => value !== undefined);
  const disks = blockDeviceMappings?.map(({ ebs, ...disk }) => {
    const { snapshotId: _snapshot, ...inherited } = ebs ?? {};
    return ebs === undefined ? disk : { ...disk, ebs: inherited };
  });
  return {
    ...rest,
    ...(choosesMachine ? {} : Object.fromEntries(machine)),
    ...(disks === undefined ? {} : { blockDeviceMappings: disks }),
    ...given,
  };
}

interface Made {
  readonly template: LaunchTemplateState;
  readonly version: LaunchTemplateVersionState;
}

/** The version that an earlier request with this client token made. @throws AwsError IdempotentParameterMismatch when that was another request */
function madeBefore(state: WorldState, request: IdempotentRequest | undefined): Made | undefined {
  const all = state.launchTemplates.flatMap((template) => template.versions.map((version) => ({ template, version })));
  return all.find(({ version }) => version.request !== undefined && isRepeated(request, [version.request]));
}
