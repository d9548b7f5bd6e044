import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JobLogItem } from "../../../../../provider/src/drs/types";
import {
  type ListSays,
  type LogSays,
  launchOf,
  type Weighing,
  weigh,
} from "../../../../../provider/src/wave/follow/launchEvidence";
import { aLogItem, aRecoveryInstance } from "../../factories";

const now = (weight: NonNullable<Weighing["atOnce"]>): Weighing => ({ atOnce: weight, atLast: weight });
const later = (atLast: Weighing["atLast"]): Weighing => ({ atLast });

/** Every combination: what the list says × what the log says × whether DRS lists an instance of the job. */
const TABLE: Record<ListSays, Record<LogSays, { instance: Weighing; none: Weighing }>> = {
  LAUNCHED: {
    LAUNCH_END: { instance: now("launched"), none: later("failed") },
    silent: { instance: now("launched"), none: later("failed") },
    failure: { instance: later("doubtful"), none: later("failed") },
    SERVER_SKIPPED: { instance: now("failed"), none: now("failed") },
  },
  silent: {
    LAUNCH_END: { instance: later("launched, said"), none: later("failed") },
    silent: { instance: later("doubtful"), none: later("failed") },
    failure: { instance: later("failed"), none: now("failed") },
    SERVER_SKIPPED: { instance: now("failed"), none: now("failed") },
  },
  odd: {
    LAUNCH_END: { instance: later("doubtful"), none: later("failed") },
    silent: { instance: later("failed"), none: later("failed") },
    failure: { instance: later("failed"), none: now("failed") },
    SERVER_SKIPPED: { instance: now("failed"), none: now("failed") },
  },
  failed: {
    LAUNCH_END: { instance: now("failed"), none: now("failed") },
    silent: { instance: now("failed"), none: now("failed") },
    failure: { instance: now("failed"), none: now("failed") },
    SERVER_SKIPPED: { instance: now("failed"), none: now("failed") },
  },
};

const CASES = (Object.keys(TABLE) as ListSays[]).flatMap((list) =>
  (Object.keys(TABLE[list]) as LogSays[]).flatMap((log) =>
    ([true, false] as const).map((instance) => ({
      list,
      log,
      instance,
      expected: TABLE[list][log][instance ? "instance" : "none"],
    })),
  ),
);

describe(weigh.name, () => {
  it.each(CASES)("weighs list $list, log $log, instance $instance", ({ list, log, instance, expected }) => {
    expect(weigh(list, log, instance)).toEqual(expected);
  });

  it("never counts as launched, without a word, what list and instance do not both say", () => {
    const silent = CASES.filter(({ expected: { atOnce, atLast } }) => atOnce === "launched" || atLast === "launched");
    expect(silent.map(({ list, instance }) => ({ list, instance }))).toEqual(
      silent.map(() => ({ list: "LAUNCHED", instance: true })),
    );
  });
});

const END = aLogItem("LAUNCH_END", 529, { targetInstanceId: "i-00000001" });
const FAILED = aLogItem("LAUNCH_FAILED", 100, { message: "no capacity" });
const of = (launchStatus: string | undefined, log: JobLogItem[], hasInstance: boolean) => ({
  launchStatus,
  log,
  instance: hasInstance ? aRecoveryInstance() : undefined,
});
const RUNS = "DRS lists its recovery instance i-00000001 as RUNNING";

describe(launchOf.name, () => {
  it.each([
    {
      label: "a failure in the log against a list and an instance",
      given: of("LAUNCHED", [FAILED], true),
      result: {
        kind: "launched",
        notes: [],
        notKnown: [`the job lists it as LAUNCHED, its log has LAUNCH_FAILED (no capacity), and ${RUNS}`],
      },
    },
    {
      label: "a failure that a later LAUNCH_END made good",
      given: of("LAUNCHED", [END, FAILED], true),
      result: { kind: "launched", notes: [], notKnown: [] },
    },
    {
      label: "an instance of which neither list nor log say anything",
      given: of(undefined, [], true),
      result: {
        kind: "launched",
        notes: [],
        notKnown: [`the job does not say what became of it, its log has no end of its launch, and ${RUNS}`],
      },
    },
    {
      label: "a list that still says PENDING",
      given: of("PENDING", [END], true),
      result: {
        kind: "launched",
        notes: [`the job lists it as PENDING, its log has LAUNCH_END, and ${RUNS}`],
        notKnown: [],
      },
    },
    {
      label: "LAUNCHED without an instance",
      given: of("LAUNCHED", [END], false),
      result: {
        kind: "failed",
        failure: {
          event: "INSTANCE_MISSING",
          message: "DRS reports LAUNCHED, but lists no recovery instance of this job",
        },
      },
    },
    {
      label: "LAUNCHED without an instance, and a failure in the log",
      given: of("LAUNCHED", [FAILED], false),
      result: { kind: "failed", failure: { event: "LAUNCH_FAILED", message: "no capacity" } },
    },
    {
      label: "a word that nobody knows, without other evidence",
      given: of("WHAT_AWS_ADDS", [], false),
      result: {
        kind: "failed",
        failure: { event: "NOT_LAUNCHED", message: "DRS gives no reason; its launch status is WHAT_AWS_ADDS" },
      },
    },
  ])("says at last of $label", ({ given, result }) => {
    expect(launchOf(given, true)).toEqual(result);
  });

  it("decides at last whatever is seen, and never for a launch without an instance", () => {
    const launchStatus = fc.option(
      fc.constantFrom("PENDING", "IN_PROGRESS", "LAUNCHED", "FAILED", "TERMINATED", "ODD"),
      { nil: undefined },
    );
    const event = fc.constantFrom(
      "LAUNCH_END",
      "LAUNCH_FAILED",
      "SERVER_SKIPPED",
      "SNAPSHOT_FAIL",
      "LAUNCH_START",
      "ODD",
    );
    const item = fc.record({ event, at: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }) });
    const log = fc.array(item.map(({ event: name, at }) => ({ event: name, ...(at === undefined ? {} : { at }) })));
    fc.assert(
      fc.property(launchStatus, log, fc.boolean(), (status, items, hasInstance) => {
        const { kind } = launchOf(of(status, items, hasInstance), true);
        expect(kind).not.toBe("open");
        expect(hasInstance || kind === "failed").toBe(true);
      }),
    );
  });
});
