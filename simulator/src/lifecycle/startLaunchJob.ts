import { awsDateTime } from "../awsTime";
import { notFound } from "../errors";
import { remakeLaunchTemplate } from "../world/state/drsLaunchTemplate";
import { freshId, freshUuid } from "../world/state/ids";
import type { InstanceState } from "../world/state/instance";
import type { JobState, LaunchActionRun } from "../world/state/job";
import type { Tags } from "../world/state/resource";
import { recoverySnapshots } from "../world/state/snapshots";
import type { Outcome, SourceServerState } from "../world/state/sourceServer";
import type { PlannedEvent, WorldState } from "../world/state/worldState";
import { launchedInstance } from "./launchedInstance";
import { launchObstacle } from "./launchObstacle";
import { inOrder, planJob } from "./planJob";
import { planLaunch } from "./planLaunch";
import { rightSizedType } from "./rightSizedType";
import { afterCleanup, launchTimeline } from "./timeline";

/** A server to launch, and the snapshot to launch it from; undefined = the latest data. */
interface LaunchRequest {
  readonly server: SourceServerState;
  readonly snapshotTime: string | undefined;
}

/** The time of a pinned snapshot. @throws AwsError ResourceNotFoundException when the server does not have it, or no longer has it */
export function pinnedSnapshotTime(server: SourceServerState, snapshotID: string, now: number): string {
  const snapshot = recoverySnapshots(server, now).find((candidate) => candidate.snapshotID === snapshotID);
  if (snapshot === undefined) {
    throw notFound("RecoverySnapshot", snapshotID);
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
      runs: [],
    })),
    tags,
    log: [],
  };
  // Each server sees the planned instances of the servers before it.
  const parts: PlannedEvent[] = [];
  for (const request of requests) {
    parts.push(...planServer(state, job, request, [...state.events, ...parts], now));
  }
  state.jobs.push(job);
  state.events = inOrder([...state.events, ...planJob(job.jobID, now, parts)]);
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

function planServer(
  state: WorldState,
  job: JobState,
  request: LaunchRequest,
  planned: readonly PlannedEvent[],
  now: number,
): PlannedEvent[] {
  const { server } = request;
  remakeLaunchTemplate(state, server, rightSizedType(server, undefined), now);
  const earlier = earlierInstances(state, server);
  const others = [...state.instances.filter((instance) => !earlier.includes(instance)), ...plannedInstances(planned)];
  const usual = launchTimeline(server.sourceServerID, server.os, server.timings);
  const timeline = earlier.length > 0 ? afterCleanup(usual) : usual;
  const scripted = takeOutcome(server);
  const usesPrevious = scripted?.event === "USING_PREVIOUS_SNAPSHOT" && request.snapshotTime === undefined;
  const instance = launchedInstance(state, server, {
    ec2InstanceID: freshId(state, "i-"),
    job,
    startsAt: now + timeline.instanceStart * 1000,
    checksDecidedAt: now + timeline.statusChecks * 1000,
    pointInTimeSnapshotDateTime: snapshotTime(request, usesPrevious, now + timeline.snapshotStart * 1000, now),
    others,
  });
  return planLaunch({
    jobID: job.jobID,
    createdAt: now,
    server,
    timeline,
    earlier,
    conversionServerID: freshId(state, "i-"),
    instance,
    ...(usesPrevious ? { previousSnapshotMessage: scripted?.message } : {}),
    obstacle:
      scripted === undefined || scripted.event === "USING_PREVIOUS_SNAPSHOT"
        ? launchObstacle(state, server, others)
        : scripted,
    runs: launchActionRuns(state, server),
  });
}

/**
 * The instances that a new launch cleans up: all of the server's, "regardless if they have been disconnected and deleted from DRS"
 * (https://docs.aws.amazon.com/drs/latest/userguide/failback-preparing-failover.html).
 */
function earlierInstances(state: WorldState, server: SourceServerState): InstanceState[] {
  const gone = (instance: InstanceState) =>
    instance.drsView === "DELETED" && (instance.ec2State === "TERMINATED" || instance.ec2State === "NOT_FOUND");
  return state.instances.filter((instance) => instance.sourceServerID === server.sourceServerID && !gone(instance));
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
  const previous = usesPrevious ? recoverySnapshots(request.server, now)[0]?.timestamp : undefined;
  return request.snapshotTime ?? previous ?? awsDateTime(Math.round(takenAt));
}

/** The instances that running jobs will launch; a launch that fails has none. */
function plannedInstances(planned: readonly PlannedEvent[]): InstanceState[] {
  return planned.flatMap((event) => (event.kind === "instance" ? [event.instance] : []));
}

function launchActionRuns(state: WorldState, server: SourceServerState): LaunchActionRun[] {
  if (!server.launchConfiguration.postLaunchEnabled) {
    return [];
  }
  return [...(state.launchActions[server.sourceServerID] ?? [])]
    .filter((action) => action.active)
    .sort((a, b) => a.order - b.order)
    .map((action) => ({
      action,
      runId: freshUuid(state),
      ...(server.actionResults[action.actionId] ?? { status: "SUCCEEDED" as const }),
    }));
}
