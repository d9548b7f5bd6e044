/**
 * Whether a server launched, by what the ended job's list, its log and DRS's recovery instances say of it. None of the
 * three decides alone (docs/decisions/0005-what-a-verdict-means.md). Pure.
 */
import type { JobLogItem, RecoveryInstance } from "../../drs/types";
import type { ServerFailure } from "../../vocabulary";
import { endOfServer } from "./jobLog";

/** What is seen of one server's launch. */
export interface LaunchFacts {
  /** As the job lists it; undefined when it does not list the server, or says no status. */
  launchStatus: string | undefined;
  /** This server's part of the job's log. */
  log: readonly JobLogItem[];
  /** The live recovery instance of this job. */
  instance: RecoveryInstance | undefined;
}

/** What the evidence comes to. */
export type LaunchWeight =
  /** Launched. `notes` is worth a warning; with `notKnown` the wave does not pass. */
  | { kind: "launched"; notes: string[]; notKnown: string[] }
  /** The next look may say more. */
  | { kind: "open"; seen: string }
  | { kind: "failed"; failure: ServerFailure };

/** What the list says: silent while it does not say how the launch ended; odd for a word that we do not know. */
export type ListSays = "LAUNCHED" | "failed" | "silent" | "odd";
/** What the log says last. */
export type LogSays = "LAUNCH_END" | "SERVER_SKIPPED" | "failure" | "silent";

/** What one kind of evidence comes to: at once, or once the time to report has passed. */
export type Weight = "launched" | "launched, said" | "doubtful" | "failed";
export interface Weighing {
  /** Undefined: look again. */
  atOnce?: Weight;
  atLast: Weight;
}

/**
 * The table of all evidence. Only a failure that nothing contradicts, and a launch that list and instance agree on, are
 * decided at once. Of three that do not agree, two decide; a wave with a doubtful server does not pass.
 */
export function weigh(list: ListSays, log: LogSays, hasInstance: boolean): Weighing {
  if (list === "failed" || log === "SERVER_SKIPPED") {
    return { atOnce: "failed", atLast: "failed" };
  }
  if (!hasInstance) {
    return list !== "LAUNCHED" && log === "failure" ? { atOnce: "failed", atLast: "failed" } : { atLast: "failed" };
  }
  if (list === "LAUNCHED") {
    return log === "failure" ? { atLast: "doubtful" } : { atOnce: "launched", atLast: "launched" };
  }
  if (log === "LAUNCH_END") {
    return { atLast: list === "silent" ? "launched, said" : "doubtful" };
  }
  return { atLast: list === "silent" && log === "silent" ? "doubtful" : "failed" };
}

/** `isLast`: no later look is worth waiting for. */
export function launchOf(facts: LaunchFacts, isLast: boolean): LaunchWeight {
  const end = endOfServer(facts.log);
  const weighing = weigh(listSays(facts.launchStatus), logSays(end), facts.instance !== undefined);
  const weight = isLast ? weighing.atLast : weighing.atOnce;
  if (weight === undefined) {
    return { kind: "open", seen: openText(facts, end) };
  }
  if (weight === "failed") {
    return { kind: "failed", failure: failureOf(facts, end) };
  }
  const said = weight === "launched" ? [] : [disagreement(facts, end)];
  return weight === "doubtful"
    ? { kind: "launched", notes: [], notKnown: said }
    : { kind: "launched", notes: said, notKnown: [] };
}

/** Launch statuses with which DRS says that there is no launched server (model, LaunchStatus). */
const FAILED_STATUSES: readonly string[] = ["FAILED", "TERMINATED"];
/** Launch statuses that an ended job should not show any more. */
const UNENDED_STATUSES: readonly string[] = ["PENDING", "IN_PROGRESS"];

function listSays(launchStatus: string | undefined): ListSays {
  if (launchStatus === undefined || UNENDED_STATUSES.includes(launchStatus)) {
    return "silent";
  }
  if (launchStatus === "LAUNCHED") {
    return launchStatus;
  }
  return FAILED_STATUSES.includes(launchStatus) ? "failed" : "odd";
}

function logSays(end: JobLogItem | undefined): LogSays {
  if (end === undefined) {
    return "silent";
  }
  return end.event === "LAUNCH_END" || end.event === "SERVER_SKIPPED" ? end.event : "failure";
}

function openText(facts: LaunchFacts, end: JobLogItem | undefined): string {
  if (facts.launchStatus === "LAUNCHED" && facts.instance === undefined) {
    return "launched, but DRS lists no recovery instance yet";
  }
  return `the job has ended, but ${disagreement(facts, end)}`;
}

function failureOf(facts: LaunchFacts, end: JobLogItem | undefined): ServerFailure {
  const { launchStatus, instance } = facts;
  const failed = end?.event === "LAUNCH_END" ? undefined : end;
  if (failed !== undefined) {
    const why = failed.message ?? `DRS gives no reason; its launch status is ${launchStatus ?? "not reported"}`;
    return { event: failed.event, message: instance === undefined ? why : `${why}; but ${instanceText(instance)}` };
  }
  if (launchStatus === "LAUNCHED") {
    return {
      event: "INSTANCE_MISSING",
      message: "DRS reports LAUNCHED, but lists no recovery instance of this job",
    };
  }
  if (listSays(launchStatus) === "silent") {
    return { event: "NOT_REPORTED", message: disagreement(facts, end) };
  }
  const but = instance === undefined ? "" : `; but ${instanceText(instance)}`;
  return { event: "NOT_LAUNCHED", message: `DRS gives no reason; its launch status is ${launchStatus}${but}` };
}

/** Each kind of evidence in words: `the job lists it as PENDING, its log has LAUNCH_END, and DRS lists …`. */
function disagreement({ launchStatus, instance }: LaunchFacts, end: JobLogItem | undefined): string {
  const list =
    launchStatus === undefined ? "the job does not say what became of it" : `the job lists it as ${launchStatus}`;
  const reason = end?.message === undefined ? "" : ` (${end.message})`;
  const log = end === undefined ? "its log has no end of its launch" : `its log has ${end.event}${reason}`;
  return `${list}, ${log}, and ${instanceText(instance)}`;
}

function instanceText(instance: RecoveryInstance | undefined): string {
  return instance === undefined
    ? "DRS lists no recovery instance of this job"
    : `DRS lists its recovery instance ${instance.recoveryInstanceId || "without an id"} as ${instance.ec2InstanceState}`;
}
