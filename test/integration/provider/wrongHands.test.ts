import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { APP, aWorld } from "../../engine/worlds";
import { openSimulatedWave, type SimulatedWave } from "./simulatedWave";

const APP_ALONE = { sourceServers: [{ sourceServerId: APP }] };
const OURS = "111122223333";
const THEIRS = "999988887777";

let ours: SimulatedWave;
let theirs: SimulatedWave;
beforeEach(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  ours = await openSimulatedWave(aWorld());
  theirs = await openSimulatedWave(aWorld({}, { account: THEIRS }));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await ours.close();
  await theirs.close();
});

/** A drill of ours as the other account's endpoint would be asked for it. */
async function inTheirHands() {
  const state = await ours.create(APP_ALONE);
  return { ...state, connection: { endpoint: theirs.simulator.url } };
}

const BOTH_ACCOUNTS = new RegExp(
  `is in account ${OURS} in us-west-2, but the credentials belong to account ${THEIRS}\\. Nothing was changed\\.`,
);

describe("a drill in the hands of another account", () => {
  it("is not destroyed, refreshed or updated: the error names both accounts", async () => {
    const state = await inTheirHands();
    await expect(ours.wave.delete?.(state.jobId, state)).rejects.toThrow(BOTH_ACCOUNTS);
    await expect(ours.wave.read?.(state.jobId, state)).rejects.toThrow(BOTH_ACCOUNTS);
    const news = await theirs.check({ ...APP_ALONE, wave: "renamed" });
    await expect(ours.wave.update?.(state.jobId, state, news)).rejects.toThrow(BOTH_ACCOUNTS);
    const written = theirs.simulator.journal
      .entries()
      .filter(({ operation }) => /^(Start|Terminate|Tag|Untag)/.test(operation));
    expect(written).toEqual([]);
    expect(ours.alive()).toHaveLength(1);
  });

  it("is not taken for unchanged by up", async () => {
    const state = await inTheirHands();
    const news = await theirs.check(APP_ALONE);
    await expect(ours.wave.diff?.(state.jobId, state, news)).rejects.toThrow(BOTH_ACCOUNTS);
  });
});

describe("a drill under another Region", () => {
  it("is refused by up when the environment names another", async () => {
    const { region: _region, requestedRegion: _requested, ...rest } = await ours.create(APP_ALONE);
    const state = { ...rest, region: "us-west-2" };
    vi.stubEnv("AWS_REGION", "eu-west-1");
    const news = { ...APP_ALONE, drillNonce: state.drillNonce, __provider: "pointer" };
    await expect(ours.wave.diff?.(state.jobId, state, news)).rejects.toThrow(
      `Looking for recovery job ${state.jobId}: it is in account ${OURS} in us-west-2, but the environment names the Region eu-west-1. ` +
        "Nothing was changed. Set AWS_REGION=us-west-2, or the arg `region`.",
    );
  });
});

describe("credentials", () => {
  it("that expire in the middle of a wait end it in an error that up resumes", async () => {
    ours.simulator.faults.add({
      operation: "DescribeJobs",
      skip: 3,
      kind: "error",
      status: 403,
      code: "ExpiredTokenException",
      message: "expired",
    });
    const failure = await ours.create(APP_ALONE).catch((error: unknown) => error);
    expect(failure).toMatchObject({ properties: { pending: ["wait", "judge"] } });
    expect(String(failure)).toMatch(
      /calling drs:DescribeJobs: ExpiredTokenException: expired \(request .+\)\. Recovery job drsjob-\w{17} goes on in AWS\. Fix the access to AWS; `pulumi up` resumes and starts nothing\.$/,
    );
  });

  it("without a permission are told which action to grant, and nothing is half-done", async () => {
    ours.simulator.faults.add({
      operation: "StartRecovery",
      kind: "error",
      status: 403,
      code: "AccessDeniedException",
      message: "no",
    });
    await expect(ours.create(APP_ALONE)).rejects.toThrow(
      new RegExp(
        `^Starting a recovery job for ${APP}: calling drs:StartRecovery: AccessDeniedException: no .+ Nothing was started\\.`,
      ),
    );
    expect(ours.simulator.world().jobs).toEqual([]);
  });

  it("never reach state, rows or errors", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIACANARYCANARYCANA");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "canary-secret");
    vi.stubEnv("AWS_SESSION_TOKEN", "canary-token");
    const fresh = await openSimulatedWave(aWorld({ [APP]: { outcome: { event: "LAUNCH_FAILED" } } }));
    const failure = await fresh.create(APP_ALONE).catch((error: unknown) => error);
    const { properties, message } = failure as { properties: object; message: string };
    const told = JSON.stringify([properties, message, fresh.lines, fresh.simulator.journal.entries()]);
    await fresh.close();
    expect(told.toLowerCase()).not.toContain("canary");
  });
});
