import { conflict } from "../errors";
import { writeOperation } from "../operation";
import { findRecoveryInstance } from "../world/state/lookup";

/** Removes a disconnected instance from DRS's list. EC2 keeps running it. Answers 200 with an empty body. */
export const deleteRecoveryInstance = writeOperation<{ readonly recoveryInstanceID: string }>(
  "DeleteRecoveryInstance",
  ({ recoveryInstanceID: id }, { state }) => {
    const instance = findRecoveryInstance(state, id);
    if (instance.drsView !== "DISCONNECTED") {
      throw conflict(
        `Recovery Instance ${id} must be disconnected first in order to delete it`,
        id,
        "RecoveryInstance",
      );
    }
    instance.drsView = "DELETED";
    for (const server of state.sourceServers.filter((candidate) => candidate.recoveryInstanceId === id)) {
      delete server.recoveryInstanceId;
    }
    return undefined;
  },
);
