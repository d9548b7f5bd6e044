import { notFound } from "../errors";
import { writeOperation } from "../operation";
import { findLaunchActions } from "../world/state/lookup";

/** Deletes a post-launch action. Answers 204. */
export const deleteLaunchAction = writeOperation<{ readonly resourceId: string; readonly actionId: string }>(
  "DeleteLaunchAction",
  ({ resourceId, actionId }, { state }) => {
    const actions = findLaunchActions(state, resourceId);
    if (!actions.some((action) => action.actionId === actionId)) {
      throw notFound("LaunchAction", actionId);
    }
    state.launchActions[resourceId] = actions.filter((action) => action.actionId !== actionId);
    return undefined;
  },
);
