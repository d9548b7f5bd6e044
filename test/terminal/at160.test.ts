import { expect } from "vitest";
import { describeTerminal } from "./everyWidth";

describeTerminal(160, {
  title: "shows of a running wave all of its row",
  judge: (rows) => {
    expect(rows.map(({ info }) => info)).toContainEqual(expect.stringMatching(/^0\/1 \d+m\d\ds running, 1h29m left$/));
  },
});
