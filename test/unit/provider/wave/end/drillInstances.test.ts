import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RecoveryInstance } from "../../../../../provider/src/drs/types";
import { sortInstances } from "../../../../../provider/src/wave/end/drillInstances";
import { aRecoveryInstance } from "../../factories";

const NAMES = {
  jobIds: new Set(["drsjob-1"]),
  instanceIds: new Set(["i-00000001"]),
  earlier: new Map<string, string>(),
  settled: new Set<string>(),
  known: new Set<string>(),
  since: undefined,
};

const without = (...members: (keyof RecoveryInstance)[]): RecoveryInstance => {
  const entries = Object.entries(aRecoveryInstance()).filter(([name]) => !(members as string[]).includes(name));
  return Object.fromEntries(entries) as unknown as RecoveryInstance;
};

const EMPTY = { doomed: [], inFailback: [], unproven: [], notOurs: [] };

describe(sortInstances.name, () => {
  it.each([
    { label: "ours", instance: aRecoveryInstance(), sorted: { ...EMPTY, doomed: [aRecoveryInstance()] } },
    {
      label: "ours, of a server that no list names",
      instance: without("sourceServerId"),
      sorted: { ...EMPTY, doomed: [without("sourceServerId")] },
    },
    {
      label: "of our job, and perhaps no drill's",
      instance: without("isDrill"),
      sorted: { ...EMPTY, unproven: ["i-00000001 (DRS does not say that it is a drill's)"] },
    },
    {
      label: "that state names, of an unknown job",
      instance: without("jobId"),
      sorted: { ...EMPTY, unproven: ["i-00000001 (DRS does not say which job launched it)"] },
    },
    {
      label: "of our job, without an id",
      instance: aRecoveryInstance({ recoveryInstanceId: "", ec2InstanceId: "" }),
      sorted: { ...EMPTY, unproven: ["an instance of job drsjob-1 (DRS lists it without an id)"] },
    },
    {
      label: "of our job that is no drill's",
      instance: aRecoveryInstance({ isDrill: false }),
      sorted: { ...EMPTY, unproven: ["i-00000001 (DRS says that it is no drill's, although its job is)"] },
    },
    {
      label: "that state names, which is another job's now",
      instance: aRecoveryInstance({ jobId: "drsjob-9" }),
      sorted: { ...EMPTY, notOurs: [{ ec2InstanceId: "i-00000001", why: "DRS lists it for job drsjob-9" }] },
    },
    {
      label: "in failback",
      instance: aRecoveryInstance({ failbackState: "FAILBACK_ERROR" }),
      sorted: { ...EMPTY, inFailback: ["i-00000001 (FAILBACK_ERROR)"] },
    },
    { label: "terminated", instance: aRecoveryInstance({ ec2InstanceState: "TERMINATED" }), sorted: EMPTY },
    {
      label: "of a stranger",
      instance: aRecoveryInstance({ jobId: "drsjob-9", recoveryInstanceId: "i-9", ec2InstanceId: "i-9" }),
      sorted: EMPTY,
    },
    {
      label: "of an unknown job that nothing names",
      instance: { ...without("jobId"), recoveryInstanceId: "i-9", ec2InstanceId: "i-9" },
      sorted: EMPTY,
    },
  ])("sorts an instance $label", ({ instance, sorted }) => {
    expect(sortInstances([instance], NAMES)).toEqual(sorted);
  });

  it("dooms nothing but what DRS lists with our job and as a drill's", () => {
    const instance = fc.record(
      {
        recoveryInstanceId: fc.constantFrom("i-00000001", "i-9", ""),
        ec2InstanceId: fc.constantFrom("i-00000001", "i-9", ""),
        ec2InstanceState: fc.constantFrom("RUNNING", "TERMINATED", "unknown"),
        jobId: fc.constantFrom("drsjob-1", "drsjob-9"),
        isDrill: fc.boolean(),
        failbackState: fc.constantFrom("FAILBACK_NOT_STARTED", "FAILBACK_IN_PROGRESS"),
      },
      { requiredKeys: ["recoveryInstanceId", "ec2InstanceId", "ec2InstanceState"] },
    );
    fc.assert(
      fc.property(fc.array(instance), (listed) => {
        for (const each of sortInstances(listed, NAMES).doomed) {
          expect({ jobId: each.jobId, isDrill: each.isDrill }).toEqual({ jobId: "drsjob-1", isDrill: true });
          expect(each.recoveryInstanceId).not.toBe("");
        }
      }),
    );
  });

  it("leaves a machine that was there before the drill, whatever DRS says of it", () => {
    const earlier = new Map([["i-00000001", "it was there before"]]);
    expect(sortInstances([aRecoveryInstance()], { ...NAMES, earlier })).toEqual({
      doomed: [],
      inFailback: [],
      unproven: [],
      notOurs: [{ ec2InstanceId: "i-00000001", why: "it was there before" }],
    });
  });
});
