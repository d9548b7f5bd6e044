import pLimit from "p-limit";
import { PreflightError } from "../../errors";
import type { DrillWaveIntent, Observation } from "../../vocabulary";
import { CONCURRENT_READS } from "../concurrentReads";
import type { WaveContext } from "../context";
import { declaredServer } from "../plan";
import { settingsOf } from "../settings";
import { findingsOf, lossesOf } from "./findings";

/** What is about to start. */
export interface PreflightSubject {
  intent: DrillWaveIntent;
  drillNonce: string;
  observation: Observation;
  /** What policy judged, when check observed. */
  judged?: Observation | undefined;
}

/**
 * Looks whether a drill of what was observed may start; changes nothing. Warns of what the launch will terminate where
 * the program allows that.
 *
 * @throws {@link PreflightError} with every finding.
 */
export async function preflight(
  context: Pick<WaveContext, "drs" | "ec2" | "status">,
  subject: PreflightSubject,
): Promise<void> {
  const { drs, ec2, status } = context;
  const { servers } = subject.observation;
  const { sourceServerTag } = settingsOf(subject.intent);
  const launchJobIds = servers.flatMap(({ recoveryInstances, lastLaunch }) => [
    ...recoveryInstances.flatMap(({ jobId }) => jobId ?? []),
    ...(lastLaunch?.type === "RECOVERY" ? [lastLaunch.jobId ?? []].flat() : []),
  ]);
  const ids = servers.map((server) => server.sourceServerId);
  const [launchJobs, liveInstances, snapshots] = await Promise.all([
    launchJobIds.length === 0 ? [] : drs.listJobs([...new Set(launchJobIds)]),
    ec2.listLiveInstancesByTag(sourceServerTag, ids),
    listPinnedSnapshots(context, subject),
  ]);
  const view = { ...subject, launchJobs, liveInstances, sourceServerTag, snapshots, now: drs.now() };
  const findings = findingsOf(view);
  if (findings.length > 0) throw new PreflightError(findings);
  for (const loss of lossesOf(view)) status.warn(loss);
}

async function listPinnedSnapshots({ drs }: Pick<WaveContext, "drs">, { intent, observation }: PreflightSubject) {
  const limit = pLimit(CONCURRENT_READS);
  const pinned = observation.servers
    .map((server) => server.sourceServerId)
    .filter((id) => declaredServer(intent, id).recoverySnapshotId !== undefined);
  return new Map(
    await Promise.all(pinned.map((id) => limit(async () => [id, await drs.listRecoverySnapshots(id)] as const))),
  );
}
