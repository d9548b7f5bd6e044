import { count } from "pulumi-drillwave/vocabulary";
import { type Finding, type PolicyReport, resourceLabels, totalsText, type WaivedFinding } from "./policyReport";
import { ruleFacts } from "./ruleFacts";
import { markdownText } from "./text";

/** Hidden in the text, so that a bot finds its own comment again. */
export const MARKER = "<!-- drillwave-policy-report -->";

/** GitHub takes comments of 65,536 characters. */
const MOST_CHARACTERS = 60_000;
/** A command for a hundred launch templates is longer than any other text. */
const MOST_IN_A_CELL = 8_000;
const MOST_IN_A_BULLET = 500;
const MOST_BULLETS = 10;

/** How many servers a message names. */
const MOST_NAMED = 3;

/** Kept for the line about what was left out. */
const LAST_LINE = 200;

/** A heading and its table. */
interface Section {
  head: string;
  rows: readonly string[];
}

/** The report as a comment on a pull request: at most 60,000 characters, what blocks first. */
export function toMarkdown(report: PolicyReport): string {
  const intro = [MARKER, `## Drill policies: ${headline(report)}`, ...gapLines(report), ...goodNews(report)].join(
    "\n\n",
  );
  return `${fitted(intro, sectionsOf(report))}\n`;
}

function headline(report: PolicyReport): string {
  const totals = totalsText(report);
  return report.gaps.length > 0 ? `incomplete (${totals} so far)` : totals;
}

function gapLines({ gaps, remarks }: PolicyReport): string[] {
  const warning = "**This report is incomplete. What it does not show may still be wrong.**";
  return [...(gaps.length === 0 ? [] : [warning]), ...bullets(gaps), ...bullets(remarks)];
}

function bullets(texts: readonly string[]): string[] {
  const shown = texts.slice(0, MOST_BULLETS).map((text) => `- ${markdownText(text, MOST_IN_A_BULLET)}`);
  const others = texts.length > MOST_BULLETS ? [`- and ${texts.length - MOST_BULLETS} more`] : [];
  return texts.length === 0 ? [] : [[...shown, ...others].join("\n")];
}

function goodNews({ findings, gaps, satisfied, waived }: PolicyReport): string[] {
  if (gaps.length > 0 || findings.length > 0) {
    return [];
  }
  const rules = new Set(satisfied.map(({ rule }) => rule)).size;
  return [
    `Everything complies${waived.length > 0 ? ", except for what is waived" : ""}: ${count(rules, "rule")} satisfied.`,
  ];
}

function sectionsOf(report: PolicyReport): Section[] {
  const labelOf = resourceLabels(report);
  const cell = (text: string) => markdownText(text, MOST_IN_A_CELL);
  const row = (...cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const found = (finding: Finding) =>
    row(
      ruleLink(finding.rule),
      finding.severity ?? "",
      cell(labelOf(finding.resource)),
      cell(withoutPage(finding)) + everyServer(finding),
    );
  const accepted = (each: WaivedFinding) =>
    row(
      ruleLink(each.rule),
      cell(withoutPage(each)),
      cell(each.waiver.owner),
      cell(each.waiver.reason),
      each.waiver.expires,
    );
  const findings = [row("rule", "severity", "resource", "what is wrong"), "|---|---|---|---|"].join("\n");
  const waivers = [row("rule", "what is waived", "owner", "reason", "until"), "|---|---|---|---|---|"].join("\n");
  const at = (level: Finding["level"]) => report.findings.filter((finding) => finding.level === level).map(found);
  return [
    { head: `### Blocked\n\n${findings}`, rows: at("mandatory") },
    { head: `### Advice\n\n${findings}`, rows: at("advisory") },
    { head: `### Waived\n\n${waivers}`, rows: report.waived.map(accepted) },
  ];
}

/** Rows until the text is full, and a line about the others. */
function fitted(intro: string, sections: readonly Section[]): string {
  const room = MOST_CHARACTERS - LAST_LINE;
  let text = intro;
  let leftOut = 0;
  for (const { head, rows } of sections) {
    let section = `\n\n${head}`;
    const before = section;
    for (const row of rows) {
      if (text.length + section.length + row.length + 1 > room) {
        leftOut += 1;
      } else {
        section += `\n${row}`;
      }
    }
    if (section !== before) {
      text += section;
    }
  }
  return leftOut === 0
    ? text
    : `${text}\n\n${count(leftOut, "finding")} left out, because a comment holds no more. See the job's other reports.`;
}

/** The servers that the message only counts. */
function everyServer({ told = [] }: Finding): string {
  const servers = [...new Set(told.flatMap(({ subject }) => subject ?? []))];
  return servers.length <= MOST_NAMED
    ? ""
    : ` <details><summary>${count(servers.length, "server")}</summary>${markdownText(servers.join(", "), MOST_IN_A_CELL)}</details>`;
}

function ruleLink(rule: string): string {
  const page = ruleFacts(rule)?.page;
  return page === undefined ? markdownText(rule) : `[${markdownText(rule)}](${page})`;
}

/** The link stands beside it. */
function withoutPage({ rule, message }: { rule: string; message: string }): string {
  const page = ` (${ruleFacts(rule)?.page})`;
  return message.endsWith(page) ? message.slice(0, -page.length) : message;
}
