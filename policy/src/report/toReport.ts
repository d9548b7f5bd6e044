import { nameServer } from "pulumi-drillwave/vocabulary";
import type { FactsLine } from "../telling/factsLine";
import { readWaiverLine, type WaivedReport } from "../waivers/waiverLine";
import type { ReportedEvent } from "./engineEvent";
import { gapsOf, rulesNotRun } from "./gaps";
import {
  type Finding,
  type Pack,
  type PolicyReport,
  type Satisfied,
  type Told,
  toResource,
  type WaivedFinding,
} from "./policyReport";
import type { EventLog } from "./readEventLog";
import { ruleFacts } from "./ruleFacts";
import { plainText } from "./text";

type PolicyEvent = NonNullable<ReportedEvent["policyEvent"]>;

/** The policy whose findings are waivers. */
const LISTS_WAIVERS = "drs-waiver-list-active";

/**
 * What the packs said in these operations. What an update repeats of its preview is there once. `facts` are what the pack
 * wrote of its messages.
 */
export function toReport(logs: readonly EventLog[], facts: readonly FactsLine[] = []): PolicyReport {
  const events = logs.flatMap((log) => log.events);
  const said = events.flatMap(({ policyEvent }) => policyEvent ?? []);
  const entries = said.map((event) => ({ event, waived: waivedBy(event) }));
  const findings = entries.flatMap(({ event, waived }) => (waived === undefined ? toFinding(event, facts) : []));
  const waived = entries.flatMap(({ event, waived }) => (waived === undefined ? [] : toWaived(event, waived, facts)));
  return {
    packs: packsOf(events),
    findings: distinct(findings),
    waived: distinct(waived),
    satisfied: satisfiedIn(events, findings, waived),
    gaps: logs.flatMap(gapsOf),
    remarks: distinct([...logs.flatMap(rulesNotRun), ...remediations(events)]),
  };
}

function toFinding(event: PolicyEvent, facts: readonly FactsLine[]): Finding {
  const { policyPackName: pack, policyName: rule, enforcementLevel: level, severity } = event;
  const finding = {
    pack,
    rule,
    level,
    severity,
    resource: toResource(event.resourceUrn),
    message: withoutDescription(event),
  };
  return { ...finding, ...toldBy(event, facts) };
}

function toWaived(
  event: PolicyEvent,
  { rule, waiver, message }: WaivedReport,
  facts: readonly FactsLine[],
): WaivedFinding {
  const severity = ruleFacts(rule)?.severity;
  const waived = {
    pack: event.policyPackName,
    rule,
    severity,
    resource: toResource(event.resourceUrn),
    waiver,
    message,
  };
  return { ...waived, ...toldBy(event, facts) };
}

/** What the pack wrote of this message, subject by subject. */
function toldBy(event: PolicyEvent, facts: readonly FactsLine[]): { told?: Told[] } {
  const text = withoutDescription(event);
  const lines = facts.filter(({ rule, message }) => rule === event.policyName && plainText(message) === text);
  const told = lines.flatMap((line) => line.facts.map((fact) => toTold(fact, event.resourceUrn)));
  return told.length === 0 ? {} : { told: distinct(told) };
}

function toTold({ rule, text, wave, server }: FactsLine["facts"][number], stack: string): Told {
  const message = plainText(text);
  const told = { rule, message, resource: toResource(wave ?? stack) };
  if (server === undefined) {
    return told;
  }
  const { sourceServerId, hostname } = server;
  const subject = sourceServerId === undefined ? (hostname ?? "") : nameServer({ sourceServerId, hostname });
  return { ...told, server: sourceServerId ?? subject, subject };
}

/** A line that only looks like a waiver's stays what it is: a finding. */
function waivedBy(event: PolicyEvent): WaivedReport | undefined {
  if (event.policyName !== LISTS_WAIVERS) {
    return undefined;
  }
  try {
    return readWaiverLine(withoutDescription(event));
  } catch {
    return undefined;
  }
}

/** The message. @pulumi/policy puts the policy's description before a message that a policy reports as a text. */
function withoutDescription({ message, policyName }: PolicyEvent): string {
  const text = plainText(message);
  const description = `${ruleFacts(policyName)?.wants} `;
  return text.startsWith(description) ? text.slice(description.length) : text;
}

/** Each pack once, with the first of its versions. */
function packsOf(events: readonly ReportedEvent[]): Pack[] {
  const named = events.flatMap(
    (event) => event.policyEvent ?? event.policyAnalyzeSummaryEvent ?? event.policyAnalyzeStackSummaryEvent ?? [],
  );
  const versions = new Map<string, string>();
  for (const { policyPackName: name, policyPackVersion: version } of named) {
    // In some events of the engine, a pack that has no rule for the resource has no name.
    if (name !== "" && !versions.has(name)) {
      versions.set(name, version);
    }
  }
  return [...versions].map(([name, version]) => ({ name, version }));
}

/** A rule that once reported a resource is not satisfied with it, whatever another operation of the log says. */
function satisfiedIn(
  events: readonly ReportedEvent[],
  findings: readonly Finding[],
  waived: readonly WaivedFinding[],
): Satisfied[] {
  const passed = events.flatMap(
    ({ policyAnalyzeSummaryEvent: one, policyAnalyzeStackSummaryEvent: all }): Satisfied[] => [
      ...(one?.passed ?? []).map((rule) => ({
        pack: one?.policyPackName ?? "",
        rule,
        resource: toResource(one?.resourceUrn ?? ""),
      })),
      ...(all?.passed ?? []).map((rule) => ({ pack: all?.policyPackName ?? "", rule, resource: undefined })),
    ],
  );
  const contradicted = ({ rule, resource }: Satisfied) =>
    waived.some((each) => each.rule === rule) ||
    findings.some((each) => each.rule === rule && (resource === undefined || each.resource.urn === resource.urn));
  return distinct(passed.filter((each) => !contradicted(each)));
}

function remediations(events: readonly ReportedEvent[]): string[] {
  return events.flatMap(({ policyRemediationEvent: event }) =>
    event === undefined
      ? []
      : `${event.policyName} changed the inputs of ${toResource(event.resourceUrn).name} by itself.`,
  );
}

/** Each value once, where it comes first. */
function distinct<Value>(values: readonly Value[]): Value[] {
  const seen = new Set<string>();
  return values.filter((value) => {
    const text = JSON.stringify(value);
    if (seen.has(text)) {
      return false;
    }
    seen.add(text);
    return true;
  });
}
