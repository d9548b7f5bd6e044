import { describe, expect, it } from "vitest";
import { mergePatch, type Patch } from "../../../simulator/src/mergePatch";

describe(mergePatch.name, () => {
  // The first of these are cases of RFC 7396, appendix A.
  it.each<{ target: object; patch: Patch | undefined; expected: object }>([
    { target: { a: "b" }, patch: { a: "c" }, expected: { a: "c" } },
    { target: { a: "b" }, patch: { b: "c" }, expected: { a: "b", b: "c" } },
    { target: { a: "b", b: "c" }, patch: { a: null }, expected: { b: "c" } },
    { target: { a: ["b"] }, patch: { a: "c" }, expected: { a: "c" } },
    { target: { a: "c" }, patch: { a: ["b"] }, expected: { a: ["b"] } },
    { target: { a: { b: "c" } }, patch: { a: { b: "d", c: null } }, expected: { a: { b: "d" } } },
    { target: {}, patch: { a: { bb: { ccc: null } } }, expected: { a: { bb: {} } } },
    { target: { a: "b" }, patch: { c: undefined }, expected: { a: "b" } },
    { target: { a: "b" }, patch: undefined, expected: { a: "b" } },
  ])("makes $expected of $target with $patch", ({ target, patch, expected }) => {
    const before = structuredClone(target);
    expect(mergePatch(target, patch)).toEqual(expected);
    expect(target).toEqual(before);
  });
});
