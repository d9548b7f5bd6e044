import { describe, expect, it } from "vitest";
import { phasesOf, toIso } from "../../../../../provider/src/wave/follow/phases";
import { aLog, aLogItem, DB, START, WEB } from "../../factories";

const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();

describe(phasesOf.name, () => {
  it("reads a real drill's log, which ends with an event in no published enum", () => {
    expect(phasesOf(DB, [...aLog(), ...aLog(WEB)])).toEqual([
      { name: "SNAPSHOT", startedAt: at(0.4), endedAt: at(0.6) },
      { name: "CONVERSION", startedAt: at(52), endedAt: at(226) },
      { name: "LAUNCH", startedAt: at(226.5), endedAt: at(529) },
    ]);
  });

  it.each([
    { label: "CLEANUP_END", events: ["CLEANUP_START", "CLEANUP_END"], name: "CLEANUP" },
    { label: "CLEANUP_FAIL", events: ["CLEANUP_START", "CLEANUP_FAIL"], name: "CLEANUP" },
    { label: "SNAPSHOT_FAIL", events: ["SNAPSHOT_START", "SNAPSHOT_FAIL"], name: "SNAPSHOT" },
    { label: "CONVERSION_FAIL", events: ["CONVERSION_START", "CONVERSION_FAIL"], name: "CONVERSION" },
    { label: "LAUNCH_FAILED", events: ["LAUNCH_START", "LAUNCH_FAILED"], name: "LAUNCH" },
  ])("ends a phase with $label", ({ events, name }) => {
    const log = events.map((event, index) => aLogItem(event, index));
    expect(phasesOf(DB, log)).toEqual([{ name, startedAt: at(0), endedAt: at(1) }]);
  });

  it("leaves a phase open that has not ended", () => {
    expect(phasesOf(DB, [aLogItem("LAUNCH_START", 5)])).toEqual([{ name: "LAUNCH", startedAt: at(5) }]);
  });

  it("leaves out what is of no phase, and an end without a start", () => {
    expect(phasesOf(DB, [aLogItem("SERVER_SKIPPED", 1), aLogItem("LAUNCH_END", 2)])).toEqual([]);
  });

  it("needs no order of the log", () => {
    expect(phasesOf(DB, aLog().reverse())).toEqual(phasesOf(DB, aLog()));
  });
});

describe(toIso.name, () => {
  it("is UTC with milliseconds", () => {
    expect(toIso(START)).toBe("2026-11-24T10:00:00.000Z");
  });
});
