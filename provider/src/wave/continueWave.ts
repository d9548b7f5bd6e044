import { JOB_COMPLETED } from "../drs/status";
import { WaveFailedError } from "../errors";
import type { AttemptRecord, DrillWaveOutputs } from "../vocabulary";
import type { WaveContext } from "./context";
import { cleanUp } from "./end/cleanup";
import { drillJobsOf, markJudged } from "./end/drillJobs";
import { followJob } from "./follow/followJob";
import { verifyServers } from "./follow/verifyServers";
import { recordFromJob } from "./judge/lostRecord";
import { failureText, isDueForCleanup } from "./judge/nextStep";
import { toOutputs } from "./judge/outputs";
import { recordServer } from "./judge/record";
import { judgeRun } from "./judge/verdict";
import {
  recordsOf,
  secondsBetween,
  serversOfAttempt,
  startOf,
  type WaveRun,
  withJob,
  withRecords,
  withUnrecovered,
} from "./run";

/** Receives what state must keep, whenever that changes, from the first job on. */
export type Save = (outputs: DrillWaveOutputs) => void;

/** Follows the attempts that have no record yet to their end, and judges the wave. Starts nothing. */
export async function continueWave(context: WaveContext, started: WaveRun, save: Save): Promise<DrillWaveOutputs> {
  let run = started;
  for (const attempt of started.attempts) {
    if (!isRecorded(run, attempt)) {
      run = await followAttempt(context, run, attempt, save);
    }
  }
  return concludeWave(context, run, save);
}

/** The run once the attempt's job has ended, with the job and the servers that are judged by it. */
async function waitForAttempt(context: WaveContext, started: WaveRun, record: AttemptRecord, save: Save) {
  const servers = serversOfAttempt(started, record).map(({ planned }) => planned);
  save(toOutputs(started, ["wait", "judge"]));
  const ended = await followJob(context, record.jobId, servers);
  return { run: withJob(started, record.attempt, ended.job, servers), ended, servers };
}

/** The run once the attempt's job has ended and its servers are recorded. */
async function followAttempt(context: WaveContext, started: WaveRun, record: AttemptRecord, save: Save) {
  const { attempt } = record;
  const { run, ended, servers } = await waitForAttempt(context, started, record, save);
  save(toOutputs(run, ["judge"]));
  const startedAt = startOf(run);
  const verified = await verifyServers(context, ended, servers, run.wave.success, (unfinishedAt) => {
    const seconds = [...unfinishedAt].map(([id, at]) => [id, secondsBetween(startedAt, at)] as const);
    save(toOutputs(withUnrecovered(run, new Map(seconds)), ["judge"]));
  });
  const before = new Map(run.servers.map((server) => [server.planned.sourceServerId, server.unrecoveredSeconds]));
  const recorded = verified.map((server) => {
    const unrecoveredSeconds = before.get(server.server.sourceServerId);
    return recordServer(server, ended, { startedAt, attempt, unrecoveredSeconds });
  });
  return withRecords(
    run,
    recorded.map((each) => each.record),
    recorded.flatMap((each) => each.warnings),
  );
}

/**
 * Judges a wave whose servers are all recorded, and cleans up when that is due.
 *
 * @throws {@link WaveFailedError} when too few critical servers recovered.
 */
export async function concludeWave(context: WaveContext, run: WaveRun, save: Save): Promise<DrillWaveOutputs> {
  const judged = judgeRun(run);
  if (judged === undefined) {
    throw new Error("a wave was judged before every server had a record");
  }
  let concluded = run;
  if (isDueForCleanup(run, judged)) {
    save(toOutputs(run, ["cleanup"]));
    await markJudged(context.drs, run, judged.verdict);
    const cleanup = await cleanUp(context, drillJobsOf({ attempts: run.attempts, servers: recordsOf(run) }));
    concluded = { ...run, cleanup, judgedTo: run.judgedTo ?? run.wave.success };
  }
  const outputs = toOutputs(concluded, []);
  save(outputs);
  if (judged.verdict === "FAILED") {
    throw new WaveFailedError(failureText(judged, concluded));
  }
  context.status.show(judged.verdict.toLowerCase());
  return outputs;
}

/**
 * Concludes a drill that was judged and whose instances are being terminated, but whose record never reached state.
 * Records what the jobs still show. Launches nothing: all other evidence is gone, so a drill that had not PASSED fails,
 * and a change of `triggers` starts another one.
 */
export async function concludeLostRecord(
  context: WaveContext,
  adopted: WaveRun,
  verdict: string,
  save: Save,
): Promise<DrillWaveOutputs> {
  let run = adopted;
  for (const record of adopted.attempts) {
    const { attempt } = record;
    const { run: waited, ended, servers } = await waitForAttempt(context, run, record, save);
    run = withRecords(
      waited,
      servers.map((server) => recordFromJob(server, ended, { wave: waited.wave, verdict, attempt })),
      [`the drill was judged ${verdict} before; its record was lost, and its measures with it`],
    );
  }
  return concludeWave(context, run, save);
}

/** True when the attempt's job has ended and each of its servers has a record of it. */
function isRecorded(run: WaveRun, attempt: AttemptRecord): boolean {
  if (attempt.status !== JOB_COMPLETED) {
    return false;
  }
  return serversOfAttempt(run, attempt).every(({ record }) => record?.attempt === attempt.attempt);
}
