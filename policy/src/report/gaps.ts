import { isStack, toResource } from "./policyReport";
import type { EventLog } from "./readEventLog";
import { ruleFacts } from "./ruleFacts";
import { plainText } from "./text";

/** How the engine ends an operation that failed for a reason that it has already given. */
const NO_NEWS = /^(preview|update|destroy) failed$|^resource (creation|update|deletion) failed$/;
const WAIVER_LIST = "drs-waiver-list-active";
const STACK_LINE = /^\s+at .+/;
const UNHANDLED = /^Unhandled exception: (?:Error: )?/;

/** Why a log may not tell everything that its packs would find; empty for one that does. */
export function gapsOf(log: EventLog): string[] {
  const gaps = [...noPack(log), ...unfinished(log)];
  return (gaps.length > 0 ? gaps : [...nothingJudged(log), ...unlistedWaivers(log)]).map(
    (gap) => `${log.name}: ${gap}.`,
  );
}

/** What did not run because a rule had stopped the operation. It is not a gap: the operation is blocked either way. */
export function rulesNotRun({ name, events }: EventLog): string[] {
  const stopped = events.some(({ policyEvent }) => policyEvent?.enforcementLevel === "mandatory");
  const told = events.some(({ policyAnalyzeStackSummaryEvent }) => policyAnalyzeStackSummaryEvent !== undefined);
  if (!stopped || told) {
    return [];
  }
  return [
    `${name}: the operation stopped at a mandatory rule, before rules about the whole program and waivers were judged.`,
  ];
}

function noPack({ events }: EventLog): string[] {
  return events.some(({ policyLoadEvent, policyEvent }) => policyLoadEvent !== undefined || policyEvent !== undefined)
    ? []
    : ["no policy pack was loaded, so nothing was judged (pulumi preview --policy-pack FOLDER loads one)"];
}

/** Rules of other packs do not count: they judge no drills. */
function nothingJudged({ events }: EventLog): string[] {
  const judged = events.some(({ policyEvent, policyAnalyzeSummaryEvent: summary }) => {
    const found = policyEvent !== undefined && !isStack(toResource(policyEvent.resourceUrn));
    const rules = [...(found ? [policyEvent.policyName] : []), ...(summary?.passed ?? []), ...(summary?.failed ?? [])];
    return rules.some((rule) => ruleFacts(rule) !== undefined);
  });
  return judged
    ? []
    : ["no rule of DrillWave judged any resource: the program registered none that the rules apply to"];
}

/** Only the policy that lists waivers tells what is waived. */
function unlistedWaivers({ events }: EventLog): string[] {
  const atTheEnd = events.flatMap(({ policyAnalyzeStackSummaryEvent: summary }) => summary ?? []);
  const rules = atTheEnd.flatMap(({ passed = [], failed = [] }) => [...passed, ...failed]);
  const isOff = rules.some((rule) => ruleFacts(rule) !== undefined) && !rules.includes(WAIVER_LIST);
  return isOff ? [`the policy ${WAIVER_LIST} is off, so it is not known what is waived`] : [];
}

/** An operation that only mandatory rules stopped is finished; one that failed otherwise may not have got far. */
function unfinished(log: EventLog): string[] {
  const { events, cutOffAt } = log;
  if (cutOffAt !== undefined) {
    return [`line ${cutOffAt} is cut off, so the log ends before the operation did`];
  }
  const starts = events.filter(({ preludeEvent }) => preludeEvent !== undefined).length;
  const ends = events.filter(({ summaryEvent }) => summaryEvent !== undefined).length;
  const because = errorsOf(log)[0];
  const reason = because === undefined ? "" : `: ${because}`;
  if (events.at(-1)?.cancelEvent === undefined) {
    return [`the log ends before the operation did (no cancelEvent on its last line)${reason}`];
  }
  if (ends === 0 || ends < starts) {
    return [`the operation ended before it had judged everything (no summaryEvent)${reason}`];
  }
  return failures(log).map((failure) => `${failure}, so it may not have judged everything${reason}`);
}

function failures(log: EventLog): string[] {
  const results = log.events.flatMap(({ summaryEvent }) => summaryEvent?.result ?? []);
  const blocked = log.events.some(({ policyEvent }) => policyEvent?.enforcementLevel === "mandatory");
  if (results.includes("canceled")) {
    return ["the operation was cancelled"];
  }
  const otherwise = errorsOf(log).length > 0 || (results.includes("failed") && !blocked);
  return otherwise ? ["the operation failed for a reason other than its policies"] : [];
}

function errorsOf({ events }: EventLog): string[] {
  return events
    .flatMap(({ diagnosticEvent }) => (diagnosticEvent?.severity === "error" ? diagnosticEvent.message : []))
    .map((message) => plainText(withoutStack(message)))
    .filter((message) => message !== "" && !NO_NEWS.test(message))
    .map((message) => message.replace(UNHANDLED, "").replace(/\.$/, ""));
}

function withoutStack(message: string): string {
  return message
    .split("\n")
    .filter((line) => !STACK_LINE.test(line))
    .join("\n");
}
