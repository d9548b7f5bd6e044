import { expect } from "vitest";
import { describeTerminal } from "./everyWidth";

describeTerminal(100, {
  title: "shows of a running wave how many servers are done and since when",
  judge: (rows) => {
    expect(rows.map(({ info }) => info)).toContainEqual(expect.stringMatching(/^0\/1 \d+m\d\ds r/));
  },
});
