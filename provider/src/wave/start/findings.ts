import { NOT_LAUNCHABLE_REPLICATION_STATES } from "../../drs/status";
import type { RecoverySnapshot } from "../../drs/types";
import { formatDuration, nameServer, type ObservedServer } from "../../vocabulary";
import { changes, unexpectedSettings } from "../look/launchSettings";
import type { SeenServer } from "../look/observe";
import { type EarlierLaunches, instancesInTheWay } from "./earlierInstances";

/** A server with all that preflight knows of it. */
export interface CheckedServer extends SeenServer {
  /** As check saw it and policies judged it; undefined when it was not seen then. */
  judged: ObservedServer | undefined;
  /** Read only where a snapshot is pinned. */
  snapshots: readonly RecoverySnapshot[];
}

/** What preflight looked at. */
export interface PreflightFacts extends EarlierLaunches {
  servers: readonly CheckedServer[];
}

/** Why the drill must not start, a sentence each. Empty: it may. Pure. */
export function findingsOf(facts: PreflightFacts): string[] {
  return facts.servers.flatMap((server) => [
    ...replicationFindings(server, facts.wave.preflight.maximumLagSeconds),
    ...unexpectedSettings(server),
    ...changedSettings(server),
    ...snapshotFindings(server),
    ...instanceFindings(server, facts),
  ]);
}

function replicationFindings({ seen }: CheckedServer, maximumLagSeconds: number): string[] {
  const { replicationState: state, lagSeconds } = seen;
  if (state !== undefined && NOT_LAUNCHABLE_REPLICATION_STATES.includes(state)) {
    return [`${nameServer(seen)} cannot be launched: its replication is ${state}`];
  }
  if (lagSeconds === undefined || lagSeconds <= maximumLagSeconds) {
    return [];
  }
  const [lag, limit] = [formatDuration(lagSeconds), formatDuration(maximumLagSeconds)];
  return [`${nameServer(seen)} lags ${lag} behind, at most ${limit} allowed (preflight.maximumLagSeconds)`];
}

function changedSettings({ seen, judged }: CheckedServer): string[] {
  if (judged === undefined || judged.launchConfigurationSource === "unread") {
    return [];
  }
  return changes(launchSettings(judged), launchSettings(seen)).map(
    (difference) => `settings of ${nameServer(seen)} changed after policy judged them: ${difference}`,
  );
}

/** Everything of a server that decides how it launches. */
function launchSettings(server: ObservedServer) {
  // Another version of the template with the same settings is no change.
  const { launchTemplateId: _id, version: _version, ...launchTemplate } = server.launchTemplate ?? {};
  return { ...server.launchConfiguration, launchTemplate };
}

function snapshotFindings({ declared: { recoverySnapshotId }, seen, snapshots }: CheckedServer): string[] {
  if (recoverySnapshotId === undefined) {
    return [];
  }
  if (snapshots.some((snapshot) => snapshot.recoverySnapshotId === recoverySnapshotId)) {
    return [];
  }
  return [`${nameServer(seen)} has no recovery snapshot ${recoverySnapshotId} (${snapshots.length} others)`];
}

function instanceFindings({ seen }: CheckedServer, facts: PreflightFacts): string[] {
  if (facts.wave.replaceRecoveryInstances) {
    return [];
  }
  return instancesInTheWay(seen, facts).map(
    (text) => `${text}: a launch would terminate what is there (replaceRecoveryInstances: true allows that)`,
  );
}

/** What the launch will terminate because the program allows it, a sentence each. Pure. */
export function terminatedByLaunch(facts: PreflightFacts): string[] {
  if (!facts.wave.replaceRecoveryInstances) {
    return [];
  }
  return facts.servers
    .flatMap(({ seen }) => instancesInTheWay(seen, facts))
    .map((text) => `${text}: this launch terminates what is there`);
}
