import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inColumns, toTable } from "../../../../provider/src/show/columns";

describe(inColumns.name, () => {
  it("puts cells below each other, two blanks apart, with nothing at a line's end", () => {
    const rows = [
      ["", "cells", "hangs"],
      ["crash", "1200", "0"],
      ["all", "7", ""],
    ];

    expect(inColumns(rows)).toEqual(["       cells  hangs", "crash  1200   0", "all    7"]);
  });

  it("makes no line of no row", () => {
    expect(inColumns([])).toEqual([]);
  });
});

const COLUMNS = [
  { heading: "name", cell: (row: string) => row },
  { heading: "verdict", cell: () => "PASSED" },
  { heading: "job", cell: () => "drsjob-1", rank: 2 },
  { heading: "started", cell: () => "today", rank: 1 },
];

describe(toTable.name, () => {
  it.each([
    { width: undefined, line: "db-1  PASSED   drsjob-1  today", leftOut: [] },
    { width: 32, line: "db-1  PASSED   drsjob-1  today", leftOut: [] },
    { width: 31, line: "db-1  PASSED   today", leftOut: ["job"] },
    { width: 20, line: "db-1  PASSED", leftOut: ["job", "started"] },
  ])("leaves out of $width columns of text what is least important", ({ width, line, leftOut }) => {
    expect(toTable(COLUMNS, ["db-1"], width)).toMatchObject({ lines: [line], leftOut });
  });

  it("shortens the longest cell when nothing is left to leave out", () => {
    expect(toTable(COLUMNS, ["a-hostname-of-great-length"], 25).lines).toEqual(["a-hostname-of-g…  PASSED"]);
  });

  it("fits what has cells of more than ten letters into any width that ten letters each leave", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 70 })), fc.integer({ min: 22, max: 200 }), (rows, width) => {
        const { heading, lines } = toTable(COLUMNS, rows, width);
        expect(Math.max(...[heading, ...lines].map((line) => line.length))).toBeLessThanOrEqual(width);
      }),
    );
  });
});
