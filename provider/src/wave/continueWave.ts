import { JOB_COMPLETED } from "../drs/status";
import { TemplatesLeftError, WaveFailedError } from "../errors";
import { type AttemptRecord, type DrillWaveOutputs, nameServer } from "../vocabulary";
import type { WaveContext } from "./context";
import { cleanUp } from "./end/cleanup";
import { drillJobsOf, markJudged } from "./end/drillJobs";
import { followJob } from "./follow/followJob";
import { verifyServers } from "./follow/verifyServers";
import { closingText, isJudgedAnew } from "./judge/closing";
import { recordFromJob } from "./judge/lostRecord";
import { failureText, isDueForCleanup } from "./judge/nextStep";
import { toOutputs } from "./judge/outputs";
import { recordServer } from "./judge/record";
import { judgeRun, type WaveVerdict } from "./judge/verdict";
import { leftOpenText, WaveSwaps } from "./network/waveSwaps";
import { withParticipants } from "./participants";
import {
  openSwapsOf,
  type PlannedServer,
  recordsOf,
  serversOfAttempt,
  startOf,
  type WaveRun,
  withActions,
  withJob,
  withRecords,
  withUnrecovered,
} from "./run";
import { withExpectedActions } from "./start/expectedActions";

/** Receives what state must keep, whenever that changes, from the first job on. */
export type Save = (outputs: DrillWaveOutputs) => void;

/** Follows the attempts that have no record yet to their end, and judges the wave. Starts nothing. */
export async function continueWave(context: WaveContext, started: WaveRun, save: Save): Promise<DrillWaveOutputs> {
  let run = started;
  for (const { attempt } of started.attempts) {
    const record = run.attempts.find((each) => each.attempt === attempt);
    if (record !== undefined && !isRecorded(run, record)) {
      run = await followAttempt(context, run, record, save);
    }
  }
  return concludeWave(context, run, save);
}

/** The run once the attempt's job has ended, with the job and the servers that are judged by it. */
async function waitForAttempt(context: WaveContext, started: WaveRun, record: AttemptRecord, save: Save) {
  const servers = serversOfAttempt(started, record).map(({ planned }) => planned);
  save(toOutputs(started, ["wait", "judge"]));
  const swaps = new WaveSwaps(context, started);
  const ended = await followJob(context, record.jobId, servers, async () => {
    if (areAllKnown(record, servers)) {
      await swaps.endWhileRunning();
    }
  }).catch((error: unknown) => {
    swaps.warnOfLeft();
    throw error;
  });
  const followed = await swaps.end(withJob(started, record.attempt, ended.job, servers));
  const run = withParticipants(followed, record.attempt, ended.job, ended.log);
  const settled = run.attempts.find((each) => each.attempt === record.attempt) ?? record;
  return { run, ended, servers: serversOfAttempt(run, settled).map(({ planned }) => planned) };
}

/** False for a job that was found, and that may launch more servers than are known of it. */
function areAllKnown({ adopted, serverCount }: AttemptRecord, servers: readonly PlannedServer[]): boolean {
  return adopted !== true || (serverCount !== undefined && servers.length >= serverCount);
}

/** The run once the attempt's job has ended and its servers are recorded. */
async function followAttempt(context: WaveContext, started: WaveRun, record: AttemptRecord, save: Save) {
  const { attempt } = record;
  const waited = await waitForAttempt(context, started, record, save);
  const { ended } = waited;
  save(toOutputs(waited.run, ["judge"]));
  const servers = await knowActions(context, waited.servers);
  const run = withActions(waited.run, attempt, servers);
  if (run !== waited.run) {
    save(toOutputs(run, ["judge"]));
  }
  const startedAt = startOf(run);
  const verified = await verifyServers(context, ended, servers, run.wave.success, (unfinishedAt) => {
    save(toOutputs(withUnrecovered(run, unfinishedAt), ["judge"]));
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
 * The servers with their expected post-launch actions. Where those were not looked up before the launch, or the record of
 * that is lost, they are read now, which is said: somebody may have changed them since.
 */
async function knowActions(context: WaveContext, servers: readonly PlannedServer[]): Promise<PlannedServer[]> {
  const known = await withExpectedActions(context, servers);
  const late = known.filter(({ expectedActions: now }, index) => {
    const isRead = now !== undefined && "known" in now && now.known.length > 0;
    return isRead && servers[index]?.expectedActions === undefined;
  });
  if (late.length > 0) {
    const names = late.map(nameServer).join(", ");
    context.status.warn(
      `post-launch actions of ${names} were read after the launch: what was active before it is not known`,
    );
  }
  return known;
}

/**
 * Judges a wave whose servers are all recorded, and cleans up when that is due. Says how it ended; of a drill that had
 * ended `before`, and to which nothing was left to do, only where it is judged anew.
 *
 * @throws {@link WaveFailedError} when too few critical servers recovered; {@link TemplatesLeftError}.
 */
export async function concludeWave(
  context: WaveContext,
  judgedRun: WaveRun,
  save: Save,
  before?: DrillWaveOutputs,
): Promise<DrillWaveOutputs> {
  const run = openSwapsOf(judgedRun).length === 0 ? judgedRun : await new WaveSwaps(context, judgedRun).end(judgedRun);
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
  if (before === undefined || isJudgedAnew(judged, before)) {
    sayEnd(context, judged, concluded);
  }
  const open = openSwapsOf(concluded);
  if (open.length > 0) {
    throw new TemplatesLeftError(leftOpenText(open, context.drs.region));
  }
  return outputs;
}

function sayEnd({ status }: WaveContext, judged: WaveVerdict, run: WaveRun): void {
  const text = closingText(judged, run);
  if (judged.verdict === "PASSED") {
    status.keep(text);
  } else {
    status.warn(text);
  }
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
  if (attempt.status !== JOB_COMPLETED || attempt.sourceServerIds.length === 0) {
    return false;
  }
  return serversOfAttempt(run, attempt).every(({ record }) => record?.attempt === attempt.attempt);
}
