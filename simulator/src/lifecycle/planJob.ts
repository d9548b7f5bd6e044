import type { JobState } from "../world/state/job";
import type { PlannedEvent, WorldState } from "../world/state/worldState";
import { jobMoments, type Timing } from "./timeline";

/**
 * Plans a job from its servers' parts: JOB_START before them, JOB_END after the last part that the job waits for.
 *
 * The job ends COMPLETED whatever happened to its servers, because DRS has no failed jobs. JOB_END is logged after that, so that the log of a
 * job that has just ended lacks it. Events come out ordered by time.
 *
 * @param createdAt simulated milliseconds since the epoch
 */
export function planJob(
  jobID: string,
  createdAt: number,
  parts: readonly PlannedEvent[],
  timing: Timing,
): PlannedEvent[] {
  const moments = jobMoments(timing);
  const startsAt = Math.round(createdAt + moments.start * 1000);
  return inOrder([
    { at: startsAt, kind: "jobStatus", jobID, status: "STARTED" },
    { at: startsAt, kind: "log", jobID, event: "JOB_START", eventData: {} },
    ...parts,
    ...planJobEnd(jobID, startsAt, parts, timing),
  ]);
}

/** The end of a job, after the last of these parts that it waits for, and not before `earliest` (simulated milliseconds since the epoch). */
export function planJobEnd(
  jobID: string,
  earliest: number,
  parts: readonly PlannedEvent[],
  timing: Timing,
): PlannedEvent[] {
  const moments = jobMoments(timing);
  const lastEnd = Math.max(earliest, ...parts.filter(isWork).map((event) => event.at));
  const endsAt = Math.round(lastEnd + moments.end * 1000);
  const loggedAt = Math.round(endsAt + moments.endLogged * 1000);
  return [
    { at: endsAt, kind: "jobStatus", jobID, status: "COMPLETED" },
    { at: loggedAt, kind: "log", jobID, event: "JOB_END", eventData: {} },
  ];
}

/**
 * What the times of a new job depend on: the world's seed, its servers, and how many jobs of this type the first of them was in. So a repeated
 * drill takes another time, and the same drills of the same world take the same times, in whatever order they start.
 */
export function jobTiming(state: WorldState, type: JobState["type"], sourceServerIDs: readonly string[]): Timing {
  if (state.timingSeed === undefined) {
    return undefined;
  }
  const ids = [...sourceServerIDs].sort();
  const earlier = state.jobs.filter(
    (job) => job.type === type && job.participatingServers.some(({ sourceServerID }) => sourceServerID === ids[0]),
  );
  return [state.timingSeed, type, ...ids, earlier.length].join("/");
}

/** The events ordered by time; those of the same moment keep their order. */
export function inOrder(events: readonly PlannedEvent[]): PlannedEvent[] {
  return [...events].sort((a, b) => a.at - b.at);
}

// A job does not wait until EC2 forgets its terminated instances.
function isWork(event: PlannedEvent): boolean {
  return event.kind !== "instanceForgotten" && event.background !== true;
}

// EC2 shows a terminated instance for about an hour (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/terminating-instances.html).
const VISIBLE_AFTER_TERMINATION_MS = 3600 * 1000;

/**
 * Plans the termination of an instance between two moments (simulated milliseconds since the epoch): EC2 shuts it down, DRS stops listing
 * it, and an hour later EC2 forgets it.
 */
export function planTermination(ec2InstanceID: string, from: number, to: number): PlannedEvent[] {
  return [
    { at: from, kind: "instanceState", ec2InstanceID, state: "SHUTTING-DOWN" },
    { at: to, kind: "instanceState", ec2InstanceID, state: "TERMINATED" },
    { at: to, kind: "instanceUnlisted", ec2InstanceID },
    { at: to + VISIBLE_AFTER_TERMINATION_MS, kind: "instanceForgotten", ec2InstanceID },
  ];
}
