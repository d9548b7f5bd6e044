import type { InstanceState } from "../world/state/instance";
import type { JobState } from "../world/state/job";
import type { PlannedLaunch } from "../world/state/plannedLaunch";
import type { SourceServerState } from "../world/state/sourceServer";
import type { PlannedEvent, WorldState } from "../world/state/worldState";
import { type LaunchMoment, launchedInstance, launchedIntoInstance } from "./launchedInstance";
import { launchObstacle, type Obstacle } from "./launchObstacle";
import { inOrder, planJobEnd } from "./planJob";
import { planLaunch } from "./planLaunch";

/** What surrounds a launch. */
interface Surroundings {
  /** The server's instances that the launch cleans up. */
  readonly earlier: readonly InstanceState[];
  /** The other instances that will exist when it launches. */
  readonly others: readonly InstanceState[];
  readonly obstacle: Obstacle | undefined;
}

/** Plans a server's part of a job with the launch configuration and template of this moment. */
export function planFromSettings(
  state: WorldState,
  server: SourceServerState,
  job: Pick<JobState, "jobID" | "initiatedBy">,
  launch: PlannedLaunch,
  { earlier, others, obstacle }: Surroundings,
): PlannedEvent[] {
  const { createdAt, timeline, timing: _jobs, ec2InstanceID, pointInTimeSnapshotDateTime, ...decided } = launch;
  const instance = planInstance(state, server, {
    job,
    ec2InstanceID,
    startsAt: createdAt + timeline.instanceStart * 1000,
    checksDecidedAt: createdAt + timeline.statusChecks * 1000,
    pointInTimeSnapshotDateTime,
    others,
  });
  return planLaunch({ jobID: job.jobID, createdAt, timeline, server, earlier, instance, obstacle, ...decided });
}

/** The instance as the launch leaves it: a new one, or the one that the launch configuration names. */
function planInstance(state: WorldState, server: SourceServerState, moment: LaunchMoment): InstanceState {
  const target = targetOf(state, server);
  return target === undefined
    ? launchedInstance(state, server, moment)
    : launchedIntoInstance(state, server, target, moment);
}

/** The instance that a server's launch configuration names to launch into. */
export function targetOf(state: WorldState, server: SourceServerState): InstanceState | undefined {
  const into = server.launchConfiguration.launchIntoInstanceProperties.launchIntoEC2InstanceID;
  return into === undefined ? undefined : state.instances.find((instance) => instance.ec2InstanceID === into);
}

/** The instances that running jobs will launch; a launch that fails has none. */
export function plannedInstances(planned: readonly PlannedEvent[]): InstanceState[] {
  return planned.flatMap((event) => (event.kind === "instance" ? [event.instance] : []));
}

type SettingsRead = Extract<PlannedEvent, { kind: "settingsRead" }>;

/** The moment at which a job reads a server's settings, where that is just before the launch. */
export function settingsRead(jobID: string, sourceServerID: string, launch: PlannedLaunch): SettingsRead {
  const at = Math.round(launch.createdAt + launch.timeline.launchStart * 1000);
  return { at, kind: "settingsRead", jobID, sourceServerID, launch };
}

/** Plans the rest of a server's launch anew with its settings as they are now, and with it the end of the job. */
export function readSettings(state: WorldState, event: SettingsRead): void {
  const { jobID, sourceServerID, launch, at } = event;
  const server = state.sourceServers.find((candidate) => candidate.sourceServerID === sourceServerID);
  const job = state.jobs.find((candidate) => candidate.jobID === jobID);
  if (server === undefined || job === undefined) {
    return;
  }
  const planned = state.events.filter((other) => !isOfLaunch(other, event) && !isEndOf(other, jobID));
  const others = [
    ...state.instances.filter((instance) => instance.sourceServerID !== sourceServerID),
    ...plannedInstances(planned),
  ];
  const obstacle = launchObstacle(state, server, others);
  const rest = planFromSettings(state, server, job, launch, { earlier: [], others, obstacle }).filter(
    (part) => part.at >= at,
  );
  const parts = [...planned.filter((other) => "jobID" in other && other.jobID === jobID), ...rest];
  state.events = inOrder([...planned, ...rest, ...planJobEnd(jobID, at, parts, launch.timing)]);
}

/** Whether the event belongs to what was planned of this launch when the job started. */
function isOfLaunch(event: PlannedEvent, { jobID, sourceServerID, launch }: SettingsRead): boolean {
  switch (event.kind) {
    case "instance":
      return event.instance.jobID === jobID && event.instance.sourceServerID === sourceServerID;
    case "instanceState":
    case "instanceListed":
      return event.ec2InstanceID === launch.ec2InstanceID;
    case "log":
      return event.jobID === jobID && event.eventData.sourceServerID === sourceServerID;
    case "launchStatus":
    case "ssmAgent":
    case "launchActionRun":
      return event.jobID === jobID && event.sourceServerID === sourceServerID;
    default:
      return false;
  }
}

function isEndOf(event: PlannedEvent, jobID: string): boolean {
  return (
    (event.kind === "jobStatus" && event.jobID === jobID) ||
    (event.kind === "log" && event.jobID === jobID && event.event === "JOB_END")
  );
}
