import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv-draft-04";
import { XMLParser } from "fast-xml-parser";
import { describe, expect, it } from "vitest";
import { validateXML } from "xmllint-wasm";
import { FAIL_ON } from "../../../../policy/src/report/policyReport";
import { toJunit } from "../../../../policy/src/report/toJunit";
import { toSarif } from "../../../../policy/src/report/toSarif";
import { aLog, aPolicyEvent, recordedReport, reportOf } from "./logs";

/** Reports with every state that there is: failed, advice, waived, not judged, satisfied, incomplete, nothing. */
const REPORTS = {
  blocked: recordedReport("blocked"),
  waived: recordedReport("waived"),
  clean: recordedReport("clean"),
  noPack: recordedReport("noPack"),
  blockedUpdate: recordedReport("blockedUpdate"),
  advice: reportOf(
    aLog(
      aPolicyEvent({ enforcementLevel: "advisory" }),
      aPolicyEvent({ enforcementLevel: "advisory", message: "db-2 cannot be judged, not observed: <&> 😀 \u0000." }),
    ),
  ),
};
const NAMED = Object.entries(REPORTS).map(([name, report]) => ({ name, report }));

/** Jenkins' xUnit plugin refuses a report that this schema does not allow. */
const JENKINS = {
  fileName: "junit-10.xsd",
  contents: readFileSync(join(__dirname, "schemas", "junit-10.xsd"), "utf8"),
};

async function junitFlaws(...texts: string[]): Promise<string[]> {
  const xml = texts.map((contents, index) => ({ fileName: `policy${index}.xml`, contents }));
  const { errors } = await validateXML({ xml, schema: [JENKINS] });
  return errors.map(({ message }) => message);
}

describe("Jenkins' schema of JUnit", () => {
  it.each(NAMED)("takes the report of $name, at every level that may count", async ({ report }) => {
    expect(await junitFlaws(...FAIL_ON.map((failOn) => toJunit(report, { failOn })))).toEqual([]);
  });

  it.each([
    {
      label: "skipped on testsuites",
      from: "<testsuites ",
      to: '<testsuites skipped="0" ',
      says: "'skipped' is not allowed",
    },
    { label: "a suite without its tests", from: / tests="\d+"/g, to: "", says: "'tests' is required" },
    {
      label: "an element of its own",
      from: "<skipped",
      to: "<advice/><skipped",
      says: "'advice': This element is not expected",
    },
  ])("refuses $label", async ({ from, to, says }) => {
    const text = toJunit(REPORTS.advice, { failOn: "mandatory" });
    expect(await junitFlaws(text.replace(from, to))).toContainEqual(expect.stringContaining(says));
  });
});

describe("readers of JUnit in the manner of Ant and Surefire", () => {
  it("count in each suite what its attributes say", () => {
    const reader = new XMLParser({
      ignoreAttributes: false,
      isArray: (name) => name === "testsuite" || name === "testcase",
    });
    for (const { report } of NAMED) {
      const { testsuites } = reader.parse(toJunit(report, { failOn: "mandatory" }));
      for (const suite of testsuites.testsuite) {
        const cases: Record<string, unknown>[] = suite.testcase ?? [];
        const having = (member: string) => String(cases.filter((each) => member in each).length);
        expect({
          tests: suite["@_tests"],
          failures: suite["@_failures"],
          errors: suite["@_errors"],
          skipped: suite["@_skipped"],
        }).toEqual({
          tests: String(cases.length),
          failures: having("failure"),
          errors: having("error"),
          skipped: having("skipped"),
        });
      }
    }
  });
});

describe("the schema of SARIF 2.1.0", () => {
  const file = require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
  const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(
    JSON.parse(readFileSync(file, "utf8")),
  );
  const flaws = (log: unknown) => (validate(log) ? [] : (validate.errors ?? []).map(({ message }) => message));

  it.each(NAMED)("takes the report of $name", ({ report }) => {
    expect(flaws(JSON.parse(JSON.stringify(toSarif(report, { source: "Pulumi.yaml" }))))).toEqual([]);
  });

  it.each([
    {
      label: "a kind that there is not",
      from: '"kind":"open"',
      to: '"kind":"unknown"',
      says: "must be equal to one of the allowed values",
    },
    {
      label: "a level that there is not",
      from: '"level":"none"',
      to: '"level":"advisory"',
      says: "must be equal to one of the allowed values",
    },
    {
      label: "a result without a message",
      from: /"message":\{[^}]*\},"locations"/,
      to: '"locations"',
      says: "must have required property 'message'",
    },
  ])("refuses $label", ({ from, to, says }) => {
    const text = JSON.stringify(toSarif(REPORTS.advice, { source: "Pulumi.yaml" }));
    expect(flaws(JSON.parse(text.replace(from, to)))).toContain(says);
  });
});
