import { awsDateTime } from "../awsTime";
import { conflict, notFound } from "../errors";
import { remakeLaunchTemplate } from "../world/state/drsLaunchTemplate";
import { freshId, freshUuid } from "../world/state/ids";
import type { InstanceState } from "../world/state/instance";
import type { JobState, LaunchAction } from "../world/state/job";
import type { LaunchTimeline, PlannedLaunch, PlannedRun } from "../world/state/plannedLaunch";
import type { Tags } from "../world/state/resource";
import { recoverySnapshots } from "../world/state/snapshots";
import { type ActionResult, actionResultOf, type Outcome, type SourceServerState } from "../world/state/sourceServer";
import type { PlannedEvent, WorldState } from "../world/state/worldState";
import { launchObstacle, type Obstacle } from "./launchObstacle";
import { inOrder, jobTiming, planJob } from "./planJob";
import { planFromSettings, plannedInstances, settingsRead, targetOf } from "./readSettings";
import { rightSizedType } from "./rightSizedType";
import { isProtected, terminationRefused } from "./terminationProtection";
import { afterCleanup, launchTimeline, type Timing, withoutConversion } from "./timeline";

/** A server to launch, and the snapshot to launch it from; undefined = the latest data. */
interface LaunchRequest {
  readonly server: SourceServerState;
  readonly snapshotTime: string | undefined;
}

/**
 * The time of a pinned snapshot.
 *
 * @throws AwsError ResourceNotFoundException when the server does not have it, or no longer has it; ConflictException while it is being made,
 * which is assumed
 */
export function pinnedSnapshotTime(server: SourceServerState, snapshotID: string, now: number): string {
  const snapshot = recoverySnapshots(server, now).find((candidate) => candidate.snapshotID === snapshotID);
  if (snapshot === undefined) {
    throw notFound("RecoverySnapshot", snapshotID);
  }
  if (snapshot.timestamp === undefined) {
    throw conflict(`Recovery snapshot ${snapshotID} is not available yet`, snapshotID, "RecoverySnapshot");
  }
  return snapshot.timestamp;
}

/**
 * Starts a LAUNCH job: adds it to the state and plans all its events, with the launch settings of this moment.
 *
 * The caller has made sure that no other job holds one of the servers.
 *
 * @param now simulated milliseconds since the epoch
 */
export function startLaunchJob(
  state: WorldState,
  requests: readonly LaunchRequest[],
  isDrill: boolean,
  tags: Tags,
  now: number,
): JobState {
  const job: JobState = {
    jobID: freshId(state, "drsjob-"),
    type: "LAUNCH",
    initiatedBy: isDrill ? "START_DRILL" : "START_RECOVERY",
    creationDateTime: awsDateTime(now),
    status: "PENDING",
    participatingServers: requests.map(({ server }) => ({
      sourceServerID: server.sourceServerID,
      launchStatus: "PENDING",
      statusChanges: [],
      runs: [],
    })),
    tags,
    log: [],
  };
  const timing = jobTiming(
    state,
    "LAUNCH",
    requests.map(({ server }) => server.sourceServerID),
  );
  // Each server sees the planned instances of the servers before it.
  const parts: PlannedEvent[] = [];
  for (const request of requests) {
    parts.push(...planServer({ state, job, timing, now }, request, [...state.events, ...parts]));
  }
  state.jobs.push(job);
  state.events = inOrder([...state.events, ...planJob(job.jobID, now, parts, timing)]);
  for (const { server } of requests) {
    server.lastLaunch = {
      apiCallDateTime: job.creationDateTime,
      jobID: job.jobID,
      type: isDrill ? "DRILL" : "RECOVERY",
      status: "PENDING",
    };
    server.lastLaunchResult = "PENDING";
  }
  return job;
}

/** The job that is being planned. */
interface Plan {
  readonly state: WorldState;
  readonly job: JobState;
  readonly timing: Timing;
  readonly now: number;
}

