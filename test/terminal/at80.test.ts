import { expect } from "vitest";
import { describeTerminal } from "./everyWidth";

describeTerminal(80, {
  title: "has no room for how far a wave is while it runs",
  judge: (rows) => {
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ status, info }) => !/^creating \(\d+s\)\.*$/.test(status) || info !== "")).toEqual([]);
  },
});
