import { describe, expect, it } from "vitest";
import { parseInstanceTypeName } from "../../../../../provider/src/settings/launchConfiguration/instanceTypeName";

describe(parseInstanceTypeName.name, () => {
  it.each([
    ["m5.large", { series: "m", generation: 5, processor: "", extras: 0, isFlex: false }],
    ["m6i.xlarge", { series: "m", generation: 6, processor: "i", extras: 0, isFlex: false }],
    ["c7gn.2xlarge", { series: "c", generation: 7, processor: "g", extras: 1, isFlex: false }],
    ["m5ad.large", { series: "m", generation: 5, processor: "a", extras: 1, isFlex: false }],
    ["x2iezn.12xlarge", { series: "x", generation: 2, processor: "i", extras: 3, isFlex: false }],
    ["m7i-flex.large", { series: "m", generation: 7, processor: "i", extras: 0, isFlex: true }],
    ["u7in-16tb.224xlarge", { series: "u", generation: 7, processor: "i", extras: 1, isFlex: false }],
    ["hpc6a.48xlarge", { series: "hpc", generation: 6, processor: "a", extras: 0, isFlex: false }],
    ["mac1.metal", { series: "mac", generation: 1, processor: "", extras: 0, isFlex: false }],
  ])("reads %s", (name, parsed) => {
    expect(parseInstanceTypeName(name)).toEqual(parsed);
  });

  it.each(["u-6tb1.56xlarge", "mac2-m2pro.metal", "m5", "", "M5.large", "m5.large\n"])(
    "reads nothing of %j",
    (name) => {
      expect(parseInstanceTypeName(name)).toBeUndefined();
    },
  );
});
