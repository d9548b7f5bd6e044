import { awsDateTime } from "../awsTime";
import { freshId } from "../world/state/ids";
import type { InstanceState } from "../world/state/instance";
import type { JobState } from "../world/state/job";
import type { PlannedEvent, WorldState } from "../world/state/worldState";
import { inOrder, planJob, planTermination } from "./planJob";
import { JOB_START_SECONDS } from "./timeline";

/** How long DRS takes to terminate: a guess, as no recording is public. A server's `timings.terminateEnd` overrides it. */
const TERMINATE_SECONDS = 120;

/**
 * Starts a TERMINATE job: adds it to the state and plans all its events.
 *
 * Its log events (JOB_START, CLEANUP_START, CLEANUP_END, JOB_END) are an assumption, as no recording is public.
 *
 * @param now simulated milliseconds since the epoch
 */
export function startTerminateJob(state: WorldState, instances: readonly InstanceState[], now: number): JobState {
  const servers = [...new Set(instances.map((instance) => instance.sourceServerID))];
  const job: JobState = {
    jobID: freshId(state, "drsjob-"),
    type: "TERMINATE",
    initiatedBy: "TERMINATE_RECOVERY_INSTANCES",
    creationDateTime: awsDateTime(now),
    status: "PENDING",
    participatingServers: servers.map((sourceServerID) => ({
      sourceServerID,
      launchStatus: "PENDING",
      runs: [],
      ...idOf(instances, sourceServerID),
    })),
    tags: {},
    log: [],
  };
  const parts = servers.flatMap((id) => planServer(state, job.jobID, id, instances, now));
  state.jobs.push(job);
  state.events = inOrder([...state.events, ...planJob(job.jobID, now, parts)]);
  return job;
}

function idOf(instances: readonly InstanceState[], sourceServerID: string): { recoveryInstanceID?: string } {
  const instance = instances.find((candidate) => candidate.sourceServerID === sourceServerID);
  return instance === undefined ? {} : { recoveryInstanceID: instance.ec2InstanceID };
}

function planServer(
  state: WorldState,
  jobID: string,
  sourceServerID: string,
  instances: readonly InstanceState[],
  now: number,
): PlannedEvent[] {
  const server = state.sourceServers.find((candidate) => candidate.sourceServerID === sourceServerID);
  const seconds = Math.max(JOB_START_SECONDS, server?.timings.terminateEnd ?? TERMINATE_SECONDS);
  const starts = Math.round(now + (JOB_START_SECONDS + (seconds - JOB_START_SECONDS) * 0.05) * 1000);
  const ends = Math.round(now + seconds * 1000);
  const log = (at: number, event: string): PlannedEvent => ({
    at,
    kind: "log",
    jobID,
    event,
    eventData: { sourceServerID },
  });
  return [
    { at: starts, kind: "launchStatus", jobID, sourceServerID, status: "IN_PROGRESS" },
    log(starts, "CLEANUP_START"),
    ...instances
      .filter((instance) => instance.sourceServerID === sourceServerID)
      .flatMap((instance) => planTermination(instance.ec2InstanceID, starts, ends)),
    log(ends, "CLEANUP_END"),
    { at: ends, kind: "launchStatus", jobID, sourceServerID, status: "TERMINATED" },
  ];
}
