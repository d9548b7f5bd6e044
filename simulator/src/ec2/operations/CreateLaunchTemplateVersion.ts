import type { LaunchTemplateData, LaunchTemplateVersionState } from "../../world/state/launchTemplate";
import type { WorldState } from "../../world/state/worldState";
import type { Form } from "../form";
import { dataFromForm } from "../launchTemplateData";
import { namedTemplate, namedVersion, versionToXml } from "../launchTemplates";
import { type Ec2Operation, ec2Error } from "../operation";

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
    const made = madeBefore(state, form);
    if (made !== undefined) {
      return { launchTemplateVersion: versionToXml(state, template, made) };
    }
    const source = form.text("SourceVersion");
    const description = form.text("VersionDescription");
    const clientToken = form.text("ClientToken");
    const data = dataFromForm(form.structure("LaunchTemplateData"));
    const version: LaunchTemplateVersionState = {
      versionNumber: (template.versions.at(-1)?.versionNumber ?? 0) + 1,
      ...(description === undefined ? {} : { versionDescription: description }),
      createTime: new Date(now).toISOString(),
      createdBy: caller.arn,
      data: source === undefined ? data : merged(namedVersion(template, source).data, data),
      ...(clientToken === undefined ? {} : { request: { clientToken, parameters: parametersOf(form) } }),
    };
    template.versions.push(version);
    return { launchTemplateVersion: versionToXml(state, template, version) };
  },
};

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

/** The version that an earlier request with this client token made. @throws AwsError IdempotentParameterMismatch when that was another request */
function madeBefore(state: WorldState, form: Form): LaunchTemplateVersionState | undefined {
  const token = form.text("ClientToken");
  const made = state.launchTemplates
    .flatMap((template) => template.versions)
    .find(({ request }) => token !== undefined && request?.clientToken === token);
  if (made !== undefined && made.request?.parameters !== parametersOf(form)) {
    throw ec2Error(
      "IdempotentParameterMismatch",
      "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).",
    );
  }
  return made;
}

/** Everything that was asked, in an order of its own, so that equal requests compare equal. */
function parametersOf(form: Form): string {
  return JSON.stringify(Object.entries(form.entries()).sort(([a], [b]) => (a < b ? -1 : 1)));
}
