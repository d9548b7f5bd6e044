import { describe, expect, it } from "vitest";
import { EVIDENCE_RULES, exitCodeOf, FAIL_ON } from "../../../../policy/src/report/policyReport";
import { ruleFacts } from "../../../../policy/src/report/ruleFacts";
import { aLog, aPolicyEvent, LOADED, logOf, recordedReport, reportOf, STARTED } from "./logs";

const clean = recordedReport("clean");
const waived = recordedReport("waived");
const advice = reportOf(aLog(aPolicyEvent({ enforcementLevel: "advisory" })));
const overdue = reportOf(aLog(aPolicyEvent({ enforcementLevel: "advisory", policyName: "drs-server-require-drill" })));
const blocked = reportOf(aLog(aPolicyEvent()));
const dead = reportOf(logOf(LOADED, STARTED, aPolicyEvent()));

describe(exitCodeOf.name, () => {
  it.each([
    { label: "clean", report: clean, codes: [0, 0, 0, 0] },
    { label: "waived", report: waived, codes: [0, 0, 0, 0] },
    { label: "advice", report: advice, codes: [0, 0, 1, 0] },
    { label: "advice about evidence", report: overdue, codes: [0, 1, 1, 0] },
    { label: "blocked", report: blocked, codes: [1, 1, 1, 0] },
    { label: "incomplete, with a mandatory finding", report: dead, codes: [3, 3, 3, 3] },
  ])("is $codes at mandatory, evidence, advisory and never: $label", ({ report, codes }) => {
    expect(FAIL_ON.map((failOn) => exitCodeOf(report, failOn))).toEqual(codes);
  });
});

describe("the rules about evidence", () => {
  it("are rules of the pack", () => {
    expect(EVIDENCE_RULES.filter((name) => ruleFacts(name) === undefined)).toEqual([]);
  });
});
