import { describe, expect, it } from "vitest";
import {
  drillGuardLifecycle,
  type GuardInputs,
  type GuardState,
} from "../../../../provider/src/lifecycle/drillGuardLifecycle";
import type { Operation } from "../../../../provider/src/lifecycle/openContext";
import { runWave } from "../../../../provider/src/wave/runWave";
import { aJob, anIntent, aParticipant, DB, NONCE, WEB } from "../factories";
import { contextIn, fakeWorld } from "../fakeWorld";

const aGuard = (changes: Partial<GuardInputs> = {}): GuardInputs => ({
  region: "us-west-2",
  __provider: "exports.handler=()=>{}",
  __urn: "urn:x",
  ...changes,
});
const aGuardState = (changes: Partial<GuardState> = {}): GuardState => ({
  ...aGuard(),
  nonce: NONCE,
  regions: ["us-west-2"],
  ...changes,
});

function inWorld(world = fakeWorld()) {
  const operations: Operation[] = [];
  const {
    create,
    update,
    diff,
    delete: remove,
  } = drillGuardLifecycle(async (operation) => {
    operations.push(operation);
    return contextIn(world, operation.timeoutSeconds, operation.pollMs);
  });
  if (!create || !update || !diff || !remove) throw new Error("the lifecycle is incomplete");
  return { world, operations, create, update, diff, remove };
}

describe(drillGuardLifecycle.name, () => {
  it("makes a new nonce, knows the Region, and calls no service", async () => {
    const { create, operations } = inWorld();
    const [first, second] = [await create(aGuard()), await create(aGuard())];
    expect(first.outs).toEqual({ ...aGuard(), nonce: first.id, regions: ["us-west-2"] });
    expect([/^[0-9a-f]{32}$/.test(first.id), first.id === second.id, operations]).toEqual([true, false, []]);
  });

  it("keeps its nonce for ever, and every Region in which its wave may have started a job", async () => {
    const { update } = inWorld();
    const moved = await update("id", aGuardState(), aGuard({ region: "eu-west-1" }));
    expect(moved.outs).toMatchObject({ nonce: NONCE, regions: ["us-west-2", "eu-west-1"] });
    const back = await update("id", moved.outs, aGuard());
    expect(back.outs?.regions).toEqual(["us-west-2", "eu-west-1"]);
  });

  it.each([
    { label: "nothing", news: aGuard(), changes: false },
    { label: "pointer and place", news: aGuard({ __provider: "other", __urn: "other" }), changes: false },
    { label: "the Region", news: aGuard({ region: "eu-west-1" }), changes: true },
    { label: "cleanup", news: aGuard({ cleanup: "never" }), changes: true },
    { label: "the connection", news: aGuard({ connection: { profile: "x" } }), changes: true },
    { label: "timeouts", news: aGuard({ customTimeouts: { delete: "1m" } }), changes: true },
  ])("changes: $changes for $label, and it never replaces", async ({ news, changes }) => {
    expect(await inWorld().diff("id", aGuardState(), news)).toEqual({ changes });
  });

  it("cleans up a drill that never reached state, while its job still runs", async () => {
    const { world, remove } = inWorld();
    const lost = { intent: anIntent(), drillNonce: NONCE, sourceServerIds: [DB, WEB], save: () => {} };
    await runWave(contextIn(world, 60), lost).catch(() => {});
    await remove("id", aGuardState());
    expect([world.countOf("startTermination"), world.instances]).toEqual([1, []]);
    expect([...world.ec2Instances.values()].map(({ state }) => state)).toEqual(["terminated", "terminated"]);
  });

  it.each([
    { label: "somebody else's drill", job: aJob({ tags: { DrillNonce: "other" } }) },
    { label: "a real recovery", job: aJob({ initiatedBy: "START_RECOVERY" }) },
    { label: "a job that terminates", job: aJob({ type: "TERMINATE" }) },
  ])("leaves $label alone", async ({ job }) => {
    const { world, remove } = inWorld();
    world.addJob({ ...job, servers: [aParticipant()] });
    await remove("id", aGuardState());
    expect(world.calls).toEqual(["listJobs"]);
  });

  it("leaves everything running where cleanup is never", async () => {
    const { operations, remove } = inWorld();
    await remove("id", aGuardState({ cleanup: "never" }));
    expect(operations).toEqual([]);
  });

  it("sweeps every Region, with its own timeout and pace", async () => {
    const { operations, remove } = inWorld();
    const regions = ["us-west-2", "eu-west-1"];
    await remove("id", aGuardState({ regions, customTimeouts: { delete: "5m" }, polling: { intervalSeconds: 2 } }));
    expect(operations).toEqual(
      regions.map((region) => ({ region, connection: undefined, urn: "urn:x", timeoutSeconds: 300, pollMs: 2000 })),
    );
  });

  it("looks every 10 s for at most an hour by default", async () => {
    const { operations, remove } = inWorld();
    await remove("id", aGuardState());
    expect(operations.map(({ timeoutSeconds, pollMs }) => [timeoutSeconds, pollMs])).toEqual([[3600, 10_000]]);
  });
});
