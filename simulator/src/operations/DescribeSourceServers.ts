import { sourceInstanceID } from "../answers/sourceProperties";
import { toSourceServer } from "../answers/toSourceServer";
import { readOperation } from "../operation";
import { type PageRequest, paginate } from "../pagination";
import type { SourceServerState } from "../world/state/sourceServer";

interface Request extends PageRequest {
  readonly filters?: {
    readonly sourceServerIDs?: readonly string[];
    readonly hardwareId?: string;
    readonly stagingAccountIDs?: readonly string[];
  };
}

/** The source servers: those with the given ids, or all. Unknown ids are ignored. */
export const describeSourceServers = readOperation<Request>("DescribeSourceServers", (request, { state, now }) => {
  const wanted = new Set(request.filters?.sourceServerIDs);
  const accounts = request.filters?.stagingAccountIDs ?? [];
  const found = state.sourceServers.filter(
    (server) =>
      (wanted.size === 0 || wanted.has(server.sourceServerID)) &&
      (accounts.length === 0 || accounts.includes(server.stagingArea?.stagingAccountID ?? state.account)) &&
      hasHardware(server, request.filters?.hardwareId),
  );
  const page = paginate(
    "DescribeSourceServers",
    found,
    (server) => server.sourceServerID,
    request,
    state.quirks.defaultPageSize,
  );
  return { ...page, items: page.items.map((server) => toSourceServer(state, server, now)) };
});

// "This is either an EC2 instance id, a VMware uuid or a mac address" (API reference). Simulated servers have only the first, if any.
function hasHardware(server: SourceServerState, hardwareId: string | undefined): boolean {
  return hardwareId === undefined || hardwareId === sourceInstanceID(server);
}
