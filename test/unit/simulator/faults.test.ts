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
  const members = "operation, kind, times, skip, status, code, message, delayMs, contains, edits";
  const hang = { operation: "DescribeJobs", kind: "hang" };

  it.each([
    {
      label: "an unknown kind",
      given: { ...hang, kind: "explode" },
      message:
        'kind: saw "explode", expected one of "error", "throttle", "resetBefore", "resetAfter", "hang", "html503", "slow", "edit"',
    },
    { label: "no operation", given: { kind: "hang" }, message: "operation: missing" },
    {
      label: "an unknown member",
      given: { ...hang, delayMS: 1 },
      message: `delayMS: unknown member, saw 1, expected one of ${members}; did you mean delayMs?`,
    },
    { label: "no object", given: "hang", message: 'saw "hang", expected an object' },
    {
      label: "no hit at all",
      given: { ...hang, times: 0 },
      message: "times: saw 0, expected a whole number from 1 to 9007199254740991",
    },
    {
      label: "a code that no header can carry",
      given: { ...hang, kind: "error", code: "No\r\nCode" },
      message: 'code: saw "No\\r\\nCode", expected letters, digits and dots',
    },
    {
      label: "slowness without a delay",
      given: { ...hang, kind: "slow" },
      message: 'saw {"operation":"DescribeJobs","kind":"slow"}, expected delayMs, which the kind slow needs',
    },
    {
      label: "an edit of nothing",
      given: { ...hang, kind: "edit" },
      message: 'saw {"operation":"DescribeJobs","kind":"edit"}, expected edits for the kind edit, and for no other',
    },
    {
      label: "an edit of XML",
      given: { operation: "DescribeSubnets", kind: "edit", edits: [] },
      message:
        'saw {"operation":"DescribeSubnets","kind":"edit","edits":[]}, expected an operation of DRS or SSM for the kind edit, which only JSON can have',
    },
    {
      label: "an edit at no place",
      given: { ...hang, kind: "edit", edits: [{ path: "items" }] },
      message:
        'edits[0].path: saw "items", expected a JSON Pointer such as "/items/0/status", in which * stands for every item',
    },
    {
      label: "a delay without end",
      given: { ...hang, delayMs: 1e12 },
      message: "delayMs: saw 1000000000000, expected a whole number from 0 to 3600000",
    },
  ])("refuses $label", ({ given, message }) => {
    expect(() => parseFault(given)).toThrow(new FaultError(`Adding a fault: ${message}`));
  });

  it("refuses an operation that there is not, and lists those that there are", () => {
    expect(() => parseFault({ ...hang, operation: "DescribeJob" })).toThrow(
      /^Adding a fault: operation: saw "DescribeJob", expected \*, or one of AddTagsToResource, .*, StartRecovery, .*; did you mean DescribeJobs\?$/,
    );
  });

  it.each(["*", "DescribeSubnets", "GetCallerIdentity", "StartFailbackLaunch"])(
    "takes %s for an operation",
    (operation) => {
      expect(parseFault({ ...hang, operation })).toMatchObject({ operation });
    },
  );
});
