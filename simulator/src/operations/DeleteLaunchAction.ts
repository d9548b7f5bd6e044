import { conflict, notFound } from "../errors";
import { writeOperation } from "../operation";
import { findLaunchActions } from "../world/state/lookup";
import { isPredefined } from "../world/state/predefinedActions";

/** Deletes a post-launch action. Answers 204. That a predefined one is refused is documented; how, is assumed. */
export const deleteLaunchAction = writeOperation<{ readonly resourceId: string; readonly actionId: string }>(
  "DeleteLaunchAction",
  ({ resourceId, actionId }, { state }) => {
    if (!findLaunchActions(state, resourceId).some((action) => action.actionId === actionId)) {
      throw notFound("LaunchAction", actionId);
    }
    if (isPredefined(state, resourceId, actionId)) {
      throw conflict("A predefined launch action cannot be deleted", actionId, "LaunchAction");
    }
    const kept = state.launchActions[resourceId] ?? [];
    state.launchActions[resourceId] = kept.filter((action) => action.actionId !== actionId);
    return undefined;
  },
);
