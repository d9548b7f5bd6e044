import type { Severity } from "@pulumi/policy";
import type { Invocation, Log, Notification, ReportingDescriptor, Result, Run } from "sarif";
import { PACKAGE_PAGE } from "../rule";
import { fingerprints } from "./fingerprints";
import {
  bySubject,
  type Finding,
  isStack,
  isUnknown,
  type Pack,
  type PolicyReport,
  resourceLabels,
  type WaivedFinding,
} from "./policyReport";
import { type ReportedRule, ruleFacts } from "./ruleFacts";

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

/** Where a log names no pack. */
const NO_PACK: Pack = { name: "pulumi-drillwave-policy", version: "" };

/** GitHub's scale: over 9 is critical, 7 to 8.9 high, 4 to 6.9 medium. It applies to rules that are tagged `security`. */
const SECURITY_SEVERITY: Record<Severity, string> = { critical: "9.5", high: "8.0", medium: "5.5", low: "3.0" };

/**
 * The report as SARIF 2.1.0, one run for each pack. Every result points to line 1 of `source`: the engine reports no
 * lines, and GitHub shows no result without a file. The resource is the logical location.
 */
export function toSarif(report: PolicyReport, { source }: { source: string }): Log {
  const packs = report.packs.length === 0 ? [NO_PACK] : report.packs;
  return { $schema: SCHEMA, version: "2.1.0", runs: packs.map((pack) => toRun(pack, report, source)) };
}

function toRun({ name, version }: Pack, report: PolicyReport, source: string): Run {
  const own = bySubject<Finding | WaivedFinding>([...report.findings, ...report.waived]).filter(
    ({ pack }) => pack === name,
  );
  const marks = fingerprints(own);
  const labelOf = resourceLabels(report);
  const results = own.map((finding, index): Result => {
    const mark = marks[index] ?? "";
    return {
      ...stateOf(finding),
      ruleId: finding.rule,
      message: {
        text: isStack(finding.resource) ? finding.message : `${labelOf(finding.resource)}: ${finding.message}`,
      },
      locations: [locationOf(finding, source)],
      // GitHub compares only the first. Without it, GitHub would hash the line, which is the same for every result.
      partialFingerprints: { primaryLocationLineHash: mark, "drillwavePolicy/v1": mark },
    };
  });
  return {
    tool: {
      driver: { name, ...(version === "" ? {} : { version }), informationUri: PACKAGE_PAGE, rules: rulesOf(own) },
    },
    invocations: [invocationOf(report)],
    results,
  };
}

/**
 * What is wrong, open or accepted. A waiver's line does not say at which level the rule would have reported. `open` is
 * SARIF's word for a rule that had too little to judge by; its level must then be `none` (3.27.9 and 3.27.10).
 */
function stateOf(finding: Finding | WaivedFinding): Pick<Result, "kind" | "level" | "suppressions"> {
  if (!("waiver" in finding)) {
    if (isUnknown(finding)) {
      return { kind: "open", level: "none" };
    }
    return { level: finding.level === "mandatory" ? "error" : "warning" };
  }
  const { reason, owner, expires } = finding.waiver;
  const justification = `${reason} (${owner}, until ${expires})`;
  return { level: "note", suppressions: [{ kind: "external", status: "accepted", justification }] };
}

function locationOf({ resource: { urn, name } }: Finding | WaivedFinding, source: string) {
  const uri = encodeURI(source.replaceAll("\\", "/").replace(/^\.\//, ""));
  return {
    physicalLocation: { artifactLocation: { uri }, region: { startLine: 1 } },
    ...(urn === "" ? {} : { logicalLocations: [{ fullyQualifiedName: urn, name, kind: "resource" }] }),
  };
}

/** The rules of the results. Of another pack's rules, only the names are known. */
function rulesOf(findings: readonly (Finding | WaivedFinding)[]): ReportingDescriptor[] {
  const names = [...new Set(findings.map(({ rule }) => rule))];
  return names.map((name) => {
    const own = findings.filter(({ rule }) => rule === name);
    const blocks = own.some((finding) => "level" in finding && finding.level === "mandatory");
    const severity = own.find((finding) => finding.severity !== undefined)?.severity;
    return { id: name, ...descriptionsOf(name, ruleFacts(name)), ...loudness(blocks, severity, ruleFacts(name)) };
  });
}

function descriptionsOf(name: string, rule: ReportedRule | undefined): Omit<ReportingDescriptor, "id"> {
  if (rule === undefined) {
    return { shortDescription: { text: name } };
  }
  return {
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.why === undefined ? rule.wants : `${rule.wants} ${rule.why}` },
    helpUri: rule.page,
    ...(rule.fix === undefined ? {} : { help: { text: rule.fix } }),
  };
}

function loudness(blocks: boolean, severity: Severity | undefined, rule: ReportedRule | undefined) {
  const tags = ["security", "disaster-recovery", ...(rule?.supports ?? []).map((control) => `supports:${control}`)];
  return {
    defaultConfiguration: { level: blocks ? ("error" as const) : ("warning" as const) },
    properties: {
      tags,
      ...(severity === undefined ? {} : { severity, "security-severity": SECURITY_SEVERITY[severity] }),
    },
  };
}

function invocationOf({ gaps, remarks }: PolicyReport): Invocation {
  const toolExecutionNotifications: Notification[] = [
    ...gaps.map((text): Notification => ({ level: "error", message: { text } })),
    ...remarks.map((text): Notification => ({ level: "note", message: { text } })),
  ];
  return { executionSuccessful: gaps.length === 0, toolExecutionNotifications };
}
