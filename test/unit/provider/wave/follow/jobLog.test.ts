import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SERVER_FAILURE_EVENTS } from "../../../../../provider/src/drs/status";
import type { JobLogItem } from "../../../../../provider/src/drs/types";
import {
  endOfServer,
  latestOf,
  logOf,
  phasesOf,
  usedPreviousSnapshot,
} from "../../../../../provider/src/wave/follow/jobLog";
import { aLog, aLogItem, DB, START, WEB } from "../../factories";

const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();

/** A log of these events, a second apart. */
const eventsOf = (...events: string[]) => events.map((event, index) => aLogItem(event, index + 1));

describe(logOf.name, () => {
  it("has the items of the server alone, and none that are of the job", () => {
    const { sourceServerId: _id, ...ofTheJob } = aLogItem("JOB_START", 0);
    expect(logOf(DB, [ofTheJob, ...aLog(WEB), ...aLog(DB)])).toEqual(aLog(DB));
  });
});

describe(endOfServer.name, () => {
  it.each(["LAUNCH_END", ...SERVER_FAILURE_EVENTS])("is %s, as DRS logged it", (event) => {
    const end = aLogItem(event, 9, { message: "says DRS" });
    expect(endOfServer([...eventsOf("SNAPSHOT_START"), end])).toEqual(end);
  });

  it.each<{ label: string; log: JobLogItem[]; event: string | undefined }>([
    { label: "nothing is logged yet", log: [], event: undefined },
    { label: "the launch goes on", log: aLog().slice(0, -1), event: undefined },
    { label: "the launch has ended", log: aLog(), event: "LAUNCH_END" },
    {
      label: "DRS goes on from an older snapshot",
      log: eventsOf("SNAPSHOT_FAIL", "USING_PREVIOUS_SNAPSHOT", "CONVERSION_START"),
      event: undefined,
    },
    {
      label: "it launched from an older snapshot",
      log: eventsOf("SNAPSHOT_FAIL", "USING_PREVIOUS_SNAPSHOT", "LAUNCH_END"),
      event: "LAUNCH_END",
    },
    {
      label: "it failed later, with an older snapshot",
      log: eventsOf("SNAPSHOT_FAIL", "USING_PREVIOUS_SNAPSHOT", "CONVERSION_FAIL"),
      event: "CONVERSION_FAIL",
    },
    {
      label: "there was no older snapshot either",
      log: eventsOf("SNAPSHOT_FAIL", "USING_PREVIOUS_SNAPSHOT_FAILED"),
      event: "USING_PREVIOUS_SNAPSHOT_FAILED",
    },
    {
      label: "DRS cleans up in vain after a failure",
      log: eventsOf("LAUNCH_FAILED", "CLEANUP_FAIL"),
      event: "CLEANUP_FAIL",
    },
  ])("is $event when $label", ({ log, event }) => {
    expect(endOfServer(log)?.event).toBe(event);
  });

  it("is the same in whatever order the log comes, and leaves the log as it is", () => {
    const log = eventsOf("SNAPSHOT_FAIL", "USING_PREVIOUS_SNAPSHOT", "LAUNCH_START", "LAUNCH_FAILED", "CLEANUP_END");
    fc.assert(
      fc.property(fc.shuffledSubarray(log, { minLength: log.length }), (shuffled) => {
        const given = [...shuffled];
        expect({ event: endOfServer(given)?.event, log: given }).toEqual({ event: "LAUNCH_FAILED", log: shuffled });
      }),
    );
  });
});

describe(usedPreviousSnapshot.name, () => {
  it.each([
    { event: "USING_PREVIOUS_SNAPSHOT", expected: true },
    { event: "USING_PREVIOUS_SNAPSHOT_FAILED", expected: false },
    { event: "SNAPSHOT_FAIL", expected: false },
  ])("is $expected for $event", ({ event, expected }) => {
    expect(usedPreviousSnapshot([aLogItem(event, 1)])).toBe(expected);
  });

  it("is false for a log without events", () => {
    expect(usedPreviousSnapshot([])).toBe(false);
  });
});

describe(latestOf.name, () => {
  it("is the last of the latest moment, in whatever order the log comes", () => {
    const [first, latest, same] = [aLogItem("SNAPSHOT_START", 1), aLogItem("LAUNCH_START", 9), aLogItem("X", 9)];
    expect(latestOf([latest, first])).toEqual(latest);
    expect(latestOf([latest, same, first])).toEqual(same);
  });

  it("is nothing for a log without events", () => {
    expect(latestOf([])).toBeUndefined();
  });
});

describe(phasesOf.name, () => {
  it("reads a real drill's log, which ends with an event in no published enum", () => {
    expect(phasesOf(aLog())).toEqual([
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
    expect(phasesOf(log)).toEqual([{ name, startedAt: at(0), endedAt: at(1) }]);
  });

  it("leaves a phase open that has not ended", () => {
    expect(phasesOf([aLogItem("LAUNCH_START", 5)])).toEqual([{ name: "LAUNCH", startedAt: at(5) }]);
  });

  it("leaves out what is of no phase, and an end without a start", () => {
    expect(phasesOf([aLogItem("SERVER_SKIPPED", 1), aLogItem("LAUNCH_END", 2)])).toEqual([]);
  });

  it("needs no order of the log", () => {
    expect(phasesOf(aLog().reverse())).toEqual(phasesOf(aLog()));
  });
});