function planServer(plan: Plan, request: LaunchRequest, planned: readonly PlannedEvent[]): PlannedEvent[] {
  const { state, job, now } = plan;
  const { server } = request;
  remakeLaunchTemplate(state, server, rightSizedType(server, undefined), now);
  const earlier = earlierInstances(state, server);
  const others = [...state.instances.filter((instance) => !earlier.includes(instance)), ...plannedInstances(planned)];
  const timeline = timelineOf(plan, server, earlier.length > 0);
  const scripted = takeOutcome(server);
  const usesPrevious = scripted?.event === "USING_PREVIOUS_SNAPSHOT" && request.snapshotTime === undefined;
  const launch: PlannedLaunch = {
    createdAt: now,
    timeline,
    timing: plan.timing,
    ec2InstanceID: freshId(state, "i-"),
    conversionServerID: freshId(state, "i-"),
    pointInTimeSnapshotDateTime: snapshotTime(request, usesPrevious, now + timeline.snapshotStart * 1000, now),
    ...(usesPrevious ? { previousSnapshotMessage: scripted?.message } : {}),
    runs: launchActionRuns(state, server),
    completedWaitsForActions: state.quirks.completedWaitsForActions,
  };
  const readsSettings = scripted === undefined || scripted.event === "USING_PREVIOUS_SNAPSHOT";
  const obstacle = readsSettings ? (protectionObstacle(earlier) ?? launchObstacle(state, server, others)) : scripted;
  const parts = planFromSettings(state, server, job, launch, { earlier, others, obstacle });
  const reads = readsSettings && (obstacle === undefined || obstacle.event === "LAUNCH_FAILED");
  return reads && state.quirks.settingsReadAt === "launch"
    ? [settingsRead(job.jobID, server.sourceServerID, launch), ...parts]
    : parts;
}

function timelineOf({ timing }: Plan, server: SourceServerState, hasEarlier: boolean): LaunchTimeline {
  const { sourceServerID, os, timings } = server;
  const usual = launchTimeline({ sourceServerID, os, timings, job: timing });
  const cleaned = hasEarlier ? afterCleanup(usual) : usual;
  return server.launchConfiguration.recoveryMode === "FAST" ? withoutConversion(cleaned, timings) : cleaned;
}

/**
 * The instances that a new launch cleans up: all of the server's, "regardless if they have been disconnected and deleted from DRS"
 * (https://docs.aws.amazon.com/drs/latest/userguide/failback-preparing-failover.html). One that it launches into stays.
 */
function earlierInstances(state: WorldState, server: SourceServerState): InstanceState[] {
  const gone = (instance: InstanceState) =>
    instance.drsView === "DELETED" && (instance.ec2State === "TERMINATED" || instance.ec2State === "NOT_FOUND");
  const target = targetOf(state, server);
  return state.instances.filter(
    (instance) => instance.sourceServerID === server.sourceServerID && instance !== target && !gone(instance),
  );
}

/** That DRS gives a launch up whose cleanup EC2 refuses is assumed. */
function protectionObstacle(earlier: readonly InstanceState[]): Obstacle | undefined {
  const kept = earlier.find(isProtected);
  return kept === undefined ? undefined : { event: "CLEANUP_FAIL", message: terminationRefused(kept) };
}

function takeOutcome(server: SourceServerState): Outcome | undefined {
  const { outcome } = server;
  if (outcome?.times !== undefined) {
    outcome.times -= 1;
    if (outcome.times <= 0) {
      delete server.outcome;
    }
  }
  return outcome;
}

/** The time of the launched data: that of the pinned snapshot, of an older one, or of the snapshot that the job takes. */
function snapshotTime(request: LaunchRequest, usesPrevious: boolean, takenAt: number, now: number): string {
  const previous = usesPrevious
    ? recoverySnapshots(request.server, now).find((snapshot) => snapshot.timestamp !== undefined)?.timestamp
    : undefined;
  return request.snapshotTime ?? previous ?? awsDateTime(Math.round(takenAt));
}

/** The runs of the active actions. One that is never reported has none. */
function launchActionRuns(state: WorldState, server: SourceServerState): PlannedRun[] {
  if (!server.launchConfiguration.postLaunchEnabled) {
    return [];
  }
  return [...(state.launchActions[server.sourceServerID] ?? [])]
    .filter((action) => action.active)
    .sort((a, b) => a.order - b.order)
    .flatMap((action) => {
      const told: ActionResult = missingParameter(state, action) ?? actionResultOf(server, action);
      const { reported = true, seconds = ACTION_SECONDS, status, failureReason } = told;
      const ending = { status, ...(failureReason === undefined ? {} : { failureReason }) };
      return reported ? [{ run: { action, runId: freshUuid(state), ...ending }, seconds }] : [];
    });
}

/** A run whose SSM parameter is not there fails. The words are assumed. */
function missingParameter(state: WorldState, { parameters }: LaunchAction): ActionResult | undefined {
  const missing = Object.values(parameters).find(
    ({ type, value }) => type === "SSM_STORE" && !state.ssm.parameters.some(({ name }) => name === value),
  );
  return missing === undefined
    ? undefined
    : { status: "FAILED", failureReason: `Parameter ${missing.value} was not found in SSM`, seconds: 1 };
}

/** How long a post-launch action runs. A guess: no recorded job has one. */
const ACTION_SECONDS = 20;
