import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { WaveInputs, WaveState } from "../../../provider/src/lifecycle/state";
import type { Fault, WorldFile } from "../../../simulator/src/index";
import { APP, aWorld } from "../../engine/worlds";
import { openSimulatedWave, type SimulatedWave } from "./simulatedWave";

type ServerFile = Omit<NonNullable<WorldFile["sourceServers"]>[number], "sourceServerID">;
type Edits = NonNullable<Fault["edits"]>;

const APP_ALONE = { sourceServers: [{ sourceServerId: APP }] };
const ALWAYS = 9999;

let drill: SimulatedWave;
beforeAll(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  return () => vi.unstubAllEnvs();
});
afterEach(() => drill.close());

async function open(change: ServerFile = {}): Promise<void> {
  drill = await openSimulatedWave(aWorld({ [APP]: change }));
}

function edit(operation: string, edits: Edits, times = ALWAYS): void {
  drill.simulator.faults.add({ operation, kind: "edit", edits, times });
}

/** The state that create leaves, whatever it throws. Looks once a simulated minute: hours pass in some tests. */
async function createdState(args: Partial<WaveInputs> = APP_ALONE): Promise<WaveState> {
  return drill.create({ ...args, polling: { intervalSeconds: 60 } }).catch((error: unknown) => {
    const { properties } = error as { properties?: WaveState };
    if (properties === undefined) {
      throw error;
    }
    return properties;
  });
}

const summaryOf = ({ verdict, servers }: WaveState) => ({
  verdict,
  servers: servers.map(({ sourceServerId, verifiedTo, failure }) => ({
    sourceServerId,
    verifiedTo,
    failure: failure?.event,
  })),
});
const PASSED = {
  verdict: "PASSED",
  servers: [{ sourceServerId: APP, verifiedTo: "statusChecks", failure: undefined }],
};

describe("a job whose list of servers is absent", () => {
  it("is judged for what was asked for, by its log and its instances; destroy finds what it launched", async () => {
    await open();
    for (const operation of ["DescribeJobs", "StartRecovery"]) {
      const path = operation === "DescribeJobs" ? "/items/*/participatingServers" : "/job/participatingServers";
      edit(operation, [{ path }]);
    }
    const state = await createdState();
    expect(summaryOf(state)).toEqual(PASSED);
    expect(state.warnings.join()).toContain("the job does not say what became of it, its log has LAUNCH_END");
    await drill.wave.delete?.(state.jobId, { ...state, servers: [] });
    expect(drill.alive()).toEqual([]);
  });

  it("is adopted while it runs for what was asked for, and passes once the list is there", async () => {
    await open({ onJob: { listedAfterSeconds: 300 } });
    const inputs = await drill.check(APP_ALONE);
    const cut = drill.wave.create({ ...inputs, customTimeouts: { create: "1m" } });
    await expect(cut).rejects.toThrow("last seen");
    const { outs } = await drill.wave.create(inputs);
    expect(summaryOf(outs)).toEqual(PASSED);
    expect(drill.calls("StartRecovery")).toBe(1);
  });

  it("keeps a drill that a selector asked for from passing when what matches has changed since", async () => {
    await open();
    const selector = { tags: { Tier: "app" } };
    const inputs = await drill.check({ selector });
    const cut = drill.wave.create({ ...inputs, customTimeouts: { create: "1m" } });
    await expect(cut).rejects.toThrow("last seen");
    edit("DescribeJobs", [{ path: "/items/*/participatingServers" }]);
    edit("DescribeJobLogItems", [{ path: "/items/*/eventData" }]);
    const failure = await drill.wave.create({ ...inputs, resolvedServers: [] }).catch((error: Error) => error);
    expect(failure).toMatchObject({ properties: { verdict: "FAILED", servers: [] } });
    expect((failure as Error).message).toContain("DRS does not say which servers the job has");
  });
});

