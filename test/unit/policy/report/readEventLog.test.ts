import { describe, expect, it } from "vitest";
import { readEventLog } from "../../../../policy/src/report/readEventLog";
import { aLog, aPolicyEvent, recordedText, SUCCEEDED } from "./logs";

const EXPECTED = "expected one event of the engine as JSON, as `pulumi preview --event-log FILE` writes them";

describe(readEventLog.name, () => {
  it("reads every event that the engine recorded", () => {
    const text = recordedText("blocked");
    const { events, cutOffAt } = readEventLog(text, "events.json");
    expect({ events: events.length, cutOffAt }).toEqual({
      events: text.trim().split("\n").length,
      cutOffAt: undefined,
    });
  });

  it("ignores kinds of events that it does not know, a byte order mark, empty lines and Windows' line ends", () => {
    const text = `\uFEFF${aLog({ holographicEvent: { message: 1 } })}\n\n`.replaceAll("\n", "\r\n");
    expect(readEventLog(text, "events.json").events).toHaveLength(7);
  });

  it("leaves out a last line that is cut off, and says which it was", () => {
    const text = aLog();
    const read = readEventLog(text.slice(0, text.length - 5), "events.json");
    expect({ events: read.events.length, cutOffAt: read.cutOffAt }).toEqual({ events: 5, cutOffAt: 6 });
  });

  it.each([
    { label: "an empty text", text: "", line: "line 1: saw nothing, " },
    { label: "nothing but empty lines", text: "\n \n", line: "line 1: saw nothing, " },
    { label: "the digest of pulumi preview --json", text: '{\n  "steps": []\n}\n', line: 'line 1: saw "{", ' },
    {
      label: "a first line that is cut off",
      text: '{"sequence":0,"pol',
      line: 'line 1: saw "{\\"sequence\\":0,\\"pol", ',
    },
    {
      label: "a line in the middle that is no JSON",
      text: `{"sequence":0}\nwarning: ${"x".repeat(80)}\n{"sequence":1}\n`,
      line: `line 2: saw "warning: ${"x".repeat(51)}…", `,
    },
    {
      label: "JSON that is no event",
      text: '{"steps":[]}\n',
      line: 'line 1: sequence: saw undefined, expected "sequence"; ',
    },
    { label: "an array", text: "[1]\n", line: "line 1: sequence: saw undefined, expected" },
    { label: "null", text: "null\n", line: "line 1: saw null, expected Object; " },
    {
      label: "a level that there is not",
      text: aLog(aPolicyEvent({ enforcementLevel: "loud" })),
      line: 'line 3: policyEvent.enforcementLevel: saw "loud", expected ',
    },
    {
      label: "a policy without a name",
      text: aLog(aPolicyEvent({ policyName: 7 })),
      line: "line 3: policyEvent.policyName: saw 7, expected string; ",
    },
  ])("refuses $label", ({ text, line }) => {
    const reading = () => readEventLog(text, "events.json");
    expect(reading).toThrow(`reading events.json: ${line}`);
    expect(reading).toThrow(EXPECTED);
  });

  it.each([
    { said: "mandatory", level: "mandatory" },
    { said: "remediate", level: "mandatory" },
    { said: "advisory", level: "advisory" },
    { said: "warning", level: "advisory" },
  ])("reads the level $said as $level", ({ said, level }) => {
    const { events } = readEventLog(aLog(aPolicyEvent({ enforcementLevel: said })), "events.json");
    expect(events.flatMap(({ policyEvent }) => policyEvent?.enforcementLevel ?? [])).toEqual([level]);
  });

  it("takes a severity that there is not for none", () => {
    const { events } = readEventLog(aLog(aPolicyEvent({ severity: "cosmic" }), SUCCEEDED), "events.json");
    expect(events.flatMap(({ policyEvent }) => (policyEvent === undefined ? [] : [policyEvent.severity]))).toEqual([
      undefined,
    ]);
  });
});
