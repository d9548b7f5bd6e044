import { describe, expect, it } from "vitest";
import { ruleFacts } from "../../../../policy/src/report/ruleFacts";
import { toReport } from "../../../../policy/src/report/toReport";
import { waiverLine } from "../../../../policy/src/waivers/waiverLine";
import {
  aLog,
  aPolicyEvent,
  FAILED,
  LOADED,
  logOf,
  OVER,
  PACK,
  type Recorded,
  RULE,
  recordedReport,
  reportOf,
  SATISFIED,
  STACK,
  STARTED,
  SUCCEEDED,
  WAVE,
} from "./logs";

const waiver = { reason: "replaced in May", owner: "dba", expires: "2026-12-31" };
const line = waiverLine({ rule: RULE, waiver, message: "db-1: right-sizing is BASIC." });
const aWaiver = (message = line) =>
  aPolicyEvent({ policyName: "drs-waiver-list-active", resourceUrn: STACK, enforcementLevel: "advisory", message });

describe(toReport.name, () => {
  it("makes a finding of what a rule said, without the engine's colours", () => {
    expect(reportOf(aLog(aPolicyEvent())).findings).toEqual([
      {
        pack: PACK,
        rule: RULE,
        level: "mandatory",
        severity: "high",
        resource: { urn: WAVE, name: "database", stack: "test" },
        message: "db-1: right-sizing is BASIC, must be NONE.",
      },
    ]);
  });

  it("says once what an update repeats of its preview, and what two logs of a stack have in common", () => {
    const twice = aLog(aPolicyEvent(), aPolicyEvent());
    expect(reportOf(twice, twice).findings).toHaveLength(1);
  });

  it("keeps what different rules, resources and servers have in common", () => {
    const others = [{ policyName: "drs-other" }, { resourceUrn: `${WAVE}2` }, { message: "db-2: the same." }];
    expect(reportOf(aLog(aPolicyEvent(), ...others.map(aPolicyEvent))).findings).toHaveLength(4);
  });

  it("leaves out the description that @pulumi/policy puts before a text, and no line of another pack", () => {
    const wants = ruleFacts(RULE)?.wants;
    const ours = aPolicyEvent({ message: `${wants}\ndb-1: wrong.` });
    const theirs = aPolicyEvent({ policyName: "s3-no-public-read", message: "No public buckets.\nOpen.\n" });
    const { findings } = reportOf(aLog(ours, theirs));
    expect(findings.map(({ message }) => message)).toEqual(["db-1: wrong.", "No public buckets. Open."]);
  });

  it("reads waivers back as what they keep back", () => {
    const { findings, waived } = reportOf(aLog(aWaiver()));
    expect(findings).toEqual([]);
    expect(waived).toEqual([
      {
        ...{ pack: PACK, rule: RULE, severity: ruleFacts(RULE)?.severity, waiver },
        resource: { urn: STACK, name: "drills-test", stack: "test" },
        message: "db-1: right-sizing is BASIC.",
      },
    ]);
  });

  it.each([
    { label: "another text", message: "drs-x is waived" },
    { label: "a line with an escape that JSON does not have", message: line.replace("replaced", "re\\qplaced") },
  ])("shows $label of the waivers' policy as a finding", ({ message }) => {
    const { findings, waived } = reportOf(aLog(aWaiver(message)));
    expect({ messages: findings.map((finding) => finding.message), waived }).toEqual({
      messages: [message],
      waived: [],
    });
  });

  it("tells packs by name, with their versions", () => {
    const other = aPolicyEvent({ policyPackName: "ours", policyPackVersion: "2.0.0" });
    expect(reportOf(aLog(aPolicyEvent(), other)).packs).toEqual([
      { name: PACK, version: "0.1.0" },
      { name: "ours", version: "2.0.0" },
    ]);
  });

  it("tells which rules were satisfied, and by what", () => {
    expect(recordedReport("clean").satisfied.map(({ rule, resource }) => ({ rule, resource: resource?.name }))).toEqual(
      [
        { rule: RULE, resource: "database" },
        { rule: "drs-waiver-disallow-expired", resource: undefined },
        { rule: "drs-waiver-disallow-unused", resource: undefined },
        { rule: "drs-waiver-list-active", resource: undefined },
      ],
    );
  });

  it("does not call a rule satisfied that reported, or that a waiver made silent", () => {
    expect(reportOf(aLog(aPolicyEvent())).satisfied).toEqual([]);
    expect(reportOf(aLog(aWaiver())).satisfied).toEqual([]);
  });

  it.each([
    {
      label: "a log in which another pack alone judged",
      events: [
        { policyAnalyzeSummaryEvent: { policyPackName: "aws-guard", resourceUrn: WAVE, passed: ["s3-private"] } },
      ],
      gap: "no rule of DrillWave judged any resource: the program registered none that the rules apply to",
    },
    {
      label: "a log without the list of waivers",
      events: [
        SATISFIED,
        { policyAnalyzeStackSummaryEvent: { policyPackName: PACK, passed: ["drs-server-require-drill"] } },
      ],
      gap: "the policy drs-waiver-list-active is off, so it is not known what is waived",
    },
  ])("calls $label incomplete", ({ events, gap }) => {
    expect(reportOf(logOf(LOADED, STARTED, ...events, SUCCEEDED, OVER)).gaps).toEqual([`events1.json: ${gap}.`]);
  });

  it("tells what a pack has changed by itself", () => {
    const remediation = { policyRemediationEvent: { policyPackName: PACK, policyName: RULE, resourceUrn: WAVE } };
    expect(reportOf(aLog(remediation, remediation)).remarks).toEqual([
      `${RULE} changed the inputs of database by itself.`,
    ]);
  });
});

