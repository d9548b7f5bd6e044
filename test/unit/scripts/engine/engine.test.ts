import { describe, expect, it } from "vitest";
import { inspectEngine, judgeVersion } from "../../../../scripts/engine/engine";

describe(judgeVersion.name, () => {
  it.each([
    { text: "v3.245.0", expected: { engine: { path: "/p", version: "3.245.0" } } },
    { text: "3.200.0", expected: { engine: { path: "/p", version: "3.200.0" } } },
    { text: "v3.199.9", expected: { reason: "/p is version 3.199.9; 3.200.0 or a later 3.x is needed" } },
    { text: "v4.0.0", expected: { reason: "/p is version 4.0.0; 3.200.0 or a later 3.x is needed" } },
    { text: "", expected: { reason: '/p calls its version ""' } },
  ])("judges '$text'", ({ text, expected }) => {
    expect(judgeVersion("/p", text)).toEqual(expected);
  });
});

describe(inspectEngine.name, () => {
  it("says why a file cannot be run", async () => {
    expect(await inspectEngine("/nowhere/pulumi", new AbortController().signal)).toEqual({
      reason: "/nowhere/pulumi does not run: spawn /nowhere/pulumi ENOENT",
    });
  });
});
