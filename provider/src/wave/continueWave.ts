import { JOB_COMPLETED } from "../drs/status";
import { WaveFailedError } from "../errors";
import type { DrillWaveOutputs } from "../vocabulary";
import type { WaveContext } from "./context";
import { cleanUp } from "./end/cleanup";
import { drillJobsOf, markJudged } from "./end/drillJobs";
import { verifyServers } from "./follow/verify";
import { waitForJob } from "./follow/waitForJob";
import { failureText } from "./judge/failureText";
import { dueForCleanup } from "./judge/nextStep";
import { recordServer } from "./judge/record";
import type { PlannedServer } from "./plan";
import { settingsOf } from "./settings";
import { judgementOf, toOutputs, type WaveRun, withJob, withRecords } from "./waveRun";

/** Told what state must keep whenever that changed, from the first job on. */
export type Save = (outputs: DrillWaveOutputs) => void;

/** Follows the attempts that are not judged yet to their end, and judges the wave. Starts nothing. */
export async function continueWave(context: WaveContext, started: WaveRun, save: Save): Promise<DrillWaveOutputs> {
  let run = started;
  for (const { attempt, jobId } of started.attempts) {
    if (isJudged(run, attempt)) continue;
    save(toOutputs(run, ["wait", "judge"]));
    const ended = await waitForJob(context, jobId);
    run = withJob(run, attempt, ended.job, serversOf(run, attempt));
    save(toOutputs(run, ["judge"]));
    const { success } = settingsOf(run.intent);
    const verified = await verifyServers(context, ended, serversOf(run, attempt), success);
    const startedAt = Date.parse(run.attempts[0]?.startedAt ?? "");
    const recorded = verified.map((server) => recordServer(server, ended, { startedAt, attempt }));
    run = withRecords(
      run,
      recorded.map(({ record }) => record),
      recorded.flatMap(({ warnings }) => warnings),
    );
  }
  return concludeWave(context, run, save);
}

/**
 * Judges a wave whose servers are all recorded, and cleans up when that is due.
 *
 * @throws {@link WaveFailedError} when too few critical servers recovered.
 */
export async function concludeWave(context: WaveContext, run: WaveRun, save: Save) {
  const judgement = judgementOf(run);
  if (judgement === undefined) throw new Error("a wave was judged before every server had a record");
  let concluded = run;
  if (dueForCleanup(run)) {
    save(toOutputs(run, ["cleanup"]));
    await markJudged(context.drs, run, judgement.verdict);
    const { success } = settingsOf(run.intent);
    concluded = { ...run, cleanup: await cleanUp(context, drillJobsOf(run)), judgedTo: run.judgedTo ?? success };
  }
  const outputs = toOutputs(concluded, []);
  save(outputs);
  if (judgement.verdict === "FAILED") throw new WaveFailedError(failureText(judgement, concluded));
  context.status.show(`${judgement.verdict.toLowerCase()}`);
  return outputs;
}

/** The servers whose last attempt this is: what a later attempt launches again is judged there. Pure. */
export function serversOf(run: WaveRun, attempt: number): PlannedServer[] {
  const later = new Set(run.attempts.filter((each) => each.attempt > attempt).flatMap((each) => each.sourceServerIds));
  const record = run.attempts.find((each) => each.attempt === attempt);
  return run.plan.servers
    .filter((server) => record?.sourceServerIds.includes(server.sourceServerId) && !later.has(server.sourceServerId))
    .map((server) => withLag(server, record?.lagSeconds[server.sourceServerId]));
}

function withLag(server: PlannedServer, lagSeconds: number | undefined): PlannedServer {
  return lagSeconds === undefined ? server : { ...server, lagSeconds };
}

function isJudged(run: WaveRun, attempt: number): boolean {
  const record = run.attempts.find((each) => each.attempt === attempt);
  if (record?.status !== JOB_COMPLETED) return false;
  return serversOf(run, attempt).every((server) =>
    run.servers.some((each) => each.sourceServerId === server.sourceServerId && each.attempt === attempt),
  );
}
