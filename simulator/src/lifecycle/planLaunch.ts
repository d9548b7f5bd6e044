import type { InstanceState } from "../world/state/instance";
import type { JobLogEventData, LaunchActionRun } from "../world/state/job";
import type { SourceServerState } from "../world/state/sourceServer";
import type { PlannedEvent } from "../world/state/worldState";
import type { Obstacle } from "./launchObstacle";
import { planTermination } from "./planJob";
import type { LaunchTimeline } from "./timeline";

/** One server's part of a LAUNCH job, with everything decided. */
interface ServerLaunch {
  readonly jobID: string;
  /** The job's creation, in simulated milliseconds since the epoch. */
  readonly createdAt: number;
  readonly server: Pick<SourceServerState, "sourceServerID" | "launchConfiguration">;
  readonly timeline: LaunchTimeline;
  readonly earlier: readonly InstanceState[];
  readonly conversionServerID: string;
  readonly instance: InstanceState;
  /** Why the on-demand snapshot failed, when the launch goes on from an older one. */
  readonly previousSnapshotMessage?: string | undefined;
  readonly obstacle?: Obstacle | undefined;
  /** The finished runs of the post-launch actions, in order. */
  readonly runs: readonly LaunchActionRun[];
}

/**
 * Plans everything that will happen to one server, ordered by time: log items, launch status, instances.
 *
 * Log events come in the order of real jobs: CLEANUP_*, SNAPSHOT_*, CONVERSION_*, LAUNCH_*. The service sends LAUNCH_END although no published
 * enum has it (docs/drs-facts.md). An obstacle's event ends the server's part.
 */
export function planLaunch(launch: ServerLaunch): PlannedEvent[] {
  const plan = new ServerPlan(launch);
  const { timeline, obstacle } = launch;
  plan.status(timeline.cleanupStart, "IN_PROGRESS");
  if (obstacle?.event === "SERVER_SKIPPED") {
    return plan.fail(timeline.cleanupStart, obstacle);
  }
  return planPhases(plan, launch);
}

function planPhases(plan: ServerPlan, launch: ServerLaunch): PlannedEvent[] {
  const { timeline, obstacle, conversionServerID, instance } = launch;
  if (launch.earlier.length > 0) {
    plan.log(timeline.cleanupStart, "CLEANUP_START");
    if (obstacle?.event === "CLEANUP_FAIL") {
      return plan.fail(timeline.cleanupEnd, obstacle);
    }
    plan.cleanUp();
    plan.log(timeline.cleanupEnd, "CLEANUP_END");
  }
  plan.log(timeline.snapshotStart, "SNAPSHOT_START");
  if (obstacle?.event === "SNAPSHOT_FAIL" || obstacle?.event === "USING_PREVIOUS_SNAPSHOT_FAILED") {
    return plan.fail(timeline.snapshotEnd, obstacle);
  }
  if (launch.previousSnapshotMessage === undefined) {
    plan.log(timeline.snapshotEnd, "SNAPSHOT_END");
  } else {
    plan.log(timeline.snapshotEnd, "USING_PREVIOUS_SNAPSHOT", { rawError: launch.previousSnapshotMessage });
  }
  plan.log(timeline.conversionStart, "CONVERSION_START", { conversionServerID });
  if (obstacle?.event === "CONVERSION_FAIL") {
    return plan.fail(timeline.conversionEnd, obstacle, { conversionServerID });
  }
  plan.log(timeline.conversionEnd, "CONVERSION_END", { conversionServerID });
  plan.log(timeline.launchStart, "LAUNCH_START");
  if (obstacle !== undefined) {
    return plan.fail(timeline.launchFailed, obstacle);
  }
  return plan.launchInstance(instance);
}

/** Collects a server's events. Moments are in seconds after the job's creation. */
class ServerPlan {
  private readonly events: PlannedEvent[] = [];

  constructor(private readonly launch: ServerLaunch) {}

  log(moment: number, event: string, data: JobLogEventData = {}): void {
    const { jobID, server } = this.launch;
    this.events.push({
      at: this.at(moment),
      kind: "log",
      jobID,
      event,
      eventData: { sourceServerID: server.sourceServerID, ...data },
    });
  }

  status(moment: number, status: "IN_PROGRESS" | "LAUNCHED" | "FAILED"): void {
    const { jobID, server } = this.launch;
    this.events.push({
      at: this.at(moment),
      kind: "launchStatus",
      jobID,
      sourceServerID: server.sourceServerID,
      status,
    });
  }

  fail(moment: number, obstacle: Obstacle, data: JobLogEventData = {}): PlannedEvent[] {
    this.log(moment, obstacle.event, { ...data, rawError: obstacle.message });
    this.status(moment, "FAILED");
    return this.events;
  }

  cleanUp(): void {
    const { cleanupStart, cleanupEnd } = this.launch.timeline;
    for (const { ec2InstanceID } of this.launch.earlier) {
      this.events.push(...planTermination(ec2InstanceID, this.at(cleanupStart), this.at(cleanupEnd)));
    }
  }

  launchInstance(instance: InstanceState): PlannedEvent[] {
    const { timeline, server, jobID } = this.launch;
    const { ec2InstanceID } = instance;
    const stopped = server.launchConfiguration.launchDisposition === "STOPPED";
    this.events.push(
      { at: this.at(timeline.instanceStart), kind: "instance", instance },
      { at: this.at(timeline.instanceRunning), kind: "instanceState", ec2InstanceID, state: "RUNNING" },
      ...(stopped
        ? [{ at: this.at(timeline.launchEnd), kind: "instanceState", ec2InstanceID, state: "STOPPED" } as const]
        : []),
      { at: this.at(timeline.launchEnd), kind: "instanceListed", jobID, ec2InstanceID },
    );
    this.log(timeline.launchEnd, "LAUNCH_END", { targetInstanceID: ec2InstanceID });
    this.status(timeline.launchEnd, "LAUNCHED");
    this.runActions();
    return this.events;
  }

  /** An action that fails and is not optional marks the launch as failed, as the API model says about `optional`. */
  private runActions(): void {
    const { timeline, runs, jobID, server } = this.launch;
    for (const [index, run] of runs.entries()) {
      const starts = timeline.launchEnd + 1 + index * ACTION_SECONDS;
      const { failureReason: _unknownYet, ...running } = { ...run, status: "IN_PROGRESS" as const };
      const base = { kind: "launchActionRun", jobID, sourceServerID: server.sourceServerID } as const;
      this.events.push({ at: this.at(starts), ...base, run: running });
      if (run.status !== "IN_PROGRESS") {
        this.events.push({ at: this.at(starts + ACTION_SECONDS), ...base, run });
      }
      if (run.status === "FAILED" && !run.action.optional) {
        this.status(starts + ACTION_SECONDS, "FAILED");
      }
    }
  }

  private at(moment: number): number {
    return Math.round(this.launch.createdAt + moment * 1000);
  }
}

/** How long a post-launch action runs. A guess: no recorded job has one. */
const ACTION_SECONDS = 20;
