import { describe, expect, it } from "vitest";
import { ruleFacts } from "../../../../policy/src/report/ruleFacts";
import { toSarif } from "../../../../policy/src/report/toSarif";
import { sayUnknown } from "../../../../policy/src/telling/sentences";
import { aLog, aPolicyEvent, PACK, RULE, recordedReport, reportOf, STACK, WAVE } from "./logs";

/** What the SDK says where IAM allows too little. */
const DENIED = "calling ec2:DescribeSubnets: UnauthorizedOperation: not authorized (request 1)";
const SOURCE = { source: "Pulumi.yaml" };
const runOf = (...events: object[]) => toSarif(reportOf(aLog(...events)), SOURCE).runs[0];
const marksOf = (...events: object[]) =>
  runOf(...events)?.results?.map((result) => result.partialFingerprints?.["primaryLocationLineHash"]);

describe(toSarif.name, () => {
  it("gives every finding a rule, a level, a file and its resource", () => {
    const { version, runs } = toSarif(reportOf(aLog(aPolicyEvent())), SOURCE);
    expect({ version, runs: runs.length }).toEqual({ version: "2.1.0", runs: 1 });
    const mark = expect.stringMatching(/^[0-9a-f]{32}:1$/);
    expect(runs[0]?.results).toEqual([
      {
        level: "error",
        ruleId: RULE,
        message: { text: "database: db-1: right-sizing is BASIC, must be NONE." },
        locations: [
          {
            physicalLocation: { artifactLocation: { uri: "Pulumi.yaml" }, region: { startLine: 1 } },
            logicalLocations: [{ fullyQualifiedName: WAVE, name: "database", kind: "resource" }],
          },
        ],
        partialFingerprints: { primaryLocationLineHash: mark, "drillwavePolicy/v1": mark },
      },
    ]);
  });

  it("describes the rules that results are of", () => {
    const facts = ruleFacts(RULE);
    const driver = runOf(aPolicyEvent())?.tool.driver;
    expect(driver).toMatchObject({ name: PACK, version: "0.1.0" });
    expect(driver?.rules).toEqual([
      {
        id: RULE,
        shortDescription: { text: facts?.title },
        fullDescription: { text: `${facts?.wants} ${facts?.why}` },
        help: { text: facts?.fix },
        helpUri: `https://www.npmjs.com/package/pulumi-drillwave-policy#${RULE}`,
        defaultConfiguration: { level: "error" },
        properties: {
          tags: ["security", "disaster-recovery", ...(facts?.supports ?? []).map((control) => `supports:${control}`)],
          severity: "high",
          "security-severity": "8.0",
        },
      },
    ]);
  });

  it("knows of another pack's rule no more than the log says", () => {
    const other = { policyName: "s3-no-public-read", enforcementLevel: "advisory", severity: undefined };
    expect(runOf(aPolicyEvent(other))?.tool.driver.rules).toEqual([
      {
        id: "s3-no-public-read",
        shortDescription: { text: "s3-no-public-read" },
        defaultConfiguration: { level: "warning" },
        properties: { tags: ["security", "disaster-recovery"] },
      },
    ]);
  });

  it.each([
    { severity: "critical", number: "9.5" },
    { severity: "high", number: "8.0" },
    { severity: "medium", number: "5.5" },
    { severity: "low", number: "3.0" },
  ])("gives GitHub a number for $severity", ({ severity, number }) => {
    expect(runOf(aPolicyEvent({ severity }))?.tool.driver.rules?.[0]?.properties?.["security-severity"]).toBe(number);
  });

  it("suppresses what is waived, and says why and by whom", () => {
    const [result] = toSarif(recordedReport("waived"), SOURCE).runs[0]?.results ?? [];
    expect(result).toMatchObject({
      ruleId: RULE,
      level: "note",
      suppressions: [
        { kind: "external", status: "accepted", justification: 'until | the "new" <box> (@dba, until 2026-12-31)' },
      ],
    });
    expect(result?.message.text).toMatch(/^db-1 \(s-00000000000000001\): right-sizing stored in DRS is BASIC/);
  });

  it.each([
    { because: "not observed", what: "calling ec2:DescribeSubnets: timed out", rules: 1 },
    { because: "settings pending", what: "this program is about to change them", rules: 3 },
    { because: "unknown during preview", what: "sourceServerIds", rules: 1 },
    { because: "not observed", what: DENIED, rules: 2 },
  ] as const)("leaves open what our rules could not judge: $because, $what", ({ rules, ...unknown }) => {
    const message = sayUnknown({ judgedLater: false, ...unknown }, "db-1 and 3 others", rules);
    expect(runOf(aPolicyEvent({ message }))?.results?.[0]).toMatchObject({ kind: "open", level: "none" });
    const theirs = runOf(aPolicyEvent({ message, policyName: "theirs" }))?.results?.[0];
    expect({ kind: theirs?.kind, level: theirs?.level }).toEqual({ kind: undefined, level: "error" });
  });

  it("keeps a result's fingerprint when its numbers change", () => {
    const day = (days: number) => aPolicyEvent({ message: `db-1: last drilled ${days} days ago.` });
    expect(marksOf(day(91))).toEqual(marksOf(day(92)));
  });

  it("tells subjects, rules, resources and several results of one subject apart", () => {
    const changes = [
      {},
      { message: "db-2: x" },
      { policyName: "drs-x" },
      { resourceUrn: STACK },
      { message: "db-1: y" },
    ];
    expect(new Set(marksOf(...changes.map(aPolicyEvent))).size).toBe(5);
  });

  it("has a run for each pack", () => {
    const { runs } = toSarif(reportOf(aLog(aPolicyEvent(), aPolicyEvent({ policyPackName: "ours" }))), SOURCE);
    expect(runs.map(({ tool, results }) => ({ pack: tool.driver.name, results: results?.length }))).toEqual([
      { pack: PACK, results: 1 },
      { pack: "ours", results: 1 },
    ]);
  });

  it.each([
    { source: "./infra/index.ts", uri: "infra/index.ts" },
    { source: "my infra\\index.ts", uri: "my%20infra/index.ts" },
  ])("writes $source as a URI", ({ source, uri }) => {
    const [result] = toSarif(reportOf(aLog(aPolicyEvent())), { source }).runs[0]?.results ?? [];
    expect(result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(uri);
  });

  it("says that an incomplete run did not succeed, also when no pack is known", () => {
    const { runs } = toSarif(recordedReport("noPack"), SOURCE);
    expect(runs.map(({ tool, results, invocations }) => ({ pack: tool.driver.name, results, invocations }))).toEqual([
      {
        pack: PACK,
        results: [],
        invocations: [
          {
            executionSuccessful: false,
            toolExecutionNotifications: [
              { level: "error", message: { text: expect.stringMatching(/^noPack.json: no policy pack was loaded/) } },
            ],
          },
        ],
      },
    ]);
    expect(toSarif(recordedReport("clean"), SOURCE).runs[0]?.invocations).toEqual([
      { executionSuccessful: true, toolExecutionNotifications: [] },
    ]);
  });
});
