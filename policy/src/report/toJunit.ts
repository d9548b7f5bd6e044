import { XMLBuilder } from "fast-xml-parser";
import { type Group, groupBy } from "../groupBy";
import {
  bySubject,
  countsAt,
  type FailOn,
  type Finding,
  type PolicyReport,
  resourceLabels,
  type Told,
} from "./policyReport";
import { xmlText } from "./text";

/** A test, as JUnit counts it; a member of `is` is an element of that name. */
interface TestCase {
  classname: string;
  name: string;
  is: { failure?: XmlNode; error?: XmlNode; skipped?: XmlNode; "system-out"?: string };
}

type XmlNode = Record<string, string>;

/** The suite about the logs themselves. */
const LOG_SUITE = "drillwave-policy-report";

/**
 * The report as JUnit XML: one suite for each pack, one test for each rule and resource that it judged. A finding that
 * blocks, or that `failOn` counts, is a failure; advice and what is waived are skipped tests. A gap is an error.
 *
 * Skipped, because it is the one state that fails no build and that is seen: of a test that passed, GitLab shows no text.
 */
export function toJunit(report: PolicyReport, { failOn }: { failOn: FailOn }): string {
  const suites = [
    ...report.packs.map(({ name, version }) => suite(`${name} ${version}`.trim(), casesOf(report, name, failOn))),
    suite(LOG_SUITE, logCases(report)),
  ];
  const builder = new XMLBuilder({ ignoreAttributes: false, format: true, suppressEmptyNode: true });
  return builder.build({
    "?xml": { "@_version": "1.0", "@_encoding": "UTF-8" },
    testsuites: { "@_name": LOG_SUITE, ...sum(suites), testsuite: suites.map(({ node }) => node) },
  });
}

function casesOf(report: PolicyReport, pack: string, failOn: FailOn): TestCase[] {
  const labelOf = resourceLabels(report);
  const test = (rule: string, subject: string, is: TestCase["is"]) => ({
    classname: rule,
    name: `${rule}: ${subject}`,
    is,
  });
  const of = <Kind extends { pack: string }>(all: readonly Kind[]) => all.filter((each) => each.pack === pack);
  return [
    ...byResource(bySubject(of(report.findings))).map(([first, ...others]) =>
      test(first.rule, nameOf(first, labelOf(first.resource)), outcomeOf([first, ...others], failOn)),
    ),
    ...bySubject(of(report.waived)).map((waived) => {
      const { rule, message, waiver } = waived;
      const why = `waived until ${waiver.expires} by ${waiver.owner} (${waiver.reason}): ${message}`;
      return test(
        rule,
        nameOf(waived, waived.subject === undefined ? (message.split(":", 1)[0] ?? "") : labelOf(waived.resource)),
        { skipped: shown(why) },
      );
    }),
    ...of(report.satisfied).map(({ rule, resource }) => test(rule, labelOf(resource), {})),
  ];
}

function nameOf({ subject }: { subject?: string }, resource: string): string {
  return subject === undefined ? resource : `${resource}, ${subject}`;
}

type OneSubject = Finding & Partial<Told>;

/** What each rule says of each resource or server, together. */
function byResource(findings: readonly OneSubject[]): Group<OneSubject>[] {
  return [...groupBy(findings, ({ rule, resource, server }) => JSON.stringify([rule, resource.urn, server])).values()];
}

/** What a rule says of one resource, in one element: readers of JUnit look at the first only. */
function outcomeOf(findings: Group<Finding>, failOn: FailOn): TestCase["is"] {
  const blocks = findings.some(({ level }) => level === "mandatory");
  const text = findings.map(({ level, message }) => `${level}: ${message}`).join("\n");
  if (!blocks && !findings.some((finding) => countsAt(finding, failOn))) {
    return { skipped: shown(text) };
  }
  const [first] = findings;
  return {
    failure: {
      "@_message": xmlText(first.message),
      "@_type": blocks ? "mandatory" : "advisory",
      "#text": xmlText(text),
    },
  };
}

/** In both places: Jenkins reads the attribute, GitLab the content. */
function shown(text: string): XmlNode {
  return { "@_message": xmlText(text.replaceAll("\n", " ")), "#text": xmlText(text) };
}

function logCases({ gaps, remarks }: PolicyReport): TestCase[] {
  const complete: TestCase = {
    classname: LOG_SUITE,
    name: "the event log tells everything",
    is: remarks.length === 0 ? {} : { "system-out": xmlText(remarks.join("\n")) },
  };
  if (gaps.length === 0) {
    return [complete];
  }
  const text = xmlText(gaps.join("\n"));
  return [
    {
      ...complete,
      is: { ...complete.is, error: { "@_message": text.replaceAll("\n", " "), "@_type": "incomplete", "#text": text } },
    },
  ];
}

/** How many tests a suite has, and how they ended. */
interface Counts {
  tests: number;
  failures: number;
  errors: number;
  skipped: number;
}

function suite(name: string, cases: readonly TestCase[]): { counts: Counts; node: object } {
  const counts: Counts = {
    tests: cases.length,
    failures: cases.filter(({ is }) => is.failure !== undefined).length,
    errors: cases.filter(({ is }) => is.error !== undefined).length,
    skipped: cases.filter(({ is }) => is.skipped !== undefined).length,
  };
  const testcase = cases.map((each) => ({
    "@_classname": xmlText(each.classname),
    "@_name": xmlText(each.name),
    ...each.is,
  }));
  return { counts, node: { "@_name": xmlText(name), ...attributes(counts), testcase } };
}

/** Without what is skipped: Jenkins' schema (junit-10.xsd) knows that attribute on a suite alone. */
function sum(suites: readonly { counts: Counts }[]): Record<string, string> {
  const total = (name: keyof Counts) => suites.reduce((before, { counts }) => before + counts[name], 0);
  return attributes({ tests: total("tests"), failures: total("failures"), errors: total("errors") });
}

function attributes(counts: Partial<Counts>): Record<string, string> {
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [`@_${name}`, String(count)]));
}
