import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contains, enclosingBlock, freeAddress } from "../../../../../simulator/src/world/state/addresses";

describe(contains.name, () => {
  it.each([
    { block: "10.0.1.0/24", address: "10.0.1.255", expected: true },
    { block: "10.0.1.0/24", address: "10.0.2.0", expected: false },
    { block: "172.31.0.0/20", address: "172.31.15.255", expected: true },
    { block: "172.31.0.0/20", address: "172.31.16.0", expected: false },
    { block: "0.0.0.0/0", address: "255.255.255.255", expected: true },
    { block: "0.0.0.0/0", address: "my address", expected: false },
    { block: "0.0.0.0/0", address: "10.0.0.1/32", expected: false },
  ])("$address in $block: $expected", ({ block, address, expected }) => {
    expect(contains(block, address)).toBe(expected);
  });
});

describe(freeAddress.name, () => {
  it("stays in the block, clear of AWS's five addresses and of those that are taken", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 200 }), (wish, number) => {
        const taken = new Set(Array.from({ length: number }, (_, index) => `10.0.1.${index + 4}`));
        const found = freeAddress("10.0.1.0/24", taken, wish) ?? "";
        const last = Number(found.split(".")[3]);
        expect(contains("10.0.1.0/24", found) && !taken.has(found) && last >= 4 && last <= 254).toBe(true);
      }),
    );
  });

  it("has none when all are taken", () => {
    const all = new Set(Array.from({ length: 256 }, (_, index) => `10.0.1.${index}`));
    expect(freeAddress("10.0.1.0/24", all, 0)).toBeUndefined();
  });
});

describe(enclosingBlock.name, () => {
  it.each([
    { block: "10.0.1.0/24", bits: 16, expected: "10.0.0.0/16" },
    { block: "172.31.16.5/20", bits: 16, expected: "172.31.0.0/16" },
    { block: "10.1.0.0/16", bits: 16, expected: "10.1.0.0/16" },
    { block: "10.0.0.0/8", bits: 16, expected: "10.0.0.0/8" },
    { block: "1.2.3.4/0", bits: 16, expected: "0.0.0.0/0" },
  ])("$block is in $expected", ({ block, bits, expected }) => {
    expect(enclosingBlock(block, bits)).toBe(expected);
  });
});
