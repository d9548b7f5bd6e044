import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SERVER_FAILURE_EVENTS } from "../../../../../provider/src/drs/status";
import type { JobLogItem } from "../../../../../provider/src/drs/types";
import { endOfServer, usedPreviousSnapshot } from "../../../../../provider/src/wave/follow/serverEnd";
import { aLog, aLogItem } from "../../factories";

/** A log of these events, a second apart. */
const logOf = (...events: string[]) => events.map((event, index) => aLogItem(event, index + 1));

describe(endOfServer.name, () => {
  it.each(["LAUNCH_END", ...SERVER_FAILURE_EVENTS])("is %s, as DRS logged it", (event) => {
    const end = aLogItem(event, 9, { message: "says DRS" });
    expect(endOfServer([...logOf("SNAPSHOT_START"), end])).toEqual(end);
  });

  it.each<{ label: string; log: JobLogItem[]; event: string | undefined }>([
    { label: "nothing is logged yet", log: [], event: undefined },
    { label: "the launch goes on", log: aLog().slice(0, -1), event: undefined },
    { label: "the launch has ended", log: aLog(), event: "LAUNCH_END" },
    {
      label: "DRS goes on from an older snapshot",
      log: logOf("SNAPSHOT_FAIL", "USING_PREVIOUS_SNAPSHOT", "CONVERSION_START"),
      event: undefined,
    },
    {
      label: "it launched from an older snapshot",
      log: logOf("SNAPSHOT_FAIL", "USING_PREVIOUS_SNAPSHOT", "LAUNCH_END"),
      event: "LAUNCH_END",
    },
    {
      label: "it failed later, with an older snapshot",
      log: logOf("SNAPSHOT_FAIL", "USING_PREVIOUS_SNAPSHOT", "CONVERSION_FAIL"),
      event: "CONVERSION_FAIL",
    },
    {
      label: "there was no older snapshot either",
      log: logOf("SNAPSHOT_FAIL", "USING_PREVIOUS_SNAPSHOT_FAILED"),
      event: "USING_PREVIOUS_SNAPSHOT_FAILED",
    },
    {
      label: "DRS cleans up in vain after a failure",
      log: logOf("LAUNCH_FAILED", "CLEANUP_FAIL"),
      event: "CLEANUP_FAIL",
    },
  ])("is $event when $label", ({ log, event }) => {
    expect(endOfServer(log)?.event).toBe(event);
  });

  it("is the same in whatever order the log comes, and leaves the log as it is", () => {
    const log = logOf("SNAPSHOT_FAIL", "USING_PREVIOUS_SNAPSHOT", "LAUNCH_START", "LAUNCH_FAILED", "CLEANUP_END");
    fc.assert(
      fc.property(fc.shuffledSubarray(log, { minLength: log.length }), (shuffled) => {
        const given = [...shuffled];
        expect([endOfServer(given)?.event, given]).toEqual(["LAUNCH_FAILED", shuffled]);
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
