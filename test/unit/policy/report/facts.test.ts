import { describe, expect, it } from "vitest";
import { readEventLog } from "../../../../policy/src/report/readEventLog";
import { toJunit } from "../../../../policy/src/report/toJunit";
import { toMarkdown } from "../../../../policy/src/report/toMarkdown";
import { toReport } from "../../../../policy/src/report/toReport";
import { toSarif } from "../../../../policy/src/report/toSarif";
import { readFactsLine, toFactsLine } from "../../../../policy/src/telling/factsLine";
import { type Finding, findingsOf } from "../../../../policy/src/telling/finding";
import { tell } from "../../../../policy/src/telling/tell";
import { aServer, aWave } from "../factories";
import { aLog, aPolicyEvent, RULE } from "./logs";

const wave = aWave({ sourceServers: [aServer()] });
const fact = { says: "would be left stopped", why: "that it starts would not be proven", fix: { words: "start it" } };
const findings: Finding[] = Array.from({ length: 40 }, (_, index) => ({
  sourceServerId: `s-000000000000000${String(index + 10)}`,
  name: `app-${index}`,
  seen: { hostname: `app-${index}` } as never,
})).flatMap((server) => findingsOf(RULE, { wave, server, judgement: { status: "violation", facts: [fact] } }, true));
const [message = { rule: RULE, text: "", findings, isSoft: false }] = tell(RULE, findings, () => true, new Map());
const line = toFactsLine(message);
const log = aLog(aPolicyEvent({ resourceUrn: wave.urn, message: message.text }));
const report = toReport([readEventLog(log, "events.json")], [line]);

describe("what a message only counts", () => {
  it("is written subject by subject, and read back", () => {
    expect(message.text).toMatch(/^app-0, app-1, app-2 and 37 more would be left stopped: /);
    expect(readFactsLine(JSON.stringify(line))).toEqual(line);
    expect(line.facts.map(({ text }) => text.split(" ")[0])).toEqual(findings.map((_, index) => `app-${index}`));
  });

  it.each(["", "{", "null", '{"rule":1}'])("is not read of a line that is cut: %j", (text) => {
    expect(readFactsLine(text)).toBeUndefined();
  });

  it("is in SARIF server by server, each with a mark of its own", () => {
    const results = toSarif(report, { source: "Pulumi.yaml" }).runs.flatMap((run) => run.results ?? []);
    expect(results).toHaveLength(40);
    expect(
      new Set(results.map(({ partialFingerprints }) => partialFingerprints?.["primaryLocationLineHash"])).size,
    ).toBe(40);
  });

  it("is in JUnit server by server", () => {
    const text = toJunit(report, { failOn: "mandatory" });
    expect(text.match(/<failure /g)).toHaveLength(40);
    expect(text).toContain(`name="${RULE}: prod/database, app-39 (s-00000000000000049)"`);
  });

  it("is in Markdown below the message, which counts once", () => {
    const text = toMarkdown(report);
    expect(text).toContain("## Drill policies: 1 blocked, 0 advice, 0 waived");
    expect(text).toContain("<details><summary>40 servers</summary>");
    expect(text).toContain("app-39 (s-00000000000000049)");
  });

  it("leaves a report as it is where the facts are of other messages", () => {
    const other = toReport([readEventLog(log, "events.json")], [{ ...line, message: "something else" }]);
    expect(other.findings.map(({ told }) => told)).toEqual([undefined]);
  });
});
