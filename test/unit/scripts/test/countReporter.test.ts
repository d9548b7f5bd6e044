import { describe, expect, it } from "vitest";
import { type CountedModule, countTests } from "../../../../scripts/test/countReporter";

function file(state: string, ...tests: string[]): CountedModule {
  return {
    state: () => state,
    children: { allTests: () => tests.map((test) => ({ result: () => ({ state: test }) })) },
  };
}

describe(countTests.name, () => {
  it.each([
    {
      label: "tests by their results",
      files: [file("failed", "passed", "failed"), file("passed", "passed")],
      passed: 2,
      failed: 1,
    },
    { label: "a file that could not be loaded as one failure", files: [file("failed")], passed: 0, failed: 1 },
    {
      label: "a file whose hook threw as one failure",
      files: [file("failed", "passed", "skipped")],
      passed: 1,
      failed: 1,
    },
    { label: "skipped tests as neither", files: [file("skipped", "skipped", "pending")], passed: 0, failed: 0 },
    { label: "no file as nothing", files: [], passed: 0, failed: 0 },
  ])("counts $label", ({ files, passed, failed }) => {
    expect(countTests(files, 0)).toEqual({ passed, failed });
  });

  it("counts an error that no test caught as a failure", () => {
    expect(countTests([file("passed", "passed")], 1)).toEqual({ passed: 1, failed: 1 });
  });
});
