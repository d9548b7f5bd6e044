import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { dateTime, ipv4, isCidrBlock, isIpv6CidrBlock } from "../../../../../simulator/src/world/schema/parts";

describe("a date and time", () => {
  it.each(["2026-01-15T09:00:00Z", "2024-02-29T23:59:59.324841+00:00", "2026-01-15T09:00+0130"])("takes %s", (text) => {
    expect(v.is(dateTime, text)).toBe(true);
  });

  it.each([
    "2026",
    "2026-01-15",
    "2026-01-15T09:00:00",
    "2026-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-01-15T29:00:00Z",
    "snapshot 1",
    "",
  ])("does not take %s", (text) => {
    expect(v.is(dateTime, text)).toBe(false);
  });
});

describe("an IPv4 address", () => {
  it.each([
    { text: "10.0.0.1", expected: true },
    { text: "10.0.0.256", expected: false },
    { text: "10.0.0", expected: false },
    { text: "::1", expected: false },
  ])("$text: $expected", ({ text, expected }) => {
    expect(v.is(ipv4, text)).toBe(expected);
  });
});

describe(isCidrBlock.name, () => {
  it("takes 10.0.0.0/8", () => {
    expect(isCidrBlock("10.0.0.0/8")).toBe(true);
  });

  it.each(["10.0.0.0", "10.0.0/24", "10.0.0.256/24", "10.0.0.0/33", "x/8", "10.0.0.0/8/8"])("refuses %s", (text) => {
    expect(isCidrBlock(text)).toBe(false);
  });
});

describe(isIpv6CidrBlock.name, () => {
  it.each([
    { text: "::/0", expected: true },
    { text: "2001:db8::/32", expected: true },
    { text: "::", expected: false },
    { text: "::/129", expected: false },
    { text: "::/0/0", expected: false },
    { text: "fe80::1%eth0/64", expected: false },
    { text: "10.0.0.0/8", expected: false },
  ])("$text: $expected", ({ text, expected }) => {
    expect(isIpv6CidrBlock(text)).toBe(expected);
  });
});
