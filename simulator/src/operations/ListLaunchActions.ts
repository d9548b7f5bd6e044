import { readOperation } from "../operation";
import { type PageRequest, paginate } from "../pagination";
import { findLaunchActions } from "../world/state/lookup";

interface Request extends PageRequest {
  readonly resourceId: string;
  readonly filters?: { readonly actionIds?: readonly string[] };
}

/** The post-launch actions of a server or launch configuration template, in their order. */
export const listLaunchActions = readOperation<Request>("ListLaunchActions", (request, { state }) => {
  const wanted = request.filters?.actionIds ?? [];
  const found = findLaunchActions(state, request.resourceId)
    .filter((action) => wanted.length === 0 || wanted.includes(action.actionId))
    .sort((a, b) => a.order - b.order);
  return paginate("ListLaunchActions", found, (action) => action.actionId, request, state.quirks.defaultPageSize);
});
