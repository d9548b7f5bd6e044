import type { DrillWaveOutputs, ObservedLaunch, ServerRecord } from "pulumi-drillwave/vocabulary";
import { attempt, Unanswerable } from "./judgement";

/** A server as far as it is known who launched it last. */
export interface LaunchedServer {
  sourceServerId: string;
  lastLaunch?: ObservedLaunch;
  neverLaunched?: true;
}

/** What is known of the last drill of a server; times in ISO 8601 UTC. */
export type LastDrill =
  | { kind: "never" }
  | { kind: "drilled"; at: string }
  /** `by`: what failed, for people: `DRILL`, or the event that our own record has. */
  | { kind: "failed"; by: string; at?: string };

/** Launch statuses of a launch that succeeded, also where its instance was terminated later (docs/drs-facts.md#the-last-launch). */
const SUCCEEDED: readonly (string | undefined)[] = ["LAUNCHED", "TERMINATED"];

/**
 * The last drill of a server: by DRS's word on its last launch, and by our own record where that is of a later one, or where
 * DRS's word says nothing of drills: it has one launch, a recovery's too.
 *
 * @param readRecord - may throw Unanswerable: a preview hides the record of a wave that it changes
 * @throws Unanswerable when neither says
 */
export function lastDrillOf(server: LaunchedServer, readRecord: () => DrillWaveOutputs | undefined): LastDrill {
  const byDrs = drillInDrs(server);
  if (byDrs === undefined) {
    return drillInRecord(server, readRecord()) ?? notKnown(server);
  }
  // What a preview hides is no later than what DRS says.
  const record = attempt(readRecord, () => undefined);
  const own = drillInRecord(server, record);
  return own !== undefined && (isOfJob(server, record) || isLater(own, byDrs)) ? own : byDrs;
}

/** Undefined where the last launch says nothing of drills, or is not over. */
function drillInDrs({ lastLaunch, neverLaunched }: LaunchedServer): LastDrill | undefined {
  if (lastLaunch === undefined) {
    return neverLaunched === true ? { kind: "never" } : undefined;
  }
  const { type, at, status } = lastLaunch;
  if (status === "FAILED") {
    return { kind: "failed", by: type, ...(at === undefined ? {} : { at }) };
  }
  return type === "DRILL" && SUCCEEDED.includes(status) && at !== undefined ? { kind: "drilled", at } : undefined;
}

/** Undefined for a server that the record does not have, and for a drill that has not been judged. */
function drillInRecord({ sourceServerId }: LaunchedServer, record?: DrillWaveOutputs): LastDrill | undefined {
  const own = record?.servers.find((each) => each.sourceServerId === sourceServerId);
  const at = own === undefined || record === undefined ? undefined : startOf(record, own);
  if (own === undefined || at === undefined) {
    return undefined;
  }
  if (own.failure !== undefined) {
    return { kind: "failed", by: own.failure.event, at };
  }
  return SUCCEEDED.includes(own.launchStatus) ? { kind: "drilled", at } : undefined;
}

/** When the attempt that launched the server was started. */
export function startOf({ attempts, startedAt }: DrillWaveOutputs, { attempt }: ServerRecord): string | undefined {
  return attempts.find((each) => each.attempt === attempt)?.startedAt ?? startedAt;
}

/** Of the same launch our own record knows more: whether the server worked. */
function isOfJob({ lastLaunch }: LaunchedServer, record: DrillWaveOutputs | undefined): boolean {
  const { jobId } = lastLaunch ?? {};
  return (
    jobId !== undefined && (record?.jobId === jobId || record?.attempts.some((each) => each.jobId === jobId) === true)
  );
}

function isLater(own: LastDrill, byDrs: LastDrill): boolean {
  const [ownAt, drsAt] = [own, byDrs].map((each) => (each.kind === "never" ? undefined : each.at));
  return ownAt !== undefined && (drsAt === undefined || Date.parse(ownAt) > Date.parse(drsAt));
}

function notKnown({ lastLaunch }: LaunchedServer): never {
  const said =
    lastLaunch === undefined
      ? "DRS does not say what launched it last"
      : `DRS keeps the last launch alone, which is a ${lastLaunch.type} (${lastLaunch.status ?? "of no known status"})`;
  throw new Unanswerable("not observed", `when it was last drilled: ${said}`);
}
