import type { EngineEvent } from "@pulumi/pulumi/automation";
import { DRILL_WAVE_TYPE, isStackUrn, parseUrn } from "pulumi-drillwave/vocabulary";

/** What a policy said about a resource. */
export interface PolicyFinding {
  readonly policy: string;
  /** Name of the resource; absent for a rule about the whole stack. */
  readonly resource?: string;
  readonly message: string;
}

/** What went wrong with a resource, or with the operation as a whole. */
export interface OperationError {
  readonly resource?: string;
  readonly message: string;
}

/** What one preview, up or destroy had to say. */
export interface OperationReport {
  readonly succeeded: boolean;
  /** Names of the waves that a preview would start. */
  readonly planned: readonly string[];
  /** Mandatory rules that were broken: nothing that depends on them was started. */
  readonly violations: readonly PolicyFinding[];
  readonly advice: readonly PolicyFinding[];
  readonly errors: readonly OperationError[];
}

/** The engine's last words on an operation whose cause it has already reported. */
const NO_NEWS = /^(preview|update|destroy) failed$|^resource (creation|update|deletion) failed$/;

/** What the events of a finished operation say. `failure` is why it did not succeed, used only when no event says why. */
export function operationReport(events: readonly EngineEvent[], failure?: string): OperationReport {
  const findings = events.flatMap(({ policyEvent }) => policyEvent ?? []);
  const mandatory = findings.filter((finding) => finding.enforcementLevel === "mandatory");
  const errors = events
    .flatMap(({ diagnosticEvent }) => (diagnosticEvent?.severity === "error" ? errorOf(diagnosticEvent) : []))
    .filter(isNews);
  const untold = failure !== undefined && mandatory.length === 0 && errors.length === 0;
  return {
    succeeded: failure === undefined,
    planned: events.flatMap(plannedWaveOf),
    violations: mandatory.map(findingOf),
    advice: findings.filter((finding) => !mandatory.includes(finding)).map(findingOf),
    errors: untold ? [{ message: errorText(failure) }] : errors,
  };
}

function errorOf(event: { readonly urn?: string; readonly message: string }): OperationError[] {
  const message = errorText(event.message);
  return message === "" || NO_NEWS.test(message) ? [] : [{ ...named(event.urn), message }];
}

/** The engine reports what a program threw twice: with its stack, and without. */
function isNews(error: OperationError, index: number, errors: readonly OperationError[]): boolean {
  const sameAs = (earlier: OperationError) =>
    earlier.message === error.message && (error.resource === undefined || earlier.resource === error.resource);
  return !errors.slice(0, index).some(sameAs);
}

function plannedWaveOf({ resourcePreEvent }: EngineEvent): string[] {
  if (!resourcePreEvent?.planning) {
    return [];
  }
  const { op, type, urn } = resourcePreEvent.metadata;
  return op === "create" && type === DRILL_WAVE_TYPE ? [resourceName(urn)] : [];
}

function findingOf(event: NonNullable<EngineEvent["policyEvent"]>): PolicyFinding {
  // The engine puts the rule's own description before what it says about this resource.
  const [description = "", ...said] = event.message.trim().split("\n");
  const message = said.length === 0 ? description : said.join(" ");
  const { policyName: policy, resourceUrn: urn = "" } = event;
  return { policy, ...(isStackUrn(urn) ? {} : named(urn)), message };
}

function named(urn: string | undefined): { resource?: string } {
  return urn === undefined || urn === "" ? {} : { resource: resourceName(urn) };
}

/** The name that a program gave to the resource with this URN. */
export function resourceName(urn: string): string {
  return parseUrn(urn)?.name ?? urn;
}

/** What to do about errors that a drill is known to run into, by a text in them. */
const ADVICE: readonly (readonly [cause: string, advice: string])[] = [
  [
    "UninitializedAccountException",
    'Initialize DRS in this account and region first; in a world file, "initialized" must not be false.',
  ],
  ["ThrottlingException", 'Raise "rateLimit" in the world file, or drill fewer servers.'],
];

const STACK_LINE = /^\s+at .+/;
const BULLET = /^\s*\* /;

/**
 * What an error of the engine says to an operator, on one line: without stack, class name and the engine's own counting,
 * and with what to do where that is known.
 */
export function errorText(message: string): string {
  const lines = message
    .trim()
    .split("\n")
    .filter((line) => !STACK_LINE.test(line) && !/^\d+ errors? occurred:$/.test(line.trim()));
  const bullets = lines.some((line) => BULLET.test(line));
  const text = lines
    .map((line) => line.replace(BULLET, "").trim())
    .filter((line) => line !== "")
    .join(bullets ? "; " : " ")
    .replace(/^Unhandled exception: (?:Error: |[A-Za-z]\w*(?:Error|Exception): )?/, "")
    // A message that ended with a full stop, in a sentence that ends with one.
    .replace(/(?<!\.)\.\.(?= |$)/g, ".");
  return withAdvice(text);
}

function withAdvice(text: string): string {
  const known = ADVICE.find(([cause]) => text.includes(cause));
  if (known === undefined || text.includes(known[1])) {
    return text;
  }
  return `${text}${text.endsWith(".") ? "" : "."} ${known[1]}`;
}
