import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { APP, aWorld, DATABASE, WEB } from "../../engine/worlds";
import { openSimulatedWave, type SimulatedWave } from "./simulatedWave";

const APP_ALONE = { sourceServers: [{ sourceServerId: APP }] };

let drill: SimulatedWave;
beforeEach(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
});
afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  await drill.close();
});

describe("a wave over HTTP", () => {
  const measures = async (speed: number) => {
    drill = await openSimulatedWave(aWorld(), speed);
    const { verdict, launchTimeSeconds, recoveryPointSeconds } = await drill.create(APP_ALONE);
    await drill.close();
    return { verdict, launchTimeSeconds: Math.round(launchTimeSeconds ?? 0), recoveryPointSeconds };
  };

  it.each([
    { label: "1", speed: 1, hours: 0 },
    { label: "600", speed: 600, hours: 0 },
    { label: "1, with the local clock an hour fast", speed: 1, hours: 1 },
    { label: "600, with the local clock an hour slow", speed: 600, hours: -1 },
  ])("reaches the same verdict and measures at clock speed $label", async ({ speed, hours }) => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + hours * 3_600_000 });
    const seen = await measures(speed);
    expect(seen).toEqual({ verdict: "PASSED", launchTimeSeconds: expect.any(Number), recoveryPointSeconds: 3 });
    expect(seen.launchTimeSeconds).toBeGreaterThan(520);
    expect(seen.launchTimeSeconds).toBeLessThan(545);
  });

  it("reads each server's launch configuration once, however many servers, over every page", async () => {
    const servers = Array.from({ length: 100 }, (_, index) => ({
      sourceServerID: `s-${String(index).padStart(17, "0")}`,
      tags: { Tier: "web" },
    }));
    drill = await openSimulatedWave({ region: "us-west-2", sourceServers: servers });
    const inputs = await drill.check({ selector: { tags: { Tier: "web" } } });
    expect(inputs.observed?.servers).toHaveLength(100);
    expect(drill.calls("GetLaunchConfiguration")).toBe(100);
  });

  it("adopts the job whose answer was lost, and sends StartRecovery once", async () => {
    drill = await openSimulatedWave(aWorld());
    drill.simulator.faults.add({ operation: "StartRecovery", kind: "resetAfter" });
    const state = await drill.create(APP_ALONE);
    expect(state.verdict).toBe("PASSED");
    expect(drill.calls("StartRecovery")).toBe(1);
    expect(drill.lines).toContain(`found recovery job ${state.jobId} (attempt 1) after the answer was lost`);
  });

  it("does not start a second job when no answer came and no job is seen", async () => {
    drill = await openSimulatedWave(aWorld());
    drill.simulator.faults.add({ operation: "StartRecovery", kind: "error", status: 500 });
    await expect(drill.create(APP_ALONE)).rejects.toThrow(
      /^Starting a recovery job for s-00000000000000002: calling drs:StartRecovery: InternalServerException: .+ no job with the tag ExecutionId=[0-9a-f]{32} has been seen since\. A job may have started\. The next `pulumi up` looks for it before it starts anything; `pulumi destroy` cleans it up\.$/,
    );
    expect(drill.calls("StartRecovery")).toBe(1);
  });

  it("adopts its own job when create is called again, and starts nothing", async () => {
    drill = await openSimulatedWave(aWorld());
    const inputs = await drill.check(APP_ALONE);
    drill.simulator.faults.add({
      operation: "DescribeJobLogItems",
      kind: "error",
      status: 403,
      code: "AccessDeniedException",
    });
    await expect(drill.wave.create(inputs)).rejects.toMatchObject({ properties: { pending: ["wait", "judge"] } });
    const { outs } = await drill.wave.create(inputs);
    expect(outs).toMatchObject({ verdict: "PASSED" });
    expect(drill.calls("StartRecovery")).toBe(1);
  });

  it("waits behind a stranger's job on its server, and says so", async () => {
    drill = await openSimulatedWave(aWorld());
    const stranger = await drill.check({ ...APP_ALONE, drillNonce: "stranger", replaceRecoveryInstances: true });
    drill.simulator.faults.add({
      operation: "DescribeJobLogItems",
      kind: "error",
      status: 403,
      code: "AccessDeniedException",
    });
    await expect(drill.wave.create(stranger)).rejects.toThrow("AccessDeniedException");
    const job = drill.simulator.world().jobs[0]?.jobID;
    const state = await drill.create({ ...APP_ALONE, replaceRecoveryInstances: true });
    expect(state.verdict).toBe("PASSED");
    expect(drill.lines).toContain(`waiting: job ${job} (LAUNCH) holds ${APP}`);
  });

  it("rides out throttling and an HTML error page of a load balancer while it reads", async () => {
    drill = await openSimulatedWave(aWorld());
    drill.simulator.faults.add({ operation: "GetLaunchConfiguration", kind: "throttle" });
    drill.simulator.faults.add({ operation: "DescribeJobs", kind: "html503" });
    drill.simulator.faults.add({ operation: "DescribeSubnets", kind: "html503" });
    expect((await drill.create(APP_ALONE)).verdict).toBe("PASSED");
  });

  it("fails the drill for a launch configuration that cannot be read, and uses defaults only when asked", async () => {
    drill = await openSimulatedWave(aWorld());
    const refused = {
      operation: "GetLaunchConfiguration",
      kind: "error",
      status: 403,
      code: "AccessDeniedException",
    } as const;
    drill.simulator.faults.add({ ...refused, message: "not you" });
    await expect(drill.check(APP_ALONE)).rejects.toThrow(
      `launch configuration of ${APP} could not be read: calling drs:GetLaunchConfiguration: AccessDeniedException: not you`,
    );
    drill.simulator.faults.add({ ...refused, times: 2 });
    const state = await drill.create({ ...APP_ALONE, onUnreadableLaunchConfiguration: "useDefaults" });
    expect(state.servers[0]?.launchConfiguration.targetInstanceTypeRightSizingMethod).toBe("BASIC");
    expect(state.warnings).toHaveLength(1);
  });

  it.each([
    {
      label: "a failed status check",
      change: { statusChecks: "impaired" as const },
      event: "STATUS_CHECKS_FAILED",
      verdict: "FAILED",
    },
    {
      label: "a failed post-launch action",
      change: {
        postLaunchActions: [
          { name: "Validate disk space", status: "FAILED" as const, failureReason: "disk full", optional: false },
        ],
      },
      event: "POST_LAUNCH_ACTION_FAILED",
      verdict: "FAILED",
    },
    {
      label: "a skipped server",
      change: { outcome: { event: "SERVER_SKIPPED" as const } },
      event: "SERVER_SKIPPED",
      verdict: "FAILED",
    },
  ])("does not pass with $label", async ({ change, event, verdict }) => {
    drill = await openSimulatedWave(aWorld({ [APP]: change }));
    const failure = await drill.create(APP_ALONE).catch((error: unknown) => error);
    expect(failure).toMatchObject({ properties: { verdict, servers: [{ failure: { event } }] } });
  });

  it("judges a server that is left stopped as launched only, which degrades the wave", async () => {
    const launchConfiguration = { launchDisposition: "STOPPED" as const };
    drill = await openSimulatedWave(aWorld({ [APP]: { launchConfiguration } }));
    expect(await drill.create(APP_ALONE)).toMatchObject({ verdict: "DEGRADED", servers: [{ verifiedTo: "launched" }] });
  });

  it("degrades for an optional server that fails, and for an older snapshot", async () => {
    const older = { outcome: { event: "USING_PREVIOUS_SNAPSHOT" as const } };
    drill = await openSimulatedWave(aWorld({ [APP]: { outcome: { event: "LAUNCH_FAILED" } }, [WEB]: older }));
    const optional = {
      sourceServers: [{ sourceServerId: DATABASE }, { sourceServerId: APP, impactLevel: "OPTIONAL" as const }],
    };
    expect(await drill.create(optional)).toMatchObject({ verdict: "DEGRADED" });
    const web = await drill.create({ sourceServers: [{ sourceServerId: WEB }], drillNonce: "other" });
    expect(web).toMatchObject({ verdict: "DEGRADED", servers: [{ usedPreviousSnapshot: true }] });
  });

  it("ends its instances after the drill when told so", async () => {
    drill = await openSimulatedWave(aWorld());
    const state = await drill.create({ ...APP_ALONE, cleanup: "afterDrill" });
    expect(state).toMatchObject({
      verdict: "PASSED",
      cleanup: { status: "COMPLETED", jobId: expect.stringMatching(/^drsjob-/) },
    });
    expect(drill.alive()).toEqual([]);
  });
});