describe("post-launch actions", () => {
  const ACTION = { name: "Validate disk space", optional: false };
  const without = (postLaunchActions: NonNullable<ServerFile["postLaunchActions"]>, more: ServerFile = {}) => ({
    ...more,
    postLaunchActions,
  });
  it.each([
    {
      label: "a required one that is never reported",
      change: without([{ ...ACTION, reported: false }]),
      verdict: "FAILED",
      event: "POST_LAUNCH_ACTION_MISSING",
    },
    {
      label: "a required one on a machine whose SSM agent is never found",
      change: without([ACTION], { timings: { ssmAgent: null } }),
      verdict: "FAILED",
      event: "POST_LAUNCH_ACTION_MISSING",
    },
    {
      label: "a required one that never ends",
      change: without([{ ...ACTION, status: "IN_PROGRESS" as const }]),
      verdict: "FAILED",
      event: "POST_LAUNCH_ACTION_UNFINISHED",
    },
    {
      label: "an optional one that is never reported",
      change: without([{ ...ACTION, optional: true, reported: false }]),
      verdict: "PASSED",
      event: undefined,
    },
    {
      label: "an optional one that failed",
      change: without([{ ...ACTION, optional: true, status: "FAILED" as const }]),
      verdict: "PASSED",
      event: undefined,
    },
    {
      label: "one that is not active",
      change: without([{ ...ACTION, active: false }]),
      verdict: "PASSED",
      event: undefined,
    },
    {
      label: "one that succeeds after the job has ended",
      change: without([ACTION]),
      verdict: "PASSED",
      event: undefined,
    },
  ])("make $verdict of $label", async ({ change, verdict, event }) => {
    await open(change);
    const state = await createdState({
      ...APP_ALONE,
      customTimeouts: { create: "4h" },
    });
    expect({ verdict: state.verdict, event: state.servers[0]?.failure?.event }).toEqual({ verdict, event });
  });

  it("are not known when their list is denied, which does not pass", async () => {
    await open(without([{ ...ACTION, reported: false }]));
    drill.simulator.faults.add({
      operation: "ListLaunchActions",
      kind: "error",
      status: 403,
      code: "AccessDeniedException",
      message: "not you",
      times: ALWAYS,
    });
    const state = await createdState();
    expect(state.verdict).toBe("DEGRADED");
    expect(state.servers[0]?.notKnown?.join()).toContain(
      "which post-launch actions were active before the launch is not known (calling drs:ListLaunchActions: AccessDeniedException: not you",
    );
  });

  it("are not asked for where the settings run none", async () => {
    await open();
    await createdState();
    expect(drill.calls("ListLaunchActions")).toBe(0);
  });
});

describe("a launch status that is late", () => {
  it("is looked at again, and passes", async () => {
    await open({ onJob: { launchStatusDelaySeconds: 700 } });
    expect(summaryOf(await createdState())).toEqual(PASSED);
  });

  it("that never comes is outweighed by the log and the instance, which is said", async () => {
    await open({ onJob: { patch: { launchStatus: "PENDING" } } });
    const state = await createdState();
    expect(summaryOf(state)).toEqual(PASSED);
    expect(state.warnings.join()).toContain("the job lists it as PENDING, its log has LAUNCH_END");
  });

  it("does not hide a launch that failed", async () => {
    await open({
      onJob: { patch: { launchStatus: null } },
      outcome: { event: "LAUNCH_FAILED", message: "no capacity" },
    });
    expect(summaryOf(await createdState())).toMatchObject({
      verdict: "FAILED",
      servers: [{ failure: "LAUNCH_FAILED" }],
    });
  });
});

describe("a TERMINATE job that leaves an instance", () => {
  it("is quoted with its reason and the command that lifts termination protection", async () => {
    await open({ launched: { disableApiTermination: true } });
    const state = await createdState();
    const [id] = drill.alive();
    await expect(drill.wave.delete?.(state.jobId, state)).rejects.toThrow(
      `aws ec2 modify-instance-attribute --instance-id ${id} --no-disable-api-termination`,
    );
  });

  it("is quoted with the permission that is missing", async () => {
    await open({ terminationOutcome: { event: "CLEANUP_FAIL" } });
    const state = await createdState();
    await expect(drill.wave.delete?.(state.jobId, state)).rejects.toThrow("grant ec2:TerminateInstances");
  });
});

