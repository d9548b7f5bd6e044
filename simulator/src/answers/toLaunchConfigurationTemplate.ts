import { arnOf } from "../world/state/resource";
import type { LaunchConfigurationTemplateState, WorldState } from "../world/state/worldState";

const DEFAULTS = {
  launchDisposition: "STARTED",
  targetInstanceTypeRightSizingMethod: "BASIC",
  copyPrivateIp: false,
  copyTags: false,
  licensing: { osByol: false },
  postLaunchEnabled: false,
  launchIntoSourceInstance: false,
};

/** DRS's LaunchConfigurationTemplate for this template, with the service's defaults for what was never set. */
export function toLaunchConfigurationTemplate(state: WorldState, template: LaunchConfigurationTemplateState): object {
  const { launchConfigurationTemplateID, tags, settings } = template;
  const arn = arnOf(state, "launch-configuration-template", launchConfigurationTemplateID);
  return { launchConfigurationTemplateID, arn, tags, ...DEFAULTS, ...settings };
}
