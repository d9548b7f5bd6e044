import type { Severity } from "@pulumi/policy";
import { isStackUrn, parseUrn } from "pulumi-drillwave/vocabulary";
import type { RuleName } from "../rule";
import type { Waiver } from "../waivers/waiver";
import { ruleFacts } from "./ruleFacts";

/** What the packs said in one or more operations of the engine, and what they could not say. */
export interface PolicyReport {
  /** Every pack that judged, in the order of the logs. */
  packs: readonly Pack[];
  findings: readonly Finding[];
  waived: readonly WaivedFinding[];
  /** Rules that a pack found satisfied, by what they judged; among them rules whose findings are all waived. */
  satisfied: readonly Satisfied[];
  /** Why the report may lack findings, a sentence each. A report with gaps is incomplete: its silence proves nothing. */
  gaps: readonly string[];
  /** What a reader should know, but need not fix. */
  remarks: readonly string[];
}

export interface Pack {
  name: string;
  version: string;
}

/** A mandatory finding stops an `up`. */
export type FindingLevel = "mandatory" | "advisory";

/** A resource of a stack; its name alone says too little when there are several stacks. */
export interface Resource {
  urn: string;
  name: string;
  /** Name of the stack. */
  stack: string;
}

/** What a rule says of a resource, or of the program as a whole. */
export interface Finding {
  pack: string;
  rule: string;
  level: FindingLevel;
  severity: Severity | undefined;
  /** The stack itself for the program as a whole. */
  resource: Resource;
  /** One line, without the engine's colours. It names a few servers and counts the rest. */
  message: string;
  /** The same, subject by subject; absent where the pack wrote no facts. */
  told?: readonly Told[];
}

/** What a message tells of one subject. */
export interface Told {
  /** Another than the message's where rules found the same. */
  rule: string;
  /** The wave; the stack itself for the program as a whole. */
  resource: Resource;
  /** Id of the server, or its name where it has none yet; absent for a wave. */
  server?: string;
  /** For people: `db-1 (s-…)`. */
  subject?: string;
  message: string;
}

/** What a rule would have said without a waiver. */
export interface WaivedFinding {
  pack: string;
  rule: RuleName;
  severity: Severity | undefined;
  /** The stack: the engine's log does not tell of which resource it was. The message names the subject. */
  resource: Resource;
  waiver: Pick<Waiver, "reason" | "owner" | "expires">;
  message: string;
  told?: readonly Told[];
}

/** The findings subject by subject, for reports that list them; as they are where no facts were written. */
export function bySubject<Each extends Finding | WaivedFinding>(findings: readonly Each[]): (Each & Partial<Told>)[] {
  return findings.flatMap((finding) => {
    const { told = [], ...whole } = finding;
    return told.length === 0
      ? [finding]
      : // A told rule is another of the pack's, whose name has the same form.
        told.map((each) => ({ ...whole, ...each }) as Each & Partial<Told>);
  });
}

export interface Satisfied {
  pack: string;
  rule: string;
  /** Absent for a rule about the program as a whole. */
  resource: Resource | undefined;
}

/** How many findings block, are advice or are waived: `1 blocked, 2 advice, 0 waived`. */
export function totalsText({ findings, waived }: PolicyReport): string {
  const blocked = findings.filter(({ level }) => level === "mandatory").length;
  return `${blocked} blocked, ${findings.length - blocked} advice, ${waived.length} waived`;
}

/** The resource with this URN; of the empty URN, the program as a whole. */
export function toResource(urn: string): Resource {
  const { name = urn, stack = "" } = parseUrn(urn) ?? {};
  return { urn, name, stack };
}

/** True when it stands for the program as a whole. */
export function isStack({ urn }: Resource): boolean {
  return urn === "" || isStackUrn(urn);
}

/** How the resources of a report are named: with their stack where there are several. */
export function resourceLabels({ findings, waived, satisfied }: PolicyReport): (resource?: Resource) => string {
  const stacks = new Set([...findings, ...waived, ...satisfied].map(({ resource }) => resource?.stack ?? ""));
  stacks.delete("");
  const several = stacks.size > 1;
  return (resource) => {
    const name = resource === undefined || isStack(resource) ? "the program" : resource.name;
    return several && resource !== undefined ? `${resource.stack}/${name}` : name;
  };
}

/** What a rule says that could not see what it judges, as `sayUnknown` in ../telling/sentences.ts writes it. */
const UNJUDGED = / cannot be judged( by \d+ rules)?(, [a-z ]+: |: the caller lacks )/;

/** True when the rule of the finding could not judge its subject: nothing is known to be wrong. */
export function isUnknown({ rule, message }: Finding): boolean {
  return ruleFacts(rule) !== undefined && UNJUDGED.test(message);
}

/** Which findings make the command fail; from few to all, but for the last. */
export const FAIL_ON = ["mandatory", "evidence", "advisory", "never"] as const;
export type FailOn = (typeof FAIL_ON)[number];

/**
 * The rules about drills that are overdue, failed, or of other servers and settings than today's. They are what a run by
 * the clock is for: nobody's change makes evidence old.
 */
export const EVIDENCE_RULES: readonly RuleName[] = [
  "drs-wave-require-met-objectives",
  "drs-server-require-drill",
  "drs-plan-require-replicating-servers",
  "drs-evidence-require-current-settings",
];

/** How the command ends. */
export const EXIT = { clean: 0, findings: 1, unusable: 2, incomplete: 3 } as const;

/** Incomplete outranks findings: a job that tolerates exit code 1 must not tolerate a preview that died. */
export function exitCodeOf({ gaps, findings }: PolicyReport, failOn: FailOn): number {
  if (gaps.length > 0) {
    return EXIT.incomplete;
  }
  return findings.some((finding) => countsAt(finding, failOn)) ? EXIT.findings : EXIT.clean;
}

/** True when the finding makes the command fail. */
export function countsAt({ level, rule }: Finding, failOn: FailOn): boolean {
  switch (failOn) {
    case "never":
      return false;
    case "mandatory":
      return level === "mandatory";
    case "evidence":
      return level === "mandatory" || EVIDENCE_RULES.some((name) => name === rule);
    case "advisory":
      return true;
  }
}
