import { writeOperation } from "../operation";
import { findRecoveryInstance } from "../world/state/lookup";

/** Ends data replication of the instance. DRS still lists it and EC2 keeps running it. Answers with an empty body. */
export const disconnectRecoveryInstance = writeOperation<{ readonly recoveryInstanceID: string }>(
  "DisconnectRecoveryInstance",
  ({ recoveryInstanceID }, { state }) => {
    findRecoveryInstance(state, recoveryInstanceID).drsView = "DISCONNECTED";
    return undefined;
  },
);
