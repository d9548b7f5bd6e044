import type { InstanceState } from "../world/state/instance";
import type { JobLogEventData } from "../world/state/job";
import type { LaunchTimeline, PlannedRun } from "../world/state/plannedLaunch";
import type { SourceServerState } from "../world/state/sourceServer";
import type { PlannedEvent } from "../world/state/worldState";
import type { Obstacle } from "./launchObstacle";
import { planTermination } from "./planJob";

/** One server's part of a LAUNCH job, with everything decided. */
interface ServerLaunch {
  readonly jobID: string;
  /** The job's creation, in simulated milliseconds since the epoch. */
  readonly createdAt: number;
  readonly server: SourceServerState;
  readonly timeline: LaunchTimeline;
  readonly earlier: readonly InstanceState[];
  readonly conversionServerID: string;
  readonly instance: InstanceState;
  /** Why the on-demand snapshot failed, when the launch goes on from an older one. */
  readonly previousSnapshotMessage?: string | undefined;
  readonly obstacle?: Obstacle | undefined;
  /** The finished runs of the post-launch actions, in order, and how long each takes. */
  readonly runs: readonly PlannedRun[];
  /** Whether the job is COMPLETED only when its post-launch actions have ended. */
  readonly completedWaitsForActions: boolean;
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
  plan.addExtraLog();
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
  if (launch.server.launchConfiguration.recoveryMode !== "FAST") {
    // In recorded jobs the conversion server is named only when the conversion ends.
    plan.log(timeline.conversionStart, "CONVERSION_START");
    if (obstacle?.event === "CONVERSION_FAIL") {
      return plan.fail(timeline.conversionEnd, obstacle, { conversionServerID });
    }
    plan.log(timeline.conversionEnd, "CONVERSION_END", { conversionServerID });
  }
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
    const patch = server.log?.[event];
    if (patch === null) {
      return;
    }
    this.events.push({
      at: this.at(moment),
      kind: "log",
      jobID,
      event,
      eventData: { sourceServerID: server.sourceServerID, ...data },
      ...(patch === undefined ? {} : { patch }),
    });
  }

  /** The items that only the server's world has. The job waits for none of them. */
  addExtraLog(): void {
    const { jobID, server } = this.launch;
    for (const { event, seconds, patch } of server.extraLog ?? []) {
      this.events.push({
        at: this.at(seconds),
        background: true,
        kind: "log",
        jobID,
        event,
        eventData: { sourceServerID: server.sourceServerID },
        ...(patch === undefined ? {} : { patch }),
      });
    }
  }

  status(moment: number, status: "IN_PROGRESS" | "LAUNCHED" | "FAILED", background = false): void {
    const { jobID, server } = this.launch;
    this.events.push({
      at: this.at(moment),
      background,
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
    const { timeline, server } = this.launch;
    const { ec2InstanceID } = instance;
    const stopped = server.launchConfiguration.launchDisposition === "STOPPED";
    this.events.push(
      ...this.stopTarget(ec2InstanceID),
      { at: this.at(timeline.instanceStart), kind: "instance", instance },
      { at: this.at(timeline.instanceRunning), kind: "instanceState", ec2InstanceID, state: "RUNNING" },
      ...(stopped
        ? [{ at: this.at(timeline.launchEnd), kind: "instanceState", ec2InstanceID, state: "STOPPED" } as const]
        : []),
      ...this.listing(ec2InstanceID),
    );
    this.log(timeline.launchEnd, "LAUNCH_END", { targetInstanceID: ec2InstanceID });
    this.status(timeline.launchEnd, "LAUNCHED");
    this.runActions();
    return this.events;
  }

  /** A launch into an instance stops it first, to exchange its volumes. */
  private stopTarget(ec2InstanceID: string): PlannedEvent[] {
    const { timeline, server } = this.launch;
    const isTarget = server.launchConfiguration.launchIntoInstanceProperties.launchIntoEC2InstanceID === ec2InstanceID;
    return isTarget
      ? [{ at: this.at(timeline.launchStart), kind: "instanceState", ec2InstanceID, state: "STOPPED" }]
      : [];
  }

  /** DRS lists the instance at LAUNCH_END, unless the world has it listed late or never. */
  private listing(ec2InstanceID: string): PlannedEvent[] {
    const { timeline, server, jobID } = this.launch;
    const { listedAfterSeconds = 0 } = server.launched ?? {};
    if (listedAfterSeconds === null) {
      return [];
    }
    const at = this.at(timeline.launchEnd + listedAfterSeconds);
    return [{ at, background: listedAfterSeconds > 0, kind: "instanceListed", jobID, ec2InstanceID }];
  }

  /**
   * The actions run one after the other once the SSM agent is found. One that fails and is not optional marks the launch as failed, as the API
   * model says about `optional`.
   */
  private runActions(): void {
    const { timeline, runs, jobID, server } = this.launch;
    const { ssmAgent = timeline.launchEnd + AGENT_SECONDS } = server.timings;
    if (ssmAgent === null || runs.length === 0) {
      return;
    }
    const background = !this.launch.completedWaitsForActions;
    const base = { background, jobID, sourceServerID: server.sourceServerID };
    let moment = Math.max(timeline.launchEnd, ssmAgent);
    this.events.push({ at: this.at(moment), ...base, kind: "ssmAgent" });
    for (const { run, seconds } of runs) {
      const { failureReason: _unknownYet, ...running } = { ...run, status: "IN_PROGRESS" as const };
      this.events.push({ at: this.at(moment), ...base, kind: "launchActionRun", run: running });
      moment += seconds;
      if (run.status !== "IN_PROGRESS") {
        this.events.push({ at: this.at(moment), ...base, kind: "launchActionRun", run });
      }
      if (run.status === "FAILED" && !run.action.optional) {
        this.status(moment, "FAILED", background);
      }
    }
  }

  private at(moment: number): number {
    return Math.round(this.launch.createdAt + moment * 1000);
  }
}

/** From LAUNCH_END until DRS finds the SSM agent. A guess: no recorded job has post-launch actions. */
const AGENT_SECONDS = 30;