describe("destroy", () => {
  it("ends what was launched although TagResource is denied", async () => {
    await open();
    const state = await createdState();
    drill.simulator.faults.add({
      operation: "TagResource",
      kind: "error",
      status: 403,
      code: "AccessDeniedException",
      message: "not you",
      times: ALWAYS,
    });
    await drill.wave.delete?.(state.jobId, state);
    expect(drill.alive()).toEqual([]);
    expect(drill.lines.join()).toContain("could not be marked as ended");
  });

  it.each([
    { operation: "DescribeRecoveryInstances", edits: [{ path: "/items", value: [] }], times: 2 },
    { operation: "DescribeJobs", edits: [{ path: "/items", value: [] }], times: 2 },
    { operation: "DescribeJobs", edits: [{ path: "/items/*/status" }], times: ALWAYS },
    { operation: "DescribeJobLogItems", edits: [{ path: "/items" }], times: ALWAYS },
  ])("ends what was launched although $operation is odd: $edits, $times times", async ({ operation, edits, times }) => {
    await open();
    const state = await createdState();
    edit(operation, edits, times);
    await drill.wave.delete?.(state.jobId, state);
    expect(drill.alive()).toEqual([]);
  });

  it.each([
    { operation: "DescribeJobs", truth: "What the drill launched may still be running." },
    { operation: "DescribeRecoveryInstances", truth: "What the drill launched may still be running." },
  ])("says what is true and what to do when $operation is denied", async ({ operation, truth }) => {
    await open();
    const state = await createdState();
    drill.simulator.faults.add({
      operation,
      kind: "error",
      status: 403,
      code: "AccessDeniedException",
      message: "not you",
      times: ALWAYS,
    });
    await expect(drill.wave.delete?.(state.jobId, state)).rejects.toThrow(
      new RegExp(`${truth} Grant drs:${operation}, then run \`pulumi destroy\` again\\.$`),
    );
    await expect(drill.wave.read?.(state.jobId, state)).rejects.toThrow(
      new RegExp(`Nothing was changed\\. Grant drs:${operation}, then run \`pulumi refresh\` again\\.$`),
    );
  });

  it.each([
    { label: "its job", patch: { jobID: null }, why: "DRS does not say which job launched it" },
    { label: "that it is a drill's", patch: { isDrill: null }, why: "DRS does not say that it is a drill's" },
  ])("terminates no instance of which DRS does not say $label, and names it", async ({ patch, why }) => {
    await open({ launched: { patch } });
    const state = await createdState();
    const [id] = drill.alive();
    await expect(drill.wave.delete?.(state.jobId, state)).rejects.toThrow(`${id} (${why}) remain`);
    expect(drill.alive()).toEqual([id]);
    expect(drill.calls("TerminateRecoveryInstances")).toBe(0);
  });
});

/** Optional members of each answer that a drill rests on. */
const MEMBERS: Record<string, readonly string[]> = {
  DescribeJobs: [
    "arn",
    "type",
    "initiatedBy",
    "creationDateTime",
    "endDateTime",
    "participatingServers",
    "participatingServers/*/launchStatus",
    "participatingServers/*/sourceServerID",
    "participatingServers/*/launchActionsStatus",
  ],
  DescribeJobLogItems: [
    "logDateTime",
    "event",
    "eventData",
    "eventData/sourceServerID",
    "eventData/targetInstanceID",
    "eventData/rawError",
  ],
  DescribeRecoveryInstances: [
    "ec2InstanceID",
    "ec2InstanceState",
    "recoveryInstanceID",
    "sourceServerID",
    "failback",
    "pointInTimeSnapshotDateTime",
  ],
  StartRecovery: ["arn", "creationDateTime", "participatingServers", "status", "tags", "type"],
};

const CASES = Object.entries(MEMBERS).flatMap(([operation, members]) =>
  members.flatMap((member) => [
    { operation, member, how: "absent", value: undefined },
    { operation, member, how: "odd", value: "17 bananas" },
  ]),
);

describe("one member of every item of an answer", () => {
  it.each(CASES)("$member of $operation that is $how stops no drill and leaves no instance", async (given) => {
    const { operation, member, value } = given;
    await open();
    const at = operation === "StartRecovery" ? "/job" : "/items/*";
    edit(operation, [{ path: `${at}/${member}`, ...(value === undefined ? {} : { value }) }]);
    const state = await createdState();
    expect(["PASSED", "DEGRADED", "FAILED"]).toContain(state.verdict);
    await drill.wave.delete?.(state.jobId, state);
    expect(drill.alive()).toEqual([]);
  });
});
