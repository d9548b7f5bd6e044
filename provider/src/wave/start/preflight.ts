import type { RecoverySnapshot } from "../../drs/types";
import { PreflightError } from "../../errors";
import type { Observation } from "../../vocabulary";
import type { LookContext } from "../context";
import type { SeenServer } from "../look/observe";
import type { Wave } from "../wave";
import { type CheckedServer, findingsOf, terminatedByLaunch } from "./findings";

/** What is about to start. */
export interface PreflightSubject {
  wave: Wave;
  servers: readonly SeenServer[];
  /** What policies judged, when check looked. */
  observed?: Observation | undefined;
  /** Shared with whoever else needs a server's snapshots; read from DRS where it is not given. */
  listSnapshots?(sourceServerId: string): Promise<RecoverySnapshot[]>;
}

/**
 * Checks whether a drill of what was seen may start; changes nothing. Warns of what the launch will terminate where the
 * program allows that.
 *
 * @throws {@link PreflightError} with every finding.
 */
export async function preflight(context: LookContext, subject: PreflightSubject): Promise<void> {
  const { drs, ec2, status } = context;
  const { wave, servers } = subject;
  const launchJobIds = servers.flatMap(({ seen: { recoveryInstances, lastLaunch } }) => [
    ...recoveryInstances.flatMap(({ jobId }) => jobId ?? []),
    ...(lastLaunch?.type === "RECOVERY" && lastLaunch.jobId !== undefined ? [lastLaunch.jobId] : []),
  ]);
  const ids = servers.map(({ seen }) => seen.sourceServerId);
  const [launchJobs, liveInstances, checked] = await Promise.all([
    launchJobIds.length === 0 ? [] : drs.listJobs([...new Set(launchJobIds)]),
    ec2.listLiveInstancesByTag(wave.preflight.sourceServerTag, ids),
    withSnapshots(context, subject),
  ]);
  const facts = { wave, servers: checked, launchJobs, liveInstances, now: drs.now() };
  const findings = findingsOf(facts);
  if (findings.length > 0) {
    throw new PreflightError(findings);
  }
  for (const loss of terminatedByLaunch(facts)) {
    status.warn(loss);
  }
}

/** Each server with what policies judged of it and, where one is pinned, its snapshots. */
async function withSnapshots({ drs }: LookContext, subject: PreflightSubject): Promise<CheckedServer[]> {
  const { servers, observed, listSnapshots = (id) => drs.listRecoverySnapshots(id) } = subject;
  const judged = new Map(observed?.servers.map((server) => [server.sourceServerId, server]));
  return Promise.all(
    servers.map(async ({ declared, seen }) => ({
      declared,
      seen,
      judged: judged.get(seen.sourceServerId),
      snapshots: declared.recoverySnapshotId === undefined ? [] : await listSnapshots(seen.sourceServerId),
    })),
  );
}
