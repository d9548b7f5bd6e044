import { PreflightError } from "../errors";
import { JOB_TAG } from "../vocabulary";
import type { WaveContext } from "../wave/context";
import { listedSince } from "../wave/drillNonce";
import { observeOrRefuse, type SeenServer } from "../wave/look/observe";
import { ownJobs } from "../wave/start/adoption";
import { preflight } from "../wave/start/preflight";
import { obstacleTo } from "../wave/start/quotas";
import { serverOf, toWave, type Wave } from "../wave/wave";
import { hasUnknown } from "./engineValues";
import type { WaveInputs, WaveState } from "./state";

/**
 * Returns when the new drill could start, or is not fully known yet. Called by diff, because an error of diff comes
 * before the engine deletes the old drill (docs/engine-facts.md#delete-before-replace).
 *
 * @throws {@link PreflightError} for a new drill that cannot start.
 */
export async function refuseToTearDown(context: WaveContext, olds: WaveState, news: WaveInputs): Promise<void> {
  const { observed, drillNonce: _nonce, ...args } = news;
  if (hasUnknown(args)) {
    return;
  }
  // With the old drill's nonce: its own instances are deleted first, so they are not in the way.
  const wave = toWave({ ...args, drillNonce: olds.drillNonce }, { region: context.drs.region });
  const jobs = await context.drs.listJobs([], listedSince(olds.drillNonce, context.drs.now()));
  // An interrupted replacement has started the new drill already: create adopts it, and its instances are not in the
  // way.
  if (ownJobs(jobs, wave.executionId).length > 0) {
    return;
  }
  if (observed?.problems !== undefined) {
    throw new PreflightError(observed.problems);
  }
  await preflight(context, { wave, servers: await seenServers(context, wave, observed) });
  if (wave.preflight.busyServers === "wait") {
    return;
  }
  const others = jobs.filter((job) => job.tags[JOB_TAG.drillNonce] !== olds.drillNonce);
  const ids = wave.servers.map((server) => server.sourceServerId);
  const obstacle = obstacleTo(ids, others);
  if (obstacle !== undefined) {
    throw new PreflightError([`${obstacle} (preflight.busyServers is "fail")`]);
  }
}

/** As check saw them just now; looked at where it did not. */
async function seenServers(context: WaveContext, wave: Wave, observed: WaveInputs["observed"]): Promise<SeenServer[]> {
  if (observed === undefined) {
    return (await observeOrRefuse(context, wave, wave.servers)).servers;
  }
  return observed.servers.map((seen) => ({ declared: serverOf(wave, seen.sourceServerId), seen }));
}
