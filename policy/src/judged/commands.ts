import type { ObservedLaunchTemplate } from "pulumi-drillwave/vocabulary";

/** AWS CLI commands that give a launch template a new default version with this changed; DRS launches from the default. */
export function editTemplate({ launchTemplateId, version }: ObservedLaunchTemplate, data: object): string {
  const json = JSON.stringify(data);
  const create = `aws ec2 create-launch-template-version --launch-template-id ${launchTemplateId} --source-version ${version} --launch-template-data '${json}' --query LaunchTemplateVersion.VersionNumber --output text`;
  return `aws ec2 modify-launch-template --launch-template-id ${launchTemplateId} --default-version "$(${create})"`;
}
