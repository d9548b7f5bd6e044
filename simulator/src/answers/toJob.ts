import { mergePatch } from "../mergePatch";
import type { JobState, LaunchStatus, ParticipatingServerState } from "../world/state/job";
import { arnOf } from "../world/state/resource";
import type { WorldState } from "../world/state/worldState";

/** DRS's Job at this moment (simulated milliseconds since the epoch), as DescribeJobs answers it. */
export function toJob(state: WorldState, job: JobState, now: number): object {
  return {
    jobID: job.jobID,
    arn: arnOf(state, "job", job.jobID),
    type: job.type,
    initiatedBy: job.initiatedBy,
    creationDateTime: job.creationDateTime,
    ...(job.endDateTime === undefined ? {} : { endDateTime: job.endDateTime }),
    status: job.status,
    ...participants(state, job, now),
    participatingResources: [],
    tags: job.tags,
  };
}

/** DRS's Job in the answer to the call that started it: without tags, the service answers with the job's ARN as a tag (docs/drs-facts.md). */
export function toStartedJob(state: WorldState, job: JobState, now: number): object {
  const untagged = Object.keys(job.tags).length === 0;
  const quirk = state.quirks.resourceArnTag && untagged && { tags: { resourceArn: arnOf(state, "job", job.jobID) } };
  return { ...toJob(state, job, now), ...quirk };
}

/** The servers of the job, as far as the world shows them by now. */
function participants(state: WorldState, job: JobState, now: number): { readonly participatingServers?: object[] } {
  const age = (now - Date.parse(job.creationDateTime)) / 1000;
  const shown = job.participatingServers.flatMap((participant) => {
    const server = state.sourceServers.find(({ sourceServerID: id }) => id === participant.sourceServerID);
    const told = job.type === "LAUNCH" ? server?.onJob : undefined;
    const { listedAfterSeconds = 0 } = told ?? {};
    return listedAfterSeconds === null || age < listedAfterSeconds
      ? []
      : [mergePatch(toParticipatingServer(state, participant, told?.launchStatusDelaySeconds ?? 0, now), told?.patch)];
  });
  const absent = shown.length === 0 && state.quirks.emptyParticipants === "absent";
  return absent ? {} : { participatingServers: shown };
}

// Recorded LAUNCH jobs have no recoveryInstanceID, neither while they run nor afterwards (docs/drs-facts.md, "The instance is not on the job").
function toParticipatingServer(
  state: WorldState,
  server: ParticipatingServerState,
  delaySeconds: number,
  now: number,
): object {
  const shown = state.quirks.recoveryInstanceIdOnJob && server.recoveryInstanceID !== undefined;
  const { ssmAgentDiscoveryDatetime } = server;
  return {
    sourceServerID: server.sourceServerID,
    ...(shown ? { recoveryInstanceID: server.recoveryInstanceID } : {}),
    launchStatus: launchStatusAt(server, now - delaySeconds * 1000),
    launchActionsStatus: {
      ...(ssmAgentDiscoveryDatetime === undefined ? {} : { ssmAgentDiscoveryDatetime }),
      runs: server.runs,
    },
  };
}

/** The launch status that the server had at this moment. */
function launchStatusAt({ launchStatus, statusChanges = [] }: ParticipatingServerState, moment: number): LaunchStatus {
  if (statusChanges.length === 0) {
    return launchStatus;
  }
  return statusChanges.findLast(({ at }) => at <= moment)?.status ?? "PENDING";
}
