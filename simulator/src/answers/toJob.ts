import type { JobState, ParticipatingServerState } from "../world/state/job";
import { arnOf } from "../world/state/resource";
import type { WorldState } from "../world/state/worldState";

/** DRS's Job, as DescribeJobs answers it. */
export function toJob(state: WorldState, job: JobState): object {
  return {
    jobID: job.jobID,
    arn: arnOf(state, "job", job.jobID),
    type: job.type,
    initiatedBy: job.initiatedBy,
    creationDateTime: job.creationDateTime,
    ...(job.endDateTime === undefined ? {} : { endDateTime: job.endDateTime }),
    status: job.status,
    participatingServers: job.participatingServers.map((server) => toParticipatingServer(state, server)),
    participatingResources: [],
    tags: job.tags,
  };
}

/** DRS's Job in the answer to the call that started it: without tags, the service answers with the job's ARN as a tag (docs/drs-facts.md). */
export function toStartedJob(state: WorldState, job: JobState): object {
  const untagged = Object.keys(job.tags).length === 0;
  const quirk = state.quirks.resourceArnTag && untagged && { tags: { resourceArn: arnOf(state, "job", job.jobID) } };
  return { ...toJob(state, job), ...quirk };
}

// Recorded LAUNCH jobs have no recoveryInstanceID, neither while they run nor afterwards (docs/drs-facts.md).
function toParticipatingServer(state: WorldState, server: ParticipatingServerState): object {
  const shown = state.quirks.recoveryInstanceIdOnJob && server.recoveryInstanceID !== undefined;
  return {
    sourceServerID: server.sourceServerID,
    ...(shown ? { recoveryInstanceID: server.recoveryInstanceID } : {}),
    launchStatus: server.launchStatus,
    launchActionsStatus: { runs: server.runs },
  };
}
