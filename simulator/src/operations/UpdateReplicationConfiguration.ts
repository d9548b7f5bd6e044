import { toReplicationConfiguration } from "../answers/toReplicationConfiguration";
import { writeOperation } from "../operation";
import { findSourceServer } from "../world/state/lookup";
import { ensureReplicationGroup } from "../world/state/replicationSecurityGroup";
import type { ReplicationConfigurationState } from "../world/state/sourceServer";

type Request = ReplicationConfigurationState & { readonly sourceServerID: string };

/** Changes the settings that the request names and answers with all of them. The simulated replication ignores them. */
export const updateReplicationConfiguration = writeOperation<Request>(
  "UpdateReplicationConfiguration",
  ({ sourceServerID, ...changes }, { state }) => {
    const server = findSourceServer(state, sourceServerID);
    server.replicationConfiguration = { ...server.replicationConfiguration, ...changes };
    ensureReplicationGroup(state, server.replicationConfiguration);
    return toReplicationConfiguration(state, server);
  },
);
