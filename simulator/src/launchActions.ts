import { notFound } from "./errors";
import type { LaunchAction } from "./world/state/job";
import type { WorldState } from "./world/state/worldState";

/**
 * The post-launch actions of a source server or launch configuration template; a new list each time.
 *
 * @throws AwsError ResourceNotFoundException when there is neither with this id
 */
export function findLaunchActions(state: WorldState, resourceId: string): LaunchAction[] {
  const exists =
    state.sourceServers.some((server) => server.sourceServerID === resourceId) ||
    state.launchConfigurationTemplates.some((template) => template.launchConfigurationTemplateID === resourceId);
  if (!exists) {
    throw notFound(resourceId.startsWith("lct-") ? "LaunchConfigurationTemplate" : "SourceServer", resourceId);
  }
  return [...(state.launchActions[resourceId] ?? [])];
}
