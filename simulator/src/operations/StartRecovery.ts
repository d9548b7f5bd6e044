import { toStartedJob } from "../answers/toJob";
import { validationError } from "../errors";
import { checkJobLimits } from "../lifecycle/jobLimits";
import { pinnedSnapshotTime, startLaunchJob } from "../lifecycle/startLaunchJob";
import { writeOperation } from "../operation";
import { checkTags } from "../tags";
import { findSourceServer } from "../world/state/lookup";
import type { Tags } from "../world/state/resource";

interface Request {
  readonly sourceServers: readonly { readonly sourceServerID: string; readonly recoverySnapshotID?: string }[];
  readonly isDrill?: boolean;
  readonly tags?: Tags;
}

/**
 * Starts a job that launches the servers with the launch settings that DRS stores for them. Answers 202.
 *
 * There is no client token: a second call is a second job, and conflicts while the first one holds the servers. The service's exception for
 * an unknown server or snapshot is not documented (the operation declares none); here it is ResourceNotFoundException.
 */
export const startRecovery = writeOperation<Request>("StartRecovery", (request, { state, now }) => {
  const ids = request.sourceServers.map((server) => server.sourceServerID);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) {
    throw validationError(`Source Server ${twice} is included in the API call more than once`);
  }
  const tags = checkTags({}, request.tags ?? {});
  const requests = request.sourceServers.map(({ sourceServerID, recoverySnapshotID }) => {
    const server = findSourceServer(state, sourceServerID);
    return {
      server,
      snapshotTime: recoverySnapshotID === undefined ? undefined : pinnedSnapshotTime(server, recoverySnapshotID, now),
    };
  });
  checkJobLimits(state, ids);
  const job = startLaunchJob(state, requests, request.isDrill ?? false, tags, now);
  return { job: toStartedJob(state, job, now) };
});
