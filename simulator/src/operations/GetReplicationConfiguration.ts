import { toReplicationConfiguration } from "../answers/toReplicationConfiguration";
import { readOperation } from "../operation";
import { findSourceServer } from "../world/state/lookup";

/** A server's replication settings. */
export const getReplicationConfiguration = readOperation<{ readonly sourceServerID: string }>(
  "GetReplicationConfiguration",
  (request, { state }) => toReplicationConfiguration(state, findSourceServer(state, request.sourceServerID)),
);
