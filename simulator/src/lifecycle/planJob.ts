import type { PlannedEvent } from "../world/state/worldState";
import { JOB_END_SECONDS, JOB_START_SECONDS } from "./timeline";

/**
 * Plans a job from its servers' parts: JOB_START before them, JOB_END after the last part that the job waits for.
 *
 * The job ends COMPLETED whatever happened to its servers, because DRS has no failed jobs. Events come out ordered by time.
 *
 * @param createdAt simulated milliseconds since the epoch
 */
export function planJob(jobID: string, createdAt: number, parts: readonly PlannedEvent[]): PlannedEvent[] {
  const startsAt = Math.round(createdAt + JOB_START_SECONDS * 1000);
  const lastEnd = Math.max(startsAt, ...parts.filter(isWork).map((event) => event.at));
  const endsAt = lastEnd + JOB_END_SECONDS * 1000;
  return inOrder([
    { at: startsAt, kind: "jobStatus", jobID, status: "STARTED" },
    { at: startsAt, kind: "log", jobID, event: "JOB_START", eventData: {} },
    ...parts,
    { at: endsAt, kind: "log", jobID, event: "JOB_END", eventData: {} },
    { at: endsAt, kind: "jobStatus", jobID, status: "COMPLETED" },
  ]);
}

/** The events ordered by time; those of the same moment keep their order. */
export function inOrder(events: readonly PlannedEvent[]): PlannedEvent[] {
  return [...events].sort((a, b) => a.at - b.at);
}

// A job does not wait until EC2 forgets its terminated instances.
function isWork(event: PlannedEvent): boolean {
  return event.kind !== "instanceForgotten";
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