describe("a drill whose job has ended and whose state is lost", () => {
  const ALWAYS = 9999;
  const LIST = "/items";

  /** What a second create comes to when DescribeJobs answers so for the given times. */
  async function createdAgain(edits: { path: string; value?: unknown }[], times: number) {
    drill = await openSimulatedWave(aWorld());
    const inputs = await drill.check(APP_ALONE);
    const { outs } = await drill.wave.create(inputs);
    const launched = drill.alive();
    drill.simulator.faults.add({ operation: "DescribeJobs", kind: "edit", edits, times });
    const again = await drill.wave
      .create({ ...inputs, customTimeouts: { create: "1h" } })
      .catch((error: Error) => error);
    drill.simulator.faults.clear();
    expect({ starts: drill.calls("StartRecovery"), alive: drill.alive() }).toEqual({ starts: 1, alive: launched });
    await drill.wave.delete?.(outs.jobId, outs);
    expect(drill.alive()).toEqual([]);
    return again instanceof Error ? again.message : `${again.outs.verdict} ${again.outs.jobId === outs.jobId}`;
  }

  it.each([
    { label: "lacks its list once", edits: [{ path: LIST }], times: 1 },
    { label: "is empty once", edits: [{ path: LIST, value: [] }], times: 1 },
    { label: "has no tags once", edits: [{ path: "/items/*/tags" }], times: 1 },
    { label: "never says which attempt it is", edits: [{ path: "/items/*/tags/Attempt" }], times: ALWAYS },
  ])("is adopted, and nothing is launched, where the list of jobs $label", async ({ edits, times }) => {
    expect(await createdAgain(edits, times)).toBe("PASSED true");
  });

  it.each([
    {
      label: "never has its list",
      edits: [{ path: LIST }],
      told: /^calling drs:DescribeJobs: UnreadableAnswer: the answer has no list of items\. Nothing was started\. Look at what drs:DescribeJobs answers/,
    },
    {
      label: "has something else in place of the list",
      edits: [{ path: LIST, value: "17 bananas" }],
      told: /^calling drs:DescribeJobs: UnreadableAnswer: the answer has no list of items\. Nothing was started\./,
    },
    {
      label: "is always empty",
      edits: [{ path: LIST, value: [] }],
      told: /has the recovery instance i-\w{17} of another drill.+ Nothing was started\.$/,
    },
    {
      label: "never has tags",
      edits: [{ path: "/items/*/tags" }],
      told: /^Checking that the drill can start: job drsjob-\w{17} may be this drill's: DRS does not say its tags; what has been launched is not known\. Fix: look at what drs:DescribeJobs answers\. Nothing was started\.$/,
    },
    {
      label: "lacks an attempt before",
      edits: [{ path: "/items/*/tags/Attempt", value: "2" }],
      told: /^Checking that the drill can start: job drsjob-\w{17} is attempt 2 of this drill, and DRS does not show every attempt before it; what has been launched is not known\. Fix: change `triggers` to drill again; `pulumi destroy` ends what it launched\. Nothing was started\.$/,
    },
  ])("starts nothing where the list of jobs $label", async ({ edits, told }) => {
    expect(await createdAgain(edits, ALWAYS)).toMatch(told);
  });
});

