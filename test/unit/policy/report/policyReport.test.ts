import { describe, expect, it } from "vitest";
import { exitCodeOf } from "../../../../policy/src/report/policyReport";
import { aLog, aPolicyEvent, LOADED, logOf, recordedReport, reportOf, STARTED } from "./logs";

const clean = recordedReport("clean");
const waived = recordedReport("waived");
const advice = reportOf(aLog(aPolicyEvent({ enforcementLevel: "advisory" })));
const blocked = reportOf(aLog(aPolicyEvent()));
const dead = reportOf(logOf(LOADED, STARTED, aPolicyEvent()));

describe(exitCodeOf.name, () => {
  it.each([
    { label: "clean", report: clean, codes: [0, 0, 0] },
    { label: "waived", report: waived, codes: [0, 0, 0] },
    { label: "advice", report: advice, codes: [0, 1, 0] },
    { label: "blocked", report: blocked, codes: [1, 1, 0] },
    { label: "incomplete, with a mandatory finding", report: dead, codes: [3, 3, 3] },
  ])("is $codes at mandatory, advisory and never: $label", ({ report, codes }) => {
    expect((["mandatory", "advisory", "never"] as const).map((failOn) => exitCodeOf(report, failOn))).toEqual(codes);
  });
});
