import { describe, expect, it } from "vitest";
import { createFaults, FaultError, parseFault } from "../../../simulator/src/faults";

describe(createFaults.name, () => {
  it("hits one request, once, unless told otherwise", () => {
    const faults = createFaults();
    faults.add({ operation: "StartRecovery", kind: "hang" });
    expect(["DescribeJobs", "StartRecovery", "StartRecovery"].map((name) => faults.take(name, "")?.kind)).toEqual([
      undefined,
      "hang",
      undefined,
    ]);
  });

  it("skips matching requests first, then hits as many as `times` says", () => {
    const faults = createFaults();
    faults.add({ operation: "DescribeJobs", kind: "throttle", skip: 1, times: 2 });
    expect([1, 2, 3, 4].map(() => faults.take("DescribeJobs", "")?.kind)).toEqual([
      undefined,
      "throttle",
      "throttle",
      undefined,
    ]);
  });

  it("hits every operation with *", () => {
    const faults = createFaults();
    faults.add({ operation: "*", kind: "slow", delayMs: 5 });
    expect(faults.take("DescribeInstances", "")).toMatchObject({ kind: "slow", delayMs: 5 });
  });

  it("hits only requests that contain the text", () => {
    const faults = createFaults();
    faults.add({ operation: "GetLaunchConfiguration", kind: "error", contains: "s-2" });
    expect(faults.take("GetLaunchConfiguration", "s-1")).toBeUndefined();
    expect(faults.take("GetLaunchConfiguration", "s-2")?.kind).toBe("error");
  });

  it("lists what is left", () => {
    const faults = createFaults();
    faults.add({ operation: "DescribeJobs", kind: "throttle", times: 2 });
    faults.take("DescribeJobs", "");
    expect(faults.left()).toEqual([{ operation: "DescribeJobs", kind: "throttle", times: 1, skip: 0 }]);
    faults.clear();
    expect(faults.left()).toEqual([]);
  });
});

describe(parseFault.name, () => {
  it.each([
    { label: "an unknown kind", given: { operation: "X", kind: "explode" }, path: "kind" },
    { label: "no operation", given: { kind: "hang" }, path: "operation" },
    { label: "an unknown member", given: { operation: "X", kind: "hang", delay: 1 }, path: "delay" },
    { label: "no object", given: "hang", path: "fault" },
  ])("refuses $label and names the member", ({ given, path }) => {
    expect(() => parseFault(given)).toThrow(FaultError);
    expect(() => parseFault(given)).toThrow(new RegExp(`^Adding a fault: ${path}: `));
  });
});
