import { quotaExceeded } from "../errors";
import { writeOperation } from "../operation";
import type { LaunchAction } from "../world/state/job";
import { findLaunchActions } from "../world/state/lookup";

interface Request extends Omit<LaunchAction, "type" | "parameters"> {
  readonly resourceId: string;
  readonly parameters?: object;
}

/** DRS's quota "Launch actions per resource", L-0588D03B. */
const MOST_ACTIONS = 200;

/**
 * Adds a post-launch action, or replaces the one with its id.
 *
 * The service takes `type` from the SSM document. The simulator has no documents: those with "Automation" in their name count as automations.
 */
export const putLaunchAction = writeOperation<Request>("PutLaunchAction", ({ resourceId, ...request }, { state }) => {
  const others = findLaunchActions(state, resourceId).filter((action) => action.actionId !== request.actionId);
  if (others.length >= MOST_ACTIONS) {
    throw quotaExceeded(`Max number of launch actions of a resource is ${MOST_ACTIONS}`, "L-0588D03B");
  }
  const type = request.actionCode.includes("Automation") ? "SSM_AUTOMATION" : "SSM_COMMAND";
  const action: LaunchAction = { parameters: {}, ...request, type };
  state.launchActions[resourceId] = [...others, action];
  return { resourceId, ...action };
});
