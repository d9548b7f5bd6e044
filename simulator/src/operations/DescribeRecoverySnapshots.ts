import { inDateRange } from "../awsTime";
import { mergePatch } from "../mergePatch";
import { readOperation } from "../operation";
import { type PageRequest, paginate } from "../pagination";
import { derivedId } from "../world/state/ids";
import { recoverySnapshots } from "../world/state/snapshots";
import { isReplicated, type RecoverySnapshotState, type SourceServerState } from "../world/state/sourceServer";

interface Request extends PageRequest {
  readonly sourceServerID: string;
  readonly filters?: { readonly fromDateTime?: string; readonly toDateTime?: string };
  readonly order?: "ASC" | "DESC";
}

/**
 * A server's recovery snapshots, oldest first unless `order` is DESC.
 *
 * The default order is not documented. An unknown server has none, as the operation declares no ResourceNotFoundException.
 */
export const describeRecoverySnapshots = readOperation<Request>(
  "DescribeRecoverySnapshots",
  (request, { state, now }) => {
    const server = state.sourceServers.find((candidate) => candidate.sourceServerID === request.sourceServerID);
    if (server === undefined) {
      return { items: [] };
    }
    const { fromDateTime, toDateTime } = request.filters ?? {};
    const newestFirst = recoverySnapshots(server, now).filter(({ expectedTimestamp }) =>
      inDateRange(expectedTimestamp, fromDateTime, toDateTime),
    );
    const ordered = request.order === "DESC" ? newestFirst : newestFirst.reverse();
    const page = paginate(
      "DescribeRecoverySnapshots",
      ordered,
      ({ snapshotID }) => snapshotID,
      request,
      state.quirks.defaultPageSize,
    );
    return { ...page, items: page.items.map((snapshot) => toRecoverySnapshot(server, snapshot)) };
  },
);

function toRecoverySnapshot(server: SourceServerState, snapshot: RecoverySnapshotState): object {
  const { snapshotID, expectedTimestamp, timestamp, patch } = snapshot;
  const described = {
    snapshotID,
    sourceServerID: server.sourceServerID,
    expectedTimestamp,
    ...(timestamp === undefined ? {} : { timestamp }),
    ebsSnapshots: server.disks
      .filter((disk) => isReplicated(server, disk))
      .map((disk) => derivedId("snap-", `${snapshotID}/${disk.deviceName}`)),
  };
  return mergePatch(described, patch);
}
