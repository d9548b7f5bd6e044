import type { Job } from "../drs/types";
import { PreflightError } from "../errors";
import { JOB_TAG } from "../vocabulary";
import type { WaveContext } from "../wave/context";
import { observeOrRefuse } from "../wave/look/observeOrRefuse";
import { executionIdOf } from "../wave/plan";
import { settingsOf } from "../wave/settings";
import { ownJobs } from "../wave/start/adoption";
import { preflight } from "../wave/start/preflight";
import { obstacleTo } from "../wave/start/quotas";
import { requestOf, type WaveInputs, type WaveState } from "./state";
import { hasUnknown } from "./unknown";

/**
 * Returns when the new drill could start, or is not fully known yet. Called by diff: what it throws comes before the engine
 * deletes the old drill.
 *
 * @throws {@link PreflightError} for a new drill that cannot start.
 */
export async function refuseToTearDown(context: WaveContext, olds: WaveState, news: WaveInputs): Promise<void> {
  const { observed, ...intent } = news;
  if (hasUnknown({ ...intent, drillNonce: "" })) return;
  const request = requestOf(news);
  const jobs = await context.drs.listJobs();
  // An interrupted replacement has started the new drill already: create adopts it, and its instances are not in the way.
  if (ownJobs(jobs, executionIdOf(news, olds.drillNonce, context.drs.region)).length > 0) return;
  if (observed?.problems !== undefined) throw new PreflightError(observed.problems);
  const observation = observed ?? (await observeOrRefuse(context, request)).observation;
  // The old drill's nonce: its own instances are deleted first, so they are not in the way.
  await preflight(context, { intent: news, drillNonce: olds.drillNonce, observation });
  if (settingsOf(news).busyServers === "fail") refuseBusyServers(jobs, olds, request.sourceServerIds);
}

function refuseBusyServers(jobs: readonly Job[], olds: WaveState, ids: readonly string[]): void {
  const obstacle = obstacleTo(
    ids,
    jobs.filter((job) => job.tags[JOB_TAG.drillNonce] !== olds.drillNonce),
  );
  if (obstacle !== undefined) throw new PreflightError([`${obstacle} (preflight.busyServers is "fail")`]);
}
