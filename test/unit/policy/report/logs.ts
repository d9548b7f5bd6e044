import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PolicyReport } from "../../../../policy/src/report/policyReport";
import { readEventLog } from "../../../../policy/src/report/readEventLog";
import { toReport } from "../../../../policy/src/report/toReport";

/** Logs of engine 3.245.0 against the simulator, without debugging messages, inputs and outputs. */
export type Recorded =
  | "badConfiguration"
  | "blocked"
  | "blockedUpdate"
  | "brokenPack"
  | "clean"
  | "noAws"
  | "noPack"
  | "noWave"
  | "programThrew"
  | "waived";

export function recordedText(name: Recorded): string {
  return readFileSync(join(__dirname, "recorded", `${name}.jsonl`), "utf8");
}

export function recordedReport(...names: Recorded[]): PolicyReport {
  return toReport(names.map((name) => readEventLog(recordedText(name), `${name}.json`)));
}

export const RULE = "drs-server-require-right-sizing";
export const PACK = "pulumi-drillwave-policy";
export const WAVE = "urn:pulumi:test::drills::pulumi-nodejs:dynamic/drs:DrillWave::database";
export const STACK = "urn:pulumi:test::drills::pulumi:pulumi:Stack::drills-test";

const pack = { policyPackName: PACK, policyPackVersion: "0.1.0", policyPackVersionTag: "0.1.0" };

/** A mandatory violation on the wave `database`, in the engine's raw colours. */
export function aPolicyEvent(change: object = {}): object {
  const event = {
    ...pack,
    resourceUrn: WAVE,
    message: "<{%reset%}>db-1: right-sizing is BASIC, must be NONE.<{%reset%}>\n",
    color: "raw",
    policyName: RULE,
    enforcementLevel: "mandatory",
    severity: "high",
  };
  return { policyEvent: { ...event, ...change } };
}

export const SATISFIED = { policyAnalyzeSummaryEvent: { ...pack, resourceUrn: WAVE, passed: [RULE] } };
const STACK_JUDGED = { policyAnalyzeStackSummaryEvent: pack };
export const SUCCEEDED = { summaryEvent: { result: "succeeded" } };
export const FAILED = { summaryEvent: { result: "failed" } };
export const LOADED = { policyLoadEvent: {} };
export const STARTED = { preludeEvent: { config: {} } };
export const OVER = { cancelEvent: {} };

/** A whole log in which a rule judged the wave `database`, and these events happened too. */
export function aLog(...events: object[]): string {
  return logOf(LOADED, STARTED, ...events, SATISFIED, STACK_JUDGED, SUCCEEDED, OVER);
}

export function logOf(...events: object[]): string {
  return events.map((event, sequence) => `${JSON.stringify({ sequence, timestamp: 1795510640, ...event })}\n`).join("");
}

export function reportOf(...texts: string[]): PolicyReport {
  return toReport(texts.map((text, index) => readEventLog(text, `events${index + 1}.json`)));
}
