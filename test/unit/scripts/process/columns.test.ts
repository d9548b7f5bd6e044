import { describe, expect, it } from "vitest";
import { inColumns } from "../../../../scripts/process/columns";

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
