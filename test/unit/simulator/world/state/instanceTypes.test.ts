import { describe, expect, it } from "vitest";
import { basicRightSize } from "../../../../../simulator/src/world/state/instanceTypes";

const GiB = 2 ** 30;

describe(basicRightSize.name, () => {
  it.each([
    { cores: 1, ram: 1, expected: "c5.large" },
    { cores: 2, ram: 4, expected: "c5.large" },
    { cores: 2, ram: 5, expected: "c5.xlarge" },
    { cores: 5, ram: 4, expected: "c5.2xlarge" },
    { cores: 8, ram: 64, expected: "c5.9xlarge" }, // memory decides
    { cores: 500, ram: 4, expected: "c5.24xlarge" }, // nothing is large enough
  ])("gives $cores cores and $ram GiB a $expected", ({ cores, ram, expected }) => {
    expect(basicRightSize(cores, ram * GiB)).toBe(expected);
  });
});
