import { mergePatch } from "../mergePatch";
import { arnOf } from "../world/state/resource";
import type { SourceServerState } from "../world/state/sourceServer";
import type { LaunchConfigurationTemplateState, WorldState } from "../world/state/worldState";

/** DRS's LaunchConfiguration of this server. */
export function toLaunchConfiguration(server: SourceServerState): object {
  const described = {
    sourceServerID: server.sourceServerID,
    ec2LaunchTemplateID: server.ec2LaunchTemplateID,
    ...server.launchConfiguration,
  };
  return mergePatch(described, server.launchConfigurationPatch);
}

const TEMPLATE_DEFAULTS = {
  launchDisposition: "STARTED",
  targetInstanceTypeRightSizingMethod: "BASIC",
  copyPrivateIp: false,
  copyTags: false,
  licensing: { osByol: false },
  postLaunchEnabled: false,
  launchIntoSourceInstance: false,
};

/** DRS's LaunchConfigurationTemplate, with the service's defaults for what was never set. */
export function toLaunchConfigurationTemplate(state: WorldState, template: LaunchConfigurationTemplateState): object {
  const { launchConfigurationTemplateID, tags, settings } = template;
  const arn = arnOf(state, "launch-configuration-template", launchConfigurationTemplateID);
  return { launchConfigurationTemplateID, arn, tags, ...TEMPLATE_DEFAULTS, ...settings };
}
