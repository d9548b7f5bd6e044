import type { Job } from "../drs/types";
import {
  type AttemptRecord,
  type CleanupRecord,
  type ExpectedActionRecord,
  type ImpactLevel,
  type LaunchConfigurationSettings,
  type ServerRecord,
  type SuccessLevel,
  type SwapRecord,
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
  /** The post-launch actions to wait for; absent while that was not looked up, or when there cannot be any. */
  expectedActions?: ExpectedActions;
}

/** The post-launch actions that were active before the launch, or why that is not known. */
export type ExpectedActions = { known: readonly ExpectedActionRecord[] } | { unknown: string };

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
    jobArn: job.arn ?? known?.jobArn,
    status: job.status,
    // A job is created once: what was seen first stays.
    startedAt: known?.startedAt ?? (job.createdAt === undefined ? undefined : toIso(job.createdAt)),
    completedAt: job.endedAt === undefined ? known?.completedAt : toIso(job.endedAt),
    sourceServerIds: known?.sourceServerIds ?? servers.map((server) => server.sourceServerId),
    lagSeconds: known?.lagSeconds ?? Object.fromEntries(lags),
    adopted: known?.adopted,
    serverCount: known?.serverCount,
    swaps: known?.swaps,
    ...(known === undefined ? recordedActions(servers) : actionsOf(known)),
  });
  const others = run.attempts.filter((each) => each.attempt !== attempt);
  return {
    ...run,
    attempts: [...others, record].sort((a, b) => a.attempt - b.attempt),
    // The cleanup of earlier attempts does not cover what a further one launches.
    cleanup: known === undefined ? { status: "NOT_STARTED" } : run.cleanup,
  };
}

/** The expected post-launch actions as an attempt's record keeps them. Pure. */
function recordedActions(servers: readonly PlannedServer[]): Pick<AttemptRecord, "expectedActions" | "unreadActions"> {
  const expected: Record<string, ExpectedActionRecord[]> = {};
  const unread: Record<string, string> = {};
  for (const { sourceServerId, expectedActions: actions } of servers) {
    if (actions === undefined) {
      continue;
    }
    if ("unknown" in actions) {
      unread[sourceServerId] = actions.unknown;
    } else {
      expected[sourceServerId] = [...actions.known];
    }
  }
  return {
    ...(Object.keys(expected).length === 0 ? {} : { expectedActions: expected }),
    ...(Object.keys(unread).length === 0 ? {} : { unreadActions: unread }),
  };
}

function merged(before: AttemptRecord, now: ReturnType<typeof recordedActions>): ReturnType<typeof recordedActions> {
  return withoutUndefined({
    expectedActions: now.expectedActions && { ...before.expectedActions, ...now.expectedActions },
    unreadActions: now.unreadActions && { ...before.unreadActions, ...now.unreadActions },
  });
}

function actionsOf({ expectedActions, unreadActions }: AttemptRecord) {
  return { expectedActions, unreadActions };
}

/** The run with what is now known of an attempt's post-launch actions. Pure. */
export function withActions(run: WaveRun, attempt: number, servers: readonly PlannedServer[]): WaveRun {
  const actions = recordedActions(servers);
  if (Object.keys(actions).length === 0) {
    return run;
  }
  const attempts = run.attempts.map((each) =>
    each.attempt === attempt ? { ...each, ...merged(each, actions) } : each,
  );
  return { ...run, attempts };
}

/** The run with the launch templates that were pointed at the drill's network for an attempt. Pure. */
export function withSwaps(run: WaveRun, attempt: number, swaps: readonly SwapRecord[]): WaveRun {
  if (swaps.length === 0) {
    return run;
  }
  const attempts = run.attempts.map((each) => (each.attempt === attempt ? { ...each, swaps: [...swaps] } : each));
  return { ...run, attempts };
}

/** The run once its launch templates are out of the drill's network, but those of `left`. Pure. */
export function withEndedSwaps<Run extends Pick<WaveRun, "attempts">>(run: Run, left: ReadonlySet<string>): Run {
  const attempts = run.attempts.map((each) => {
    const swaps = each.swaps?.map((swap) =>
      left.has(swap.launchTemplateId) ? swap : { ...swap, ended: true as const },
    );
    return swaps === undefined ? each : { ...each, swaps };
  });
  return { ...run, attempts };
}

/** What may still be in the drill's network, as far as the run knows. Pure. */
export function openSwapsOf({ attempts }: Pick<WaveRun, "attempts">): SwapRecord[] {
  return attempts.flatMap(({ swaps = [] }) => swaps).filter(({ ended }) => ended !== true);
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

/** The run with these servers seen not recovered yet, at moments in epoch ms of the service's time. Pure. */
export function withUnrecovered(run: WaveRun, unfinishedAt: ReadonlyMap<string, number>): WaveRun {
  const startedAt = startOf(run);
  return {
    ...run,
    servers: run.servers.map((server) => {
      const at = unfinishedAt.get(server.planned.sourceServerId);
      return at === undefined || startedAt === undefined
        ? server
        : { ...server, unrecoveredSeconds: secondsBetween(startedAt, at) };
    }),
  };
}

/**
 * The start of the first attempt, from which recovery times count; epoch ms, the service's. Undefined where DRS does not
 * say it. Pure.
 */
export function startOf({ attempts: [first] }: WaveRun): number | undefined {
  return first?.startedAt === undefined ? undefined : Date.parse(first.startedAt);
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
export function serversOfAttempt(run: WaveRun, record: AttemptRecord): RunServer[] {
  const { attempt, sourceServerIds, lagSeconds } = record;
  const later = new Set(run.attempts.filter((each) => each.attempt > attempt).flatMap((each) => each.sourceServerIds));
  return run.servers
    .filter(({ planned: { sourceServerId: id } }) => sourceServerIds.includes(id) && !later.has(id))
    .map((server) => {
      const id = server.planned.sourceServerId;
      const known = { lagSeconds: lagSeconds[id], expectedActions: expectedOf(record, id) };
      return { ...server, planned: withoutUndefined({ ...server.planned, ...withoutUndefined(known) }) };
    });
}

function expectedOf({ expectedActions, unreadActions }: AttemptRecord, id: string): ExpectedActions | undefined {
  const [known, unknown] = [expectedActions?.[id], unreadActions?.[id]];
  return known === undefined ? (unknown === undefined ? undefined : { unknown }) : { known };
}
