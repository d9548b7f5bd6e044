import { describe, expect, it } from "vitest";
import { markdownText } from "../../../../policy/src/report/text";
import { toMarkdown } from "../../../../policy/src/report/toMarkdown";
import { aLog, aPolicyEvent, RULE, recordedReport, reportOf } from "./logs";

const LINK = `[${RULE}](https://www.npmjs.com/package/pulumi-drillwave-policy#${RULE})`;

describe(toMarkdown.name, () => {
  it("says what blocks, what is advised and what is waived, each in a table", () => {
    const advice = aPolicyEvent({ enforcementLevel: "advisory", severity: "low", message: "db-1: old." });
    const report = { ...reportOf(aLog(aPolicyEvent(), advice)), waived: recordedReport("waived").waived };
    expect(toMarkdown(report)).toBe(
      [
        "<!-- drillwave-policy-report -->",
        "",
        "## Drill policies: 1 blocked, 1 advice, 1 waived",
        "",
        "### Blocked",
        "",
        "| rule | severity | resource | what is wrong |",
        "|---|---|---|---|",
        `| ${LINK} | high | database | db-1: right-sizing is BASIC, must be NONE. |`,
        "",
        "### Advice",
        "",
        "| rule | severity | resource | what is wrong |",
        "|---|---|---|---|",
        `| ${LINK} | low | database | db-1: old. |`,
        "",
        "### Waived",
        "",
        "| rule | what is waived | owner | reason | until |",
        "|---|---|---|---|---|",
        `| ${LINK} | db-1 (s-00000000000000001): right-sizing stored in DRS is BASIC, must be NONE for the role database. ` +
          "Fix: aws drs update-launch-configuration --source-server-id s-00000000000000001 " +
          '--target-instance-type-right-sizing-method NONE | @\u200Bdba | until \\| the "new" &lt;box&gt; | 2026-12-31 |',
        "",
      ].join("\n"),
    );
  });

  it("is friendly when everything complies", () => {
    expect(toMarkdown(recordedReport("clean"))).toBe(
      "<!-- drillwave-policy-report -->\n\n## Drill policies: 0 blocked, 0 advice, 0 waived\n\n" +
        "Everything complies: 4 rules satisfied.\n",
    );
    expect(toMarkdown(recordedReport("waived"))).toContain(
      "\nEverything complies, except for what is waived: 2 rules satisfied.\n",
    );
  });

  it("never looks clean when the log does not tell everything", () => {
    expect(toMarkdown(recordedReport("noWave"))).toBe(
      "<!-- drillwave-policy-report -->\n\n## Drill policies: incomplete (0 blocked, 0 advice, 0 waived so far)\n\n" +
        "**This report is incomplete. What it does not show may still be wrong.**\n\n" +
        "- noWave.json: no rule of DrillWave judged any resource: the program registered none that the rules apply to.\n",
    );
  });

  it("says what a blocked update did not come to", () => {
    expect(toMarkdown(recordedReport("blockedUpdate"))).toContain("\n- blockedUpdate.json: the operation stopped at a");
  });

  it("does not link a rule of another pack", () => {
    const text = toMarkdown(reportOf(aLog(aPolicyEvent({ policyName: "[x](javascript:0)" }))));
    expect(text).toContain("| \\[x\\](javascript:0) | high |");
  });

  it("fits into a comment, and says how many findings did not", () => {
    const events = Array.from({ length: 1000 }, (_, index) =>
      aPolicyEvent({ message: `db-${index}: ${"&".repeat(50)}` }),
    );
    const text = toMarkdown(reportOf(aLog(...events)));
    const shown = text.split("\n").filter((line) => line.startsWith(`| ${LINK}`)).length;
    expect(text.length).toBeLessThanOrEqual(60_000);
    expect(text.length).toBeGreaterThan(59_000);
    expect(text).toMatch(
      new RegExp(
        `\n\n${1000 - shown} findings left out, because a comment holds no more. See the job's other reports.\n$`,
      ),
    );
  });

  it("fits into a comment whatever the gaps and single messages are", () => {
    const long = "&".repeat(70_000);
    const gaps = Array.from({ length: 40 }, () => long);
    const report = { ...reportOf(aLog(aPolicyEvent({ message: long }))), gaps, remarks: gaps };
    const text = toMarkdown(report);
    expect(text.length).toBeLessThanOrEqual(60_000);
    expect(text).toContain("\n- and 30 more\n");
  });
});

describe(markdownText.name, () => {
  it.each([
    { text: "a | b", shown: "a \\| b" },
    { text: "<script>&amp;", shown: "&lt;script&gt;&amp;amp;" },
    {
      text: "`code` *bold* _it_ [x](y) ~~z~~ \\",
      shown: "\\`code\\` \\*bold\\* \\_it\\_ \\[x\\](y) \\~\\~z\\~\\~ \\\\",
    },
    { text: 'a "$(b)" and $c', shown: 'a "\\$(b)" and \\$c' },
    { text: "one\ntwo\r\n  three", shown: "one two three" },
    { text: "@team and a@b.example", shown: "@\u200Bteam and a@b.example" },
    { text: "see #12 and !3, not # or #x", shown: "see #\u200B12 and !\u200B3, not # or #x" },
  ])("shows $text as it is", ({ text, shown }) => {
    expect(markdownText(text)).toBe(shown);
  });

  it("cuts a long text between characters", () => {
    expect(markdownText("😀😀😀😀", 3)).toBe("😀😀…");
  });
});
