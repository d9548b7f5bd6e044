import type { Job } from "../drs/types";
import {
  type AttemptRecord,
  type CleanupRecord,
  type ImpactLevel,
  type LaunchConfigurationSettings,
  type ServerRecord,
  type SuccessLevel,
  toIso,
} from "../vocabulary";
import { withoutUndefined } from "../withoutUndefined";
import type { DeclaredServer, Wave } from "./wave";

/** One server of a wave with what is known of it before the launch. */
export interface PlannedServer {
  sourceServerId: string;
  hostname?: string;
  role?: string;
  impactLevel: ImpactLevel;
  recoverySnapshotId?: string;
  /** As stored in DRS. */
  launchConfiguration: LaunchConfigurationSettings;
  lagSeconds?: number;
}

/** A server with what is known before its launch, and, once it was followed to its end, its record. */
export interface RunServer {
  planned: PlannedServer;
  record?: ServerRecord;
  /** Seconds from the first attempt's start to the last look that did not see it recovered; while it has no record. */
  unrecoveredSeconds?: number;
}

/** A wave from its launch on: all that outputs are made from, and all that is needed to go on from there. */
export interface WaveRun {
  wave: Wave;
  account: string;
  servers: readonly RunServer[];
  attempts: readonly AttemptRecord[];
  warnings: readonly string[];
  cleanup: CleanupRecord;
  /** Level of the verdict that was made before the instances were gone. */
  judgedTo?: SuccessLevel;
}

/** What was seen of a server, in DRS or in its record. */
type KnownOfServer = Pick<PlannedServer, "hostname" | "launchConfiguration" | "lagSeconds">;

/** The server, planned. Pure. */
export function planServer(declared: DeclaredServer, known: KnownOfServer): PlannedServer {
  return withoutUndefined({
    sourceServerId: declared.sourceServerId,
    hostname: known.hostname,
    role: declared.role,
    impactLevel: declared.impactLevel,
    recoverySnapshotId: declared.recoverySnapshotId,
    launchConfiguration: known.launchConfiguration,
    lagSeconds: known.lagSeconds,
  });
}

/** A run before its first job. Pure. */
export function newRun(
  wave: Wave,
  account: string,
  servers: readonly PlannedServer[],
  warnings: readonly string[],
): WaveRun {
  return {
    wave,
    account,
    servers: servers.map((planned) => ({ planned })),
    attempts: [],
    warnings,
    cleanup: { status: "NOT_STARTED" },
  };
}

/** The run with one more attempt, or with a known attempt brought up to date. Pure. */
export function withJob(run: WaveRun, attempt: number, job: Job, servers: readonly PlannedServer[]): WaveRun {
  const known = run.attempts.find((each) => each.attempt === attempt);
  const lags = servers.flatMap(({ sourceServerId, lagSeconds }) =>
    lagSeconds === undefined ? [] : [[sourceServerId, lagSeconds] as const],
  );
  const record: AttemptRecord = withoutUndefined({
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
    // The cleanup of earlier attempts does not cover what a further one launches.
    cleanup: known === undefined ? { status: "NOT_STARTED" } : run.cleanup,
  };
}

/** The run with these servers planned anew, in place of what was planned before. Pure. */
export function withPlanned(run: WaveRun, servers: readonly PlannedServer[]): WaveRun {
  const fresh = new Map(servers.map((server) => [server.sourceServerId, server]));
  return {
    ...run,
    servers: run.servers.map((server) => ({
      ...server,
      planned: fresh.get(server.planned.sourceServerId) ?? server.planned,
    })),
  };
}

/** The run with these records in place of older ones, and with their warnings. Pure. */
export function withRecords(run: WaveRun, records: readonly ServerRecord[], warnings: readonly string[]): WaveRun {
  const fresh = new Map(records.map((record) => [record.sourceServerId, record]));
  return {
    ...run,
    servers: run.servers.map((server) => {
      const record = fresh.get(server.planned.sourceServerId);
      return record === undefined ? server : { planned: server.planned, record };
    }),
    warnings: [...new Set([...run.warnings, ...warnings])],
  };
}

/** The run with these servers seen not recovered yet, at seconds from the first attempt's start. Pure. */
export function withUnrecovered(run: WaveRun, seconds: ReadonlyMap<string, number>): WaveRun {
  return {
    ...run,
    servers: run.servers.map((server) => {
      const unrecoveredSeconds = seconds.get(server.planned.sourceServerId);
      return unrecoveredSeconds === undefined ? server : { ...server, unrecoveredSeconds };
    }),
  };
}

/** The start of the first attempt, from which recovery times count; epoch ms, the service's. Pure. */
export function startOf(run: WaveRun): number {
  return Date.parse(run.attempts[0]?.startedAt ?? "");
}

/** Seconds between two moments in epoch ms, to the millisecond. Pure. */
export function secondsBetween(from: number, to: number): number {
  return Math.round(to - from) / 1000;
}

/** The records that the run has; fewer than servers while some are not followed to their end. Pure. */
export function recordsOf(run: WaveRun): ServerRecord[] {
  return run.servers.flatMap(({ record }) => record ?? []);
}

/**
 * The servers whose last attempt this is, with the lag before it; those launched again later are judged there. Pure.
 */
export function serversOfAttempt(run: WaveRun, { attempt, sourceServerIds, lagSeconds }: AttemptRecord): RunServer[] {
  const later = new Set(run.attempts.filter((each) => each.attempt > attempt).flatMap((each) => each.sourceServerIds));
  return run.servers
    .filter(({ planned: { sourceServerId: id } }) => sourceServerIds.includes(id) && !later.has(id))
    .map((server) => {
      const lag = lagSeconds[server.planned.sourceServerId];
      return lag === undefined ? server : { ...server, planned: { ...server.planned, lagSeconds: lag } };
    });
}
