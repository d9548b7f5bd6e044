import { awsDateTime } from "../awsTime";
import { fraction, freshId } from "../world/state/ids";
import type { RecoveryInstanceState } from "../world/state/instance";
import type { JobState } from "../world/state/job";
import type { Outcome, SourceServerState } from "../world/state/sourceServer";
import type { PlannedEvent, WorldState } from "../world/state/worldState";
import { inOrder, jobTiming, planJob, planTermination } from "./planJob";
import { isProtected, terminationRefused } from "./terminationProtection";
import { type Timing, WORK_START_SECONDS } from "./timeline";

/** How long DRS takes to terminate, at least: a guess, as no recording is public. A server's `timings.terminateEnd` overrides it. */
const TERMINATE_SECONDS = 120;

/** By how much one termination takes longer than another. */
const TERMINATE_SPREAD = 10;

/**
 * Starts a TERMINATE job: adds it to the state and plans all its events.
 *
 * Its log events (JOB_START, CLEANUP_START, then CLEANUP_END or CLEANUP_FAIL, JOB_END) are an assumption, as no recording is public. An instance
 * that cannot be terminated stays in DRS's list, and its server's launchStatus is FAILED.
 *
 * @param now simulated milliseconds since the epoch
 */
export function startTerminateJob(
  state: WorldState,
  instances: readonly RecoveryInstanceState[],
  now: number,
): JobState {
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
      statusChanges: [],
      runs: [],
      ...idOf(instances, sourceServerID),
    })),
    tags: {},
    log: [],
  };
  const timing = jobTiming(state, "TERMINATE", servers);
  const parts = servers.flatMap((id) =>
    planServer(
      { state, jobID: job.jobID, timing, now },
      id,
      instances.filter(({ sourceServerID }) => sourceServerID === id),
    ),
  );
  state.jobs.push(job);
  state.events = inOrder([...state.events, ...planJob(job.jobID, now, parts, timing)]);
  return job;
}

function idOf(instances: readonly RecoveryInstanceState[], sourceServerID: string): { recoveryInstanceID?: string } {
  const instance = instances.find((candidate) => candidate.sourceServerID === sourceServerID);
  return instance === undefined ? {} : { recoveryInstanceID: instance.ec2InstanceID };
}

/** The job that is being planned. */
interface Plan {
  readonly state: WorldState;
  readonly jobID: string;
  readonly timing: Timing;
  readonly now: number;
}

function planServer(plan: Plan, sourceServerID: string, instances: readonly RecoveryInstanceState[]): PlannedEvent[] {
  const { state, jobID, now } = plan;
  const server = state.sourceServers.find((candidate) => candidate.sourceServerID === sourceServerID);
  const usual = TERMINATE_SECONDS + (plan.timing === undefined ? 0 : TERMINATE_SPREAD * fraction(`${plan.timing}/end`));
  const seconds = Math.max(WORK_START_SECONDS, server?.timings.terminateEnd ?? usual);
  const starts = Math.round(now + (WORK_START_SECONDS + (seconds - WORK_START_SECONDS) * 0.05) * 1000);
  const ends = Math.round(now + seconds * 1000);
  const log = (at: number, event: string, rawError?: string): PlannedEvent => ({
    at,
    kind: "log",
    jobID,
    event,
    eventData: { sourceServerID, ...(rawError === undefined ? {} : { rawError }) },
  });
  const scripted = takeTerminationOutcome(server);
  const kept = scripted === undefined ? instances.filter(isProtected) : instances;
  const [first] = kept;
  const failure = first === undefined ? undefined : (scripted?.message ?? terminationRefused(first));
  return [
    { at: starts, kind: "launchStatus", jobID, sourceServerID, status: "IN_PROGRESS" },
    log(starts, "CLEANUP_START"),
    ...instances
      .filter((instance) => !kept.includes(instance))
      .flatMap((instance) => planTermination(instance.ec2InstanceID, starts, ends)),
    failure === undefined ? log(ends, "CLEANUP_END") : log(ends, "CLEANUP_FAIL", failure),
    {
      at: ends,
      kind: "launchStatus",
      jobID,
      sourceServerID,
      status: failure === undefined ? "TERMINATED" : "FAILED",
    },
  ];
}

function takeTerminationOutcome(server: SourceServerState | undefined): Outcome | undefined {
  const outcome = server?.terminationOutcome;
  if (server !== undefined && outcome?.times !== undefined) {
    outcome.times -= 1;
    if (outcome.times <= 0) {
      delete server.terminationOutcome;
    }
  }
  return outcome;
}
