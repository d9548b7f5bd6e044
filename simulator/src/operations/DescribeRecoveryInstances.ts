import { toRecoveryInstance } from "../answers/toRecoveryInstance";
import { readOperation } from "../operation";
import { type PageRequest, paginate } from "../pagination";
import { listedInstances } from "../world/state/lookup";

interface Request extends PageRequest {
  readonly filters?: { readonly recoveryInstanceIDs?: readonly string[]; readonly sourceServerIDs?: readonly string[] };
}

/** The recovery instances that DRS lists and that every filter names; an empty filter means all. */
export const describeRecoveryInstances = readOperation<Request>("DescribeRecoveryInstances", (request, { state }) => {
  const instances = new Set(request.filters?.recoveryInstanceIDs);
  const servers = new Set(request.filters?.sourceServerIDs);
  const found = listedInstances(state).filter(
    (instance) =>
      (instances.size === 0 || instances.has(instance.ec2InstanceID)) &&
      (servers.size === 0 || servers.has(instance.sourceServerID)),
  );
  const page = paginate(
    "DescribeRecoveryInstances",
    found,
    (i) => i.ec2InstanceID,
    request,
    state.quirks.defaultPageSize,
  );
  const serversById = new Map(state.sourceServers.map((server) => [server.sourceServerID, server]));
  return {
    ...page,
    items: page.items.map((instance) => toRecoveryInstance(state, instance, serversById.get(instance.sourceServerID))),
  };
});
