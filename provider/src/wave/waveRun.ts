import type { Job } from "../drs/types";
import { present } from "../present";
import type {
  AttemptRecord,
  CleanupRecord,
  DrillWaveIntent,
  DrillWaveOutputs,
  PendingStep,
  ServerRecord,
  SuccessLevel,
} from "../vocabulary";
import { toIso } from "./follow/phases";
import { reaches } from "./follow/serverStanding";
import { isRecovered, type Judgement, judge } from "./judge/verdict";
import type { PlannedServer, WavePlan } from "./plan";
import { settingsOf } from "./settings";

/** A wave from its launch on: all that outputs are made from, and all that is needed to go on from there. */
export interface WaveRun {
  intent: DrillWaveIntent;
  plan: WavePlan;
  attempts: AttemptRecord[];
  servers: ServerRecord[];
  warnings: string[];
  cleanup: CleanupRecord;
  /** The level of the verdict that was made before the instances were gone. */
  judgedTo?: SuccessLevel;
}

/** A run before its first job. Pure. */
export function newRun(intent: DrillWaveIntent, plan: WavePlan, warnings: readonly string[]): WaveRun {
  return { intent, plan, attempts: [], servers: [], warnings: [...warnings], cleanup: { status: "NOT_STARTED" } };
}

/** The run with one more attempt, or with a known attempt brought up to date. Pure. */
export function withJob(run: WaveRun, attempt: number, job: Job, servers: readonly PlannedServer[]): WaveRun {
  const known = run.attempts.find((each) => each.attempt === attempt);
  const lags = servers.flatMap(({ sourceServerId, lagSeconds }) =>
    lagSeconds === undefined ? [] : [[sourceServerId, lagSeconds] as const],
  );
  const record: AttemptRecord = present({
    attempt,
    jobId: job.jobId,
    jobArn: job.arn,
    status: job.status,
    startedAt: toIso(job.createdAt),
    completedAt: job.endedAt === undefined ? undefined : toIso(job.endedAt),
    sourceServerIds: known?.sourceServerIds ?? servers.map((server) => server.sourceServerId),
    lagSeconds: known?.lagSeconds ?? Object.fromEntries(lags),
  });
  const others = run.attempts.filter((each) => each.attempt !== attempt);
  return {
    ...run,
    attempts: [...others, record].sort((a, b) => a.attempt - b.attempt),
    // What a further attempt launches is not cleaned up by what ended the ones before.
    cleanup: known === undefined ? { status: "NOT_STARTED" } : run.cleanup,
  };
}

/** The run with these servers' records in place of older ones. Pure. */
export function withRecords(run: WaveRun, records: readonly ServerRecord[], warnings: readonly string[]): WaveRun {
  const fresh = new Map(records.map((record) => [record.sourceServerId, record]));
  const kept = run.servers.filter((server) => !fresh.has(server.sourceServerId));
  const byId = new Map([...kept, ...records].map((record) => [record.sourceServerId, record]));
  return {
    ...run,
    servers: run.plan.servers.flatMap((server) => byId.get(server.sourceServerId) ?? []),
    warnings: [...new Set([...run.warnings, ...warnings])],
  };
}

/** The judgement under the intent as it is now; undefined until every server has a record. Pure. */
export function judgementOf(run: WaveRun): Judgement | undefined {
  if (run.servers.length < run.plan.servers.length) return undefined;
  const { minimumLaunched, objectives } = settingsOf(run.intent);
  return judge({ servers: run.servers, success: judgedLevel(run), minimumLaunched, objectives });
}

/** What is gone can be verified no further: then the verdict stays at the level that it was made at. */
function judgedLevel({ intent, cleanup, judgedTo }: WaveRun): SuccessLevel {
  const { success } = settingsOf(intent);
  if (cleanup.status === "NOT_STARTED" || judgedTo === undefined || !reaches(success, judgedTo)) return success;
  return judgedTo;
}

/** What state keeps. `id` and `jobId` are the first attempt's for ever. Pure. */
export function toOutputs(run: WaveRun, pending: readonly PendingStep[]): DrillWaveOutputs {
  const [first] = run.attempts;
  const last = run.attempts.at(-1);
  if (first === undefined || last === undefined) throw new Error("a wave has no outputs before its first job");
  const judgement = pending.includes("judge") || pending.includes("wait") ? undefined : judgementOf(run);
  return present({
    jobId: first.jobId,
    jobArn: first.jobArn,
    executionId: run.plan.executionId,
    account: run.plan.account,
    region: run.plan.region,
    pending: [...pending],
    status: last.status,
    verdict: judgement?.verdict,
    judgedTo: judgement === undefined ? undefined : judgedLevel(run),
    startedAt: first.startedAt,
    completedAt: last.completedAt,
    recoveryTimeSeconds: judgement?.recoveryTimeSeconds,
    recoveryPointSeconds: judgement?.recoveryPointSeconds,
    objectivesMet: judgement?.objectivesMet,
    servers: run.plan.servers.map(
      (server) =>
        run.servers.find((each) => each.sourceServerId === server.sourceServerId) ?? unjudged(server, last.attempt),
    ),
    attempts: run.attempts,
    cleanup: run.cleanup,
    warnings: run.warnings,
  });
}

/** The run that outputs describe, to go on from. Roles and impact levels are the intent's as it is now. Pure. */
export function fromOutputs(outputs: DrillWaveOutputs, intent: DrillWaveIntent, plan: WavePlan): WaveRun {
  const byId = new Map(plan.servers.map((server) => [server.sourceServerId, server]));
  const { success } = settingsOf(intent);
  const judged = outputs.servers.filter((server) => isJudged(server) && isFinal(server, outputs, success));
  return {
    ...present({ judgedTo: outputs.judgedTo }),
    intent,
    plan,
    attempts: outputs.attempts,
    servers: judged.map((server) => {
      const { role: _role, ...rest } = server;
      const planned = byId.get(server.sourceServerId);
      return present({ ...rest, role: planned?.role, impactLevel: planned?.impactLevel ?? server.impactLevel });
    }),
    warnings: outputs.warnings,
    cleanup: outputs.cleanup,
  };
}

/** False for a server that can be verified further than it was, now that the program asks for more. */
function isFinal(server: ServerRecord, { cleanup }: DrillWaveOutputs, success: SuccessLevel): boolean {
  if (server.failure !== undefined || cleanup.status !== "NOT_STARTED") return true;
  return isRecovered(server, success);
}

/** A judged server was verified to some level, or has a failure; one that is not judged has neither. */
function isJudged({ failure, verifiedTo }: ServerRecord): boolean {
  return failure !== undefined || verifiedTo !== undefined;
}

function unjudged(server: PlannedServer, attempt: number): ServerRecord {
  const { lagSeconds: _lag, recoverySnapshotId: _snapshot, ...rest } = server;
  return { ...rest, launchStatus: "PENDING", postLaunchActions: [], phases: [], attempt };
}
