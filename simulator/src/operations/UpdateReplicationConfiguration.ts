import { toReplicationConfiguration } from "../answers/toReplicationConfiguration";
import { writeOperation } from "../operation";
import { findSourceServer } from "../world/lookup";

/** Changes the settings that the request names and answers with all of them. They have no effect on the simulated replication. */
export const updateReplicationConfiguration = writeOperation<{ readonly sourceServerID: string }>(
  "UpdateReplicationConfiguration",
  ({ sourceServerID, ...changes }, { state }) => {
    const server = findSourceServer(state, sourceServerID);
    server.replicationConfiguration = { ...server.replicationConfiguration, ...changes };
    return toReplicationConfiguration(state, server);
  },
);
