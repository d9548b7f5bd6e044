import { PreflightError } from "../errors";
import { JOB_TAG } from "../vocabulary";
import type { WaveContext } from "../wave/context";
import { observeOrRefuse } from "../wave/observeOrRefuse";
import { preflight } from "../wave/preflight";
import { obstacleTo } from "../wave/room";
import { settingsOf } from "../wave/settings";
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
  if (observed?.problems !== undefined) throw new PreflightError(observed.problems);
  const observation = observed ?? (await observeOrRefuse(context, request)).observation;
  // The old drill's nonce: its own instances are deleted first, so they are not in the way.
  await preflight(context, { intent: news, drillNonce: olds.drillNonce, observation });
  if (settingsOf(news).busyServers === "fail") await refuseBusyServers(context, olds, request.sourceServerIds);
}

async function refuseBusyServers({ drs }: WaveContext, olds: WaveState, ids: readonly string[]): Promise<void> {
  const ofOthers = (await drs.listJobs()).filter((job) => job.tags[JOB_TAG.drillNonce] !== olds.drillNonce);
  const obstacle = obstacleTo(ids, ofOthers);
  if (obstacle !== undefined) throw new PreflightError([`${obstacle} (preflight.busyServers is "fail")`]);
}