describe("the guard", () => {
  it("is kept, with what its job launched, while DRS does not say the tags of jobs", async () => {
    drill = await openSimulatedWave(aWorld());
    const guard = await drill.guard.create({
      region: "us-west-2",
      connection: { endpoint: drill.simulator.url },
      __provider: "pointer",
    });
    await drill.create({ ...APP_ALONE, drillNonce: guard.outs.nonce });
    drill.simulator.faults.add({
      operation: "DescribeJobs",
      kind: "edit",
      edits: [{ path: "/items/*/tags" }],
      times: 9999,
    });
    await expect(drill.guard.delete?.(guard.id, guard.outs)).rejects.toThrow(
      /^Cleaning up recovery instances: what job drsjob-\w{17} launched remain: DRS does not say their tags, so they may have the tag DrillNonce=\w+ of this drill\./,
    );
    drill.simulator.faults.clear();
    await drill.guard.delete?.(guard.id, guard.outs);
    expect(drill.alive()).toEqual([]);
  });

  it("cleans up the job of a wave that never reached state", async () => {
    drill = await openSimulatedWave(aWorld());
    const guard = await drill.guard.create({
      region: "us-west-2",
      connection: { endpoint: drill.simulator.url },
      __provider: "pointer",
    });
    await drill.create({ ...APP_ALONE, drillNonce: guard.outs.nonce });
    expect(drill.alive()).toHaveLength(1);
    await drill.guard.delete?.(guard.id, guard.outs);
    expect(drill.alive()).toEqual([]);
  });
});
