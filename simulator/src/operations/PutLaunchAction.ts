import { conflict, quotaExceeded, validationError } from "../errors";
import { writeOperation } from "../operation";
import { findDocument } from "../ssm/documents";
import type { LaunchAction } from "../world/state/job";
import { findLaunchActions } from "../world/state/lookup";
import { FIRST_CUSTOM_ORDER, isPredefined } from "../world/state/predefinedActions";
import type { WorldState } from "../world/state/worldState";

interface Request extends Omit<LaunchAction, "type" | "parameters"> {
  readonly resourceId: string;
  readonly parameters?: LaunchAction["parameters"];
}

/** DRS's quota "Launch actions per resource", L-0588D03B. */
const MOST_ACTIONS = 200;

/**
 * Adds a post-launch action, or replaces the one with its id.
 *
 * The service takes `type` from the SSM document. Of a document that the world does not have, "Automation" in its name counts as one.
 */
export const putLaunchAction = writeOperation<Request>("PutLaunchAction", ({ resourceId, ...request }, { state }) => {
  const others = findLaunchActions(state, resourceId).filter((action) => action.actionId !== request.actionId);
  if (others.length >= MOST_ACTIONS) {
    throw quotaExceeded(`Max number of launch actions of a resource is ${MOST_ACTIONS}`, "L-0588D03B");
  }
  checkOrder(state, resourceId, request, others);
  const document = findDocument(state.ssm, request.actionCode);
  if (document === undefined && state.quirks.checksDocuments) {
    throw validationError(`Document with name ${request.actionCode} does not exist`);
  }
  const isAutomation =
    document === undefined ? request.actionCode.includes("Automation") : document.type === "Automation";
  const action: LaunchAction = { parameters: {}, ...request, type: isAutomation ? "SSM_AUTOMATION" : "SSM_COMMAND" };
  const kept = state.launchActions[resourceId] ?? [];
  state.launchActions[resourceId] = [...kept.filter(({ actionId }) => actionId !== action.actionId), action];
  return { resourceId, ...action };
});

/** "The numbers must be unique", and those to 1000 are reserved for predefined actions: that the API refuses others is assumed. */
function checkOrder(
  state: WorldState,
  resourceId: string,
  { actionId, order }: Pick<LaunchAction, "actionId" | "order">,
  others: readonly LaunchAction[],
): void {
  if (!state.quirks.checksActionOrders) {
    return;
  }
  const holder = others.find((action) => action.order === order);
  if (holder !== undefined) {
    throw conflict(
      `Order ${order} is already used by launch action ${holder.actionId}`,
      holder.actionId,
      "LaunchAction",
    );
  }
  const keepsIts = state.launchActions[resourceId]?.some((each) => each.actionId === actionId && each.order === order);
  if (order < FIRST_CUSTOM_ORDER && keepsIts !== true && !isPredefined(state, resourceId, actionId)) {
    throw validationError(`Order must be ${FIRST_CUSTOM_ORDER} or more for a custom launch action`);
  }
}
