import { describe, expect, it } from "vitest";
import {
  familyOf,
  identityOf,
  parsePs,
  parseStat,
  processTable,
  type RunningProcess,
} from "../../../../scripts/start/processTable.mjs";

describe(parseStat.name, () => {
  const rest = "4194560 1 0 0 0 2 1 0 0 20 0 11 0 987654 1000 1";

  it("reads a command with blanks and brackets in its name", () => {
    expect(parseStat(`12 (a) b) S 1 7 5 0 -1 ${rest}`)).toEqual([
      { pid: 12, parent: 1, group: 7, session: 5, startedAt: "987654" },
    ]);
  });

  it("passes over a process that has ended", () => {
    expect(parseStat(`12 (a) Z 1 7 5 0 -1 ${rest}`)).toEqual([]);
  });
});

describe(parsePs.name, () => {
  it("reads macOS's columns, without what has ended", () => {
    expect(parsePs("  12     1     7 Ss   Tue Nov 24 07:05:01 2026\n  13 1 7 Z+ Tue Nov 24 07:05:02 2026\n")).toEqual([
      { pid: 12, parent: 1, group: 7, startedAt: "Tue Nov 24 07:05:01 2026" },
    ]);
  });
});

describe(processTable.name, () => {
  it("has this process in it", () => {
    expect(processTable().find(({ pid }) => pid === process.pid)?.parent).toBe(process.ppid);
  });
});

function one(pid: number, parent: number, group: number, session?: number): RunningProcess {
  return { pid, parent, group, startedAt: "now", ...(session !== undefined && { session }) };
}

describe(familyOf.name, () => {
  const NOBODY: ReadonlySet<string> = new Set();
  const STRANGERS = [one(1, 0, 1, 1), one(50, 1, 50, 50)];

  it("finds plugins in groups of their own by their parents", () => {
    const table = [one(13, 12, 13), one(10, 2, 10), one(11, 10, 10), one(12, 11, 12), ...STRANGERS];

    expect(familyOf(table, 10, NOBODY).map(({ pid }) => pid)).toEqual([13, 10, 11, 12]);
  });

  it("finds plugins whose engine is dead by their session", () => {
    expect(familyOf([one(12, 1, 12, 10), ...STRANGERS], 10, NOBODY)).toEqual([one(12, 1, 12, 10)]);
  });

  it("finds plugins whose engine is dead by having seen them before, where sessions are not told", () => {
    const known = new Set([identityOf(one(12, 11, 12))]);

    expect(familyOf([one(12, 1, 12), one(14, 12, 14), ...STRANGERS], 10, known).map(({ pid }) => pid)).toEqual([
      12, 14,
    ]);
  });

  it("takes no later process for one that it has seen before", () => {
    const known = new Set([identityOf({ pid: 50, startedAt: "earlier" })]);

    expect(familyOf(STRANGERS, 10, known)).toEqual([]);
  });
});
