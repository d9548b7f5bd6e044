import pLimit from "p-limit";
import { PreflightError } from "../errors";
import type { DrillWaveIntent, Observation } from "../vocabulary";
import type { WaveContext } from "./context";
import { findingsOf } from "./findings";
import { declaredServer } from "./plan";

const CONCURRENT_READS = 16;

/**
 * Looks whether a drill of what was observed may start; changes nothing.
 *
 * @throws {@link PreflightError} with every finding.
 */
export async function preflight(
  { drs }: Pick<WaveContext, "drs">,
  subject: { intent: DrillWaveIntent; drillNonce: string; observation: Observation; judged?: Observation | undefined },
): Promise<void> {
  const { intent, observation } = subject;
  const launchJobIds = observation.servers.flatMap((server) =>
    server.recoveryInstances.flatMap(({ jobId }) => jobId ?? []),
  );
  const pinned = observation.servers
    .map((server) => server.sourceServerId)
    .filter((id) => declaredServer(intent, id).recoverySnapshotId !== undefined);
  const limit = pLimit(CONCURRENT_READS);
  const [launchJobs, snapshots] = await Promise.all([
    launchJobIds.length === 0 ? [] : drs.listJobs([...new Set(launchJobIds)]),
    Promise.all(pinned.map((id) => limit(async () => [id, await drs.listRecoverySnapshots(id)] as const))),
  ]);
  const findings = findingsOf({ ...subject, launchJobs, snapshots: new Map(snapshots), now: drs.now() });
  if (findings.length > 0) throw new PreflightError(findings);
}
