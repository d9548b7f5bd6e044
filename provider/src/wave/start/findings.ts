import type { RecoverySnapshot } from "../../drs/types";
import { nameServer, type ObservedNetworkInterface, type ObservedServer, primaryInterface } from "../../vocabulary";
import { changes, unexpectedSettings } from "../look/launchSettings";
import type { SeenServer } from "../look/observe";
import { type EarlierLaunches, instancesInTheWay } from "./earlierInstances";
import { type Finding, refuse, warn } from "./finding";
import { type InstanceTypes, targetFindings } from "./launchTarget";
import { type ReplicationWishes, replicationFindings } from "./replication";

/** A server with all that preflight knows of it. */
export interface CheckedServer extends SeenServer {
  /** As check saw it and policies judged it; undefined when it was not seen then. */
  judged: ObservedServer | undefined;
  /** Read only where a snapshot is pinned. */
  snapshots: readonly RecoverySnapshot[];
}

/** What preflight looked at. */
export interface PreflightFacts extends EarlierLaunches {
  wave: EarlierLaunches["wave"] & ReplicationWishes;
  servers: readonly CheckedServer[];
  /** The instance types of the launch templates, read only where a server has demands on them. */
  instanceTypes: InstanceTypes;
}

/** Everything that preflight finds, for every server. Pure. */
export function findingsOf(facts: PreflightFacts): Finding[] {
  return facts.servers.flatMap((server) => [
    ...replicationFindings(server, facts.wave),
    ...targetFindings(server, facts.instanceTypes),
    ...unexpectedSettings(server).map(refuse),
    ...changedSettings(server).map(refuse),
    ...snapshotFindings(server).map(refuse),
    ...instanceFindings(server, facts),
  ]);
}

function changedSettings({ seen, judged }: CheckedServer): string[] {
  if (judged === undefined || judged.launchConfigurationSource === "unread") {
    return [];
  }
  const [before, after] = [launchSettings(judged), launchSettings(seen)];
  const listed = changes(before.settings, after.settings);
  const isOtherwise =
    listed.length === 0 && before.fingerprint !== undefined && before.fingerprint !== after.fingerprint;
  const differences = isOtherwise ? ["launchTemplate has other settings that are not listed here"] : listed;
  return differences.map(
    (difference) => `settings of ${nameServer(seen)} changed after policy judged them: ${difference}`,
  );
}

/** Everything of a server that decides how it launches; the fingerprint apart, because it changes with all others. */
function launchSettings(server: ObservedServer) {
  // Another version of the template with the same settings is no change.
  const { launchTemplateId: _id, version: _version, fingerprint, ...others } = server.launchTemplate ?? {};
  const launchTemplate = { ...others, ...otherInterfaces(server.launchTemplate?.networkInterfaces) };
  return { settings: { ...server.launchConfiguration, launchTemplate }, fingerprint };
}

/** Without what the template itself says of its primary interface: a change is told once. */
function otherInterfaces(networkInterfaces: readonly ObservedNetworkInterface[] = []) {
  const primary = primaryInterface(networkInterfaces);
  return {
    networkInterfaces: networkInterfaces.map((each) => {
      const { subnetId: _subnet, securityGroupIds: _groups, associatePublicIp: _public, ...others } = each;
      return each === primary ? others : each;
    }),
  };
}

function snapshotFindings({ declared: { recoverySnapshotId }, seen, snapshots }: CheckedServer): string[] {
  if (recoverySnapshotId === undefined) {
    return [];
  }
  const pinned = snapshots.find((snapshot) => snapshot.recoverySnapshotId === recoverySnapshotId);
  if (pinned !== undefined) {
    return pinned.unfinished === true
      ? [`the recovery snapshot ${recoverySnapshotId} of ${nameServer(seen)} is still being made: it has no time yet`]
      : [];
  }
  return [`${nameServer(seen)} has no recovery snapshot ${recoverySnapshotId} (${snapshots.length} others)`];
}

function instanceFindings({ seen }: CheckedServer, facts: PreflightFacts): Finding[] {
  const inTheWay = instancesInTheWay(seen, facts);
  return facts.wave.replaceRecoveryInstances
    ? inTheWay.map((text) => warn(`${text}: this launch terminates what is there`))
    : inTheWay.map((text) =>
        refuse(`${text}: a launch would terminate what is there (replaceRecoveryInstances: true allows that)`),
      );
}