describe("a log that the engine recorded", () => {
  it.each<{ name: Recorded; totals: { findings: number; waived: number }; gaps: string[] }>([
    { name: "clean", totals: { findings: 0, waived: 0 }, gaps: [] },
    { name: "blocked", totals: { findings: 1, waived: 0 }, gaps: [] },
    { name: "blockedUpdate", totals: { findings: 1, waived: 0 }, gaps: [] },
    { name: "waived", totals: { findings: 0, waived: 1 }, gaps: [] },
    {
      name: "noPack",
      totals: { findings: 0, waived: 0 },
      gaps: ["no policy pack was loaded, so nothing was judged (pulumi preview --policy-pack FOLDER loads one)"],
    },
    {
      name: "noWave",
      totals: { findings: 0, waived: 0 },
      gaps: ["no rule of DrillWave judged any resource: the program registered none that the rules apply to"],
    },
    {
      name: "brokenPack",
      totals: { findings: 0, waived: 0 },
      gaps: ["the operation ended before it had judged everything (no summaryEvent)"],
    },
    {
      name: "badConfiguration",
      totals: { findings: 0, waived: 0 },
      gaps: [
        "the operation ended before it had judged everything (no summaryEvent): validating policy config: " +
          "pulumi-drillwave-policy 0.1.0 drs-server-require-right-sizing: waivers.0.server: " +
          "Does not match pattern '^s-[0-9a-zA-Z]{17}$'",
      ],
    },
    {
      name: "programThrew",
      totals: { findings: 0, waived: 0 },
      gaps: [
        "the operation failed for a reason other than its policies, so it may not have judged everything: " +
          "the program broke",
      ],
    },
    {
      name: "noAws",
      totals: { findings: 1, waived: 0 },
      gaps: [
        "the operation failed for a reason other than its policies, so it may not have judged everything: " +
          "pulumi-nodejs:dynamic/drs:DrillWave resource 'database': property observe value {<nil>} has a problem: " +
          "looking at the servers as they are now: calling drs:DescribeSourceServers: Error: connect ECONNREFUSED " +
          '127.0.0.1:46127. Nothing was started. Mend the access to AWS, or set observe: "off"',
      ],
    },
  ])("is read as it was: $name", ({ name, totals, gaps }) => {
    const report = recordedReport(name);
    expect({ findings: report.findings.length, waived: report.waived.length }).toEqual(totals);
    expect(report.gaps).toEqual(gaps.map((gap) => `${name}.json: ${gap}.`));
  });

  it("says what a blocked update did not come to", () => {
    expect(recordedReport("blockedUpdate").remarks).toEqual([
      "blockedUpdate.json: the operation stopped at a mandatory rule, before rules about the whole program and waivers were judged.",
    ]);
    expect(recordedReport("blocked").remarks).toEqual([]);
  });
});

describe("a log that ends too early", () => {
  const died = "the log ends before the operation did";
  const error = (message: string) => ({ diagnosticEvent: { message, severity: "error" } });
  it.each([
    { label: "no end", text: logOf(LOADED, STARTED, SATISFIED), gap: `${died} (no cancelEvent on its last line)` },
    {
      label: "no end after the summary",
      text: logOf(LOADED, STARTED, SATISFIED, SUCCEEDED),
      gap: `${died} (no cancelEvent on its last line)`,
    },
    { label: "a line that is cut off", text: `${aLog()}{"sequ`, gap: `line 7 is cut off, so ${died}` },
    {
      label: "an update without a summary after a preview with one",
      text: logOf(LOADED, STARTED, SATISFIED, SUCCEEDED, OVER, STARTED, OVER),
      gap: "the operation ended before it had judged everything (no summaryEvent)",
    },
    {
      label: "a cancelled operation",
      text: logOf(LOADED, STARTED, SATISFIED, { summaryEvent: { result: "canceled" } }, OVER),
      gap: "the operation was cancelled, so it may not have judged everything",
    },
    {
      label: "a failure that nothing explains",
      text: logOf(LOADED, STARTED, SATISFIED, FAILED, OVER),
      gap: "the operation failed for a reason other than its policies, so it may not have judged everything",
    },
    {
      label: "an error beside a mandatory finding",
      text: logOf(LOADED, STARTED, aPolicyEvent(), error("preview failed\n"), error("no network\n"), FAILED, OVER),
      gap: "the operation failed for a reason other than its policies, so it may not have judged everything: no network",
    },
  ])("leaves a gap: $label", ({ text, gap }) => {
    expect(reportOf(text).gaps).toEqual([`events1.json: ${gap}.`]);
  });

  it("leaves none when a mandatory rule alone stopped the operation", () => {
    expect(reportOf(logOf(LOADED, STARTED, aPolicyEvent(), error("preview failed\n"), FAILED, OVER)).gaps).toEqual([]);
  });

  it("is told of each log by name", () => {
    expect(reportOf(aLog(), logOf(LOADED, STARTED)).gaps).toEqual([
      `events2.json: ${died} (no cancelEvent on its last line).`,
    ]);
  });
});
