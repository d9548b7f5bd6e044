import { NOT_LAUNCHABLE_REPLICATION_STATES } from "../../drs/status";
import type { RecoverySnapshot } from "../../drs/types";
import {
  type DrillWaveIntent,
  formatDuration,
  nameServer,
  type Observation,
  type ObservedServer,
} from "../../vocabulary";
import { changes, differences } from "../look/launchSettings";
import { declaredServer } from "../plan";
import { settingsOf } from "../settings";
import { type EarlierView, instancesInTheWay } from "./earlierInstances";

/** What preflight looked at. */
export interface PreflightView extends EarlierView {
  intent: DrillWaveIntent;
  observation: Observation;
  /** What check saw and policy judged; absent when nothing was observed then. */
  judged?: Observation | undefined;
  /** By server, for those with a pinned snapshot. */
  snapshots: ReadonlyMap<string, readonly RecoverySnapshot[]>;
}

/** Why the drill must not start, a sentence each. Empty: it may. Pure. */
export function findingsOf(view: PreflightView): string[] {
  return view.observation.servers.flatMap((server) => [
    ...replicationFindings(server, settingsOf(view.intent).maximumLagSeconds),
    ...settingsFindings(server, view),
    ...snapshotFindings(server, view),
    ...instanceFindings(server, view),
  ]);
}

function replicationFindings(server: ObservedServer, maximumLagSeconds: number): string[] {
  const { replicationState: state, lagSeconds } = server;
  if (state !== undefined && NOT_LAUNCHABLE_REPLICATION_STATES.includes(state)) {
    return [`${nameServer(server)} cannot be launched: its replication is ${state}`];
  }
  if (lagSeconds === undefined || lagSeconds <= maximumLagSeconds) return [];
  const [lag, limit] = [formatDuration(lagSeconds), formatDuration(maximumLagSeconds)];
  return [`${nameServer(server)} lags ${lag} behind, at most ${limit} allowed (preflight.maximumLagSeconds)`];
}

function settingsFindings(server: ObservedServer, view: PreflightView): string[] {
  const declared = declaredServer(view.intent, server.sourceServerId).launchConfiguration ?? {};
  const judged = view.judged?.servers.find(
    (each) => each.sourceServerId === server.sourceServerId && each.launchConfigurationSource !== "unread",
  );
  return [
    ...differences(declared, server.launchConfiguration).map(
      (difference) => `launch configuration of ${nameServer(server)} is not as declared: ${difference}`,
    ),
    ...(judged === undefined ? [] : changes(launchSettings(judged), launchSettings(server))).map(
      (difference) => `settings of ${nameServer(server)} changed after policy judged them: ${difference}`,
    ),
  ];
}

/** Everything of a server that decides how it launches. */
function launchSettings(server: ObservedServer) {
  // Another version of the template that launches the same is no change.
  const { launchTemplateId: _id, version: _version, ...launchTemplate } = server.launchTemplate ?? {};
  return { ...server.launchConfiguration, launchTemplate };
}

function snapshotFindings(server: ObservedServer, view: PreflightView): string[] {
  const { recoverySnapshotId } = declaredServer(view.intent, server.sourceServerId);
  if (recoverySnapshotId === undefined) return [];
  const snapshots = view.snapshots.get(server.sourceServerId) ?? [];
  if (snapshots.some((snapshot) => snapshot.recoverySnapshotId === recoverySnapshotId)) return [];
  return [`${nameServer(server)} has no recovery snapshot ${recoverySnapshotId} (${snapshots.length} others)`];
}

function instanceFindings(server: ObservedServer, view: PreflightView): string[] {
  if (view.intent.replaceRecoveryInstances === true) return [];
  return instancesInTheWay(server, view).map(
    (text) => `${text}: a launch would terminate what is there (replaceRecoveryInstances: true allows that)`,
  );
}

/** What the launch will terminate because the program allows it, a sentence each. Pure. */
export function lossesOf(view: PreflightView): string[] {
  if (view.intent.replaceRecoveryInstances !== true) return [];
  return view.observation.servers
    .flatMap((server) => instancesInTheWay(server, view))
    .map((text) => `${text}: this launch terminates what is there`);
}
