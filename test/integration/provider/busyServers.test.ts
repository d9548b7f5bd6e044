import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { APP, aWorld, DATABASE } from "../../engine/worlds";
import { openSimulatedWave, type SimulatedWave } from "./simulatedWave";

const APP_ALONE = { sourceServers: [{ sourceServerId: APP }] };
const DENIED = { operation: "DescribeJobLogItems", kind: "error", status: 403, code: "AccessDeniedException" } as const;

let drill: SimulatedWave;
beforeEach(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await drill.close();
});

/** A stranger's job that goes on while the test goes on. */
async function strangersJob(args: Parameters<SimulatedWave["check"]>[0]): Promise<string> {
  const inputs = await drill.check({ ...args, drillNonce: "stranger" });
  drill.simulator.faults.add(DENIED);
  const failure = await drill.wave.create(inputs).catch((error: unknown) => error);
  return (failure as { id: string }).id;
}

describe("a wave behind a stranger's job", () => {
  it("waits for it, and then refuses, because the stranger's recovery is in the way now", async () => {
    drill = await openSimulatedWave(aWorld());
    const job = await strangersJob({ ...APP_ALONE, isDrill: false, allowRecovery: true });
    await expect(drill.create(APP_ALONE)).rejects.toThrow(
      /^Checking that the drill can start: app-1 \(s-00000000000000002\) has the recovery instance i-[0-9a-f]{17} of a recovery that is not a drill, launched \d+m\d\ds ago \(.+\): a launch would terminate what is there \(replaceRecoveryInstances: true allows that\)\. Nothing was started\.$/,
    );
    expect(drill.lines).toContain(`waiting: job ${job} (LAUNCH) holds ${APP}`);
    expect(drill.calls("StartRecovery")).toBe(1);
    expect(drill.alive()).toHaveLength(1);
  });

  it("refuses at once where the program says so, with the job's id", async () => {
    drill = await openSimulatedWave(aWorld());
    const job = await strangersJob(APP_ALONE);
    await expect(drill.create({ ...APP_ALONE, preflight: { busyServers: "fail" } })).rejects.toThrow(
      `Checking that the drill can start: job ${job} (LAUNCH) holds ${APP} (preflight.busyServers is "fail"). Nothing was started.`,
    );
  });

  it("waits out a quota that only DRS knows", async () => {
    drill = await openSimulatedWave(aWorld({}, { quotas: { concurrentJobs: 1 } }));
    await strangersJob({ sourceServers: [{ sourceServerId: DATABASE }] });
    expect((await drill.create(APP_ALONE)).verdict).toBe("PASSED");
    expect(
      drill.lines.some((line) => /^waiting: calling drs:StartRecovery: ServiceQuotaExceededException: /.test(line)),
    ).toBe(true);
  });

  it("gives up at its deadline, and has started nothing", async () => {
    drill = await openSimulatedWave(aWorld());
    const job = await strangersJob(APP_ALONE);
    await expect(drill.create({ ...APP_ALONE, customTimeouts: { create: "60s" } })).rejects.toThrow(
      `Starting a recovery job for ${APP}: job ${job} (LAUNCH) holds ${APP}, still after 60 s. Nothing was started. Wait for it, then run \`pulumi up\`.`,
    );
    expect(drill.calls("StartRecovery")).toBe(1);
  });
});

describe("a job that DescribeJobs shows late", () => {
  it("does not lead to a second start when create is called again at once", async () => {
    drill = await openSimulatedWave(aWorld({}, { quirks: { describeJobsDelaySeconds: 60 } }));
    const inputs = await drill.check(APP_ALONE);
    drill.simulator.faults.add({ operation: "StartRecovery", kind: "resetAfter" });
    const state = await drill.wave.create(inputs);
    expect(state.outs.verdict).toBe("PASSED");
    expect(drill.simulator.world().jobs).toHaveLength(1);
  });
});

describe("an instance that DRS lists no longer", () => {
  const DELETED = {
    recoveryInstances: [{ sourceServerID: APP, ec2InstanceID: "i-0aaaaaaaaaaaaaaa1", deletedFromDrs: true }],
  };

  it("is in the way still, because a launch would terminate it", async () => {
    drill = await openSimulatedWave(aWorld({}, DELETED));
    await expect(drill.create(APP_ALONE)).rejects.toThrow(
      /app-1 \(s-00000000000000002\) has the instance i-0aaaaaaaaaaaaaaa1 in EC2, which DRS no longer lists, launched 24h\d\dm\d\ds ago \(.+\): a launch would terminate what is there/,
    );
    expect(drill.calls("StartRecovery")).toBe(0);
  });

  it("may be terminated where the program says so, with a warning of what is lost", async () => {
    drill = await openSimulatedWave(aWorld({}, DELETED));
    expect((await drill.create({ ...APP_ALONE, replaceRecoveryInstances: true })).verdict).toBe("PASSED");
    expect(
      drill.lines.some(
        (line) => line.includes("i-0aaaaaaaaaaaaaaa1") && line.endsWith("this launch terminates what is there"),
      ),
    ).toBe(true);
  });
});
