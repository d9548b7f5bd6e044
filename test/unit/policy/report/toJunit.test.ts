import { describe, expect, it } from "vitest";
import { toJunit } from "../../../../policy/src/report/toJunit";
import { aLog, aPolicyEvent, PACK, RULE, recordedReport, reportOf, WAVE } from "./logs";

const COMPLETE = '<testcase classname="drillwave-policy-report" name="the event log tells everything"/>';
const head = (counts: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="drillwave-policy-report" ${counts}>`;
const advice = aPolicyEvent({ enforcementLevel: "advisory" });

describe(toJunit.name, () => {
  it("has a failure for what blocks, for each rule and resource one", () => {
    const second = aPolicyEvent({ message: 'db-2: "<&>"' });
    expect(toJunit(reportOf(aLog(aPolicyEvent(), second)), { failOn: "mandatory" })).toBe(
      [
        head('tests="2" failures="1" errors="0"'),
        `  <testsuite name="${PACK} 0.1.0" tests="1" failures="1" errors="0" skipped="0">`,
        `    <testcase classname="${RULE}" name="${RULE}: database">`,
        '      <failure message="db-1: right-sizing is BASIC, must be NONE." type="mandatory">' +
          "mandatory: db-1: right-sizing is BASIC, must be NONE.\nmandatory: db-2: &quot;&lt;&amp;&gt;&quot;</failure>",
        "    </testcase>",
        "  </testsuite>",
        '  <testsuite name="drillwave-policy-report" tests="1" failures="0" errors="0" skipped="0">',
        `    ${COMPLETE}`,
        "  </testsuite>",
        "</testsuites>",
        "",
      ].join("\n"),
    );
  });

  it("skips advice, which fails no build and is seen", () => {
    const text = toJunit(reportOf(aLog(advice)), { failOn: "mandatory" });
    const said = "advisory: db-1: right-sizing is BASIC, must be NONE.";
    expect(text).toContain(`<testsuite name="${PACK} 0.1.0" tests="1" failures="0" errors="0" skipped="1">`);
    expect(text).toContain(`<skipped message="${said}">${said}</skipped>`);
  });

  it.each([
    {
      rule: "drs-server-require-drill",
      outcome: '<failure message="db-1: right-sizing is BASIC, must be NONE." type="advisory">',
    },
    { rule: RULE, outcome: "<skipped " },
  ])("makes of advice of $rule, where evidence counts, $outcome", ({ rule, outcome }) => {
    const event = aPolicyEvent({ enforcementLevel: "advisory", policyName: rule });
    expect(toJunit(reportOf(aLog(event)), { failOn: "evidence" })).toContain(outcome);
  });

  it("fails for advice where it counts", () => {
    expect(toJunit(reportOf(aLog(advice)), { failOn: "advisory" })).toContain('type="advisory"');
  });

  it("fails for what blocks also where nothing counts: it would stop an up all the same", () => {
    expect(toJunit(reportOf(aLog(aPolicyEvent())), { failOn: "never" })).toContain('type="mandatory"');
  });

  it("skips what is waived", () => {
    const text = toJunit(recordedReport("waived"), { failOn: "mandatory" });
    expect(text).toContain(`<testcase classname="${RULE}" name="${RULE}: db-1 (s-00000000000000001)">`);
    expect(text).toContain(
      '<skipped message="waived until 2026-12-31 by @dba (until | the &quot;new&quot; &lt;box&gt;): db-1 (s-00000000000000001)',
    );
    expect(text).toContain('skipped="1"');
  });

  it("passes every rule that was satisfied, so that a green report is not an empty one", () => {
    const text = toJunit(recordedReport("clean"), { failOn: "mandatory" });
    expect(text).toContain(head('tests="5" failures="0" errors="0"'));
    expect(text).toContain(`<testcase classname="${RULE}" name="${RULE}: database"/>`);
  });

  it("has an error for a log that does not tell everything, whatever counts", () => {
    const text = toJunit(recordedReport("noPack"), { failOn: "never" });
    expect(text).toContain(head('tests="1" failures="0" errors="1"'));
    expect(text).toContain('<error message="noPack.json: no policy pack was loaded, so nothing was judged');
  });

  it("prints remarks", () => {
    expect(toJunit(recordedReport("blockedUpdate"), { failOn: "mandatory" })).toContain(
      "<system-out>blockedUpdate.json: the operation stopped at a mandatory rule",
    );
  });

  it("shows characters that XML cannot hold, or replaces them", () => {
    const text = toJunit(reportOf(aLog(aPolicyEvent({ message: "a\u0000b\u001B[31mc\uD800d\uFFFEe😀" }))), {
      failOn: "mandatory",
    });
    expect(text).toContain('message="a\\u0000b\\u001b[31mc\\ud800d\uFFFDe😀"');
  });

  it("names the stack where there are several", () => {
    const other = aPolicyEvent({ resourceUrn: WAVE.replace(":test:", ":prod:") });
    const text = toJunit(reportOf(aLog(aPolicyEvent(), other)), { failOn: "mandatory" });
    expect(text).toContain(`name="${RULE}: test/database"`);
    expect(text).toContain(`name="${RULE}: prod/database"`);
  });
});
