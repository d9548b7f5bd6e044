import {
  DEFAULTS,
  type DrillWaveOutputs,
  harmless,
  type PendingStep,
  type ServerRecord,
  type SuccessLevel,
} from "../../vocabulary";
import { withoutUndefined } from "../../withoutUndefined";
import { openSwapsOf, type PlannedServer, planServer, type RunServer, type WaveRun } from "../run";
import { serverOf, type Wave } from "../wave";
import { isRecovered, reaches } from "./levels";
import { isGap } from "./objectives";
import { judgeRun } from "./verdict";

/** What state keeps of a run. `jobId` is always the first attempt's. Pure. */
export function toOutputs(run: WaveRun, pending: readonly PendingStep[]): DrillWaveOutputs {
  const [first] = run.attempts;
  const last = run.attempts.at(-1);
  if (first === undefined || last === undefined) {
    throw new Error("a wave has no outputs before its first job");
  }
  const judged = pending.includes("judge") || pending.includes("wait") ? undefined : judgeRun(run);
  return withoutUndefined({
    jobId: first.jobId,
    jobArn: first.jobArn,
    executionId: run.wave.executionId,
    account: run.account,
    region: run.wave.region,
    pending: pendingOf(run, pending),
    status: last.status,
    verdict: judged?.verdict,
    judgedTo: judged?.judgedTo,
    startedAt: first.startedAt,
    completedAt: last.completedAt,
    launchTimeSeconds: judged?.launchTimeSeconds,
    recoveryTimeSeconds: judged?.recoveryTimeSeconds,
    recoveryTimeAtLeastSeconds: judged?.recoveryTimeAtLeastSeconds,
    recoveryPointSeconds: judged?.recoveryPointSeconds,
    objectivesMet: judged?.objectivesMet,
    servers: run.servers.map((server) => server.record ?? withoutRecord(server, last.attempt)),
    attempts: [...run.attempts],
    cleanup: run.cleanup,
    warnings: [...run.warnings, ...(judged?.gaps ?? [])].map(harmless),
  });
}

/** A launch template that may be in the drill's network is unfinished work, whatever else is done. */
function pendingOf(run: WaveRun, pending: readonly PendingStep[]): PendingStep[] {
  return openSwapsOf(run).length === 0 ? [...pending] : [...pending, "network"];
}

function withoutRecord({ planned, unrecoveredSeconds }: RunServer, attempt: number): ServerRecord {
  const { lagSeconds: _lag, recoverySnapshotId: _snapshot, expectedActions: _actions, ...rest } = planned;
  const seen = withoutUndefined({ recoveryTimeAtLeastSeconds: unrecoveredSeconds });
  return { ...rest, ...seen, launchStatus: "PENDING", postLaunchActions: [], phases: [], attempt };
}

/** The run that outputs describe, to go on from. Roles and impact levels are the program's as it is now. Pure. */
export function fromOutputs(outputs: DrillWaveOutputs & { success?: SuccessLevel }, wave: Wave): WaveRun {
  // What was not seen at a higher level says nothing of a lower one.
  const sameLevel = reaches(wave.success, outputs.success ?? DEFAULTS.success);
  return {
    ...withoutUndefined({ judgedTo: outputs.judgedTo }),
    wave,
    account: outputs.account,
    servers: outputs.servers.map((server) => {
      const planned = planServer(serverOf(wave, server.sourceServerId), {
        ...withoutUndefined({ hostname: server.hostname }),
        launchConfiguration: server.launchConfiguration,
      });
      const record = isFinal(server, outputs, wave.success) ? asDeclaredNow(server, planned) : undefined;
      const { recoveryTimeAtLeastSeconds } = server;
      const unrecoveredSeconds = record === undefined && sameLevel ? recoveryTimeAtLeastSeconds : undefined;
      return withoutUndefined({ planned, record, unrecoveredSeconds });
    }),
    attempts: outputs.attempts,
    warnings: outputs.warnings.filter((warning) => !isGap(warning)),
    cleanup: outputs.cleanup,
  };
}

/** False for a server that has no record yet, or can be verified further, now that the program asks for more. */
function isFinal(server: ServerRecord, { cleanup }: DrillWaveOutputs, success: SuccessLevel): boolean {
  if (server.failure !== undefined) {
    return true;
  }
  if (server.verifiedTo === undefined) {
    return false;
  }
  return cleanup.status !== "NOT_STARTED" || isRecovered(server, success);
}

function asDeclaredNow({ role: _role, ...server }: ServerRecord, { role, impactLevel }: PlannedServer): ServerRecord {
  return withoutUndefined({ ...server, role, impactLevel });
}
