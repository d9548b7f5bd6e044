import { afterEach, describe, expect, it, vi } from "vitest";
import { CleanupIncompleteError, WrongPlaceError } from "../../../../provider/src/errors";
import {
  drillGuardLifecycle,
  type GuardInputs,
  type GuardState,
} from "../../../../provider/src/lifecycle/drillGuardLifecycle";
import type { Operation } from "../../../../provider/src/lifecycle/openContext";
import { UNKNOWN_VALUE } from "../../../../provider/src/vocabulary";
import { listedSince } from "../../../../provider/src/wave/drillNonce";
import { runWave } from "../../../../provider/src/wave/runWave";
import { ACCOUNT, aJob, aLostAnswer, aParticipant, aRunningJob, aWave, NONCE, START } from "../factories";
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

const aRecovery = () => aJob({ initiatedBy: "START_RECOVERY" });

/** `told`: what STS says of the credentials. */
function inWorld(world = fakeWorld(), told: { account: string | undefined } = { account: ACCOUNT }) {
  const operations: Operation[] = [];
  const lines: string[] = [];
  const {
    create,
    update,
    diff,
    delete: remove,
  } = drillGuardLifecycle(
    async (operation) => {
      operations.push(operation);
      const context = contextIn(world, operation.timeoutSeconds, operation.pollMs);
      context.status.show = (text) => void lines.push(`show ${text}`);
      context.status.warn = (text) => void lines.push(`warn ${text}`);
      return context;
    },
    async () => told.account,
  );
  if (!create || !update || !diff || !remove) {
    throw new Error("the lifecycle is incomplete");
  }
  return { world, operations, lines, create, update, diff, remove };
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe(drillGuardLifecycle.name, () => {
  it("makes a new nonce with the service's time, and knows Region and account", async () => {
    const { create, world } = inWorld();
    const [first, second] = [await create(aGuard()), await create(aGuard())];
    const account = { account: ACCOUNT, accountFrom: "STS" };
    expect(first.outs).toEqual({ ...aGuard(), nonce: first.id, regions: ["us-west-2"], ...account });
    expect({ isNonce: /^[0-9a-f]{32}t[0-9a-f]{8}$/.test(first.id), isSame: first.id === second.id }).toEqual({
      isNonce: true,
      isSame: false,
    });
    expect({ calls: world.calls, from: listedSince(first.id, START + 72 * 3_600_000) }).toEqual({
      calls: ["askTime", "askTime"],
      from: START - 300_000,
    });
  });

  it("is made without the service's time where the service does not answer, and then its jobs are among all", async () => {
    const { create, world } = inWorld();
    world.failures.askTime = [aLostAnswer("drs:DescribeJobs")];
    const { id } = await create(aGuard());
    expect({ isNonce: /^[0-9a-f]{32}$/.test(id), from: listedSince(id, START) }).toEqual({
      isNonce: true,
      from: undefined,
    });
  });

  it("keeps its nonce, and every Region in which its wave may have started a job", async () => {
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

  it("does not change with the order of members, at any depth", async () => {
    const olds = aGuardState({ customTimeouts: { create: "1h", delete: "2h" } });
    const news = aGuard({ customTimeouts: { delete: "2h", create: "1h" } });
    expect(await inWorld().diff("id", olds, news)).toEqual({ changes: false });
  });

  it.each([
    { region: "us-west-2", changes: false },
    { region: "eu-west-1", changes: true },
  ])(
    "changes: $changes when the environment names $region: it knows a Region before its wave starts a job there",
    async ({ region, changes }) => {
      vi.stubEnv("AWS_REGION", region);
      // Connections are shared by their args, and keep the Region that they found: this one is the row's own.
      const connection = { profile: `guard of ${region}` };
      const { region: _state, ...olds } = aGuardState({ connection });
      const { region: _args, ...news } = aGuard({ connection });
      const { diff, update } = inWorld();
      expect(await diff("id", olds, news)).toEqual({ changes });
      expect((await update("id", olds, news)).outs?.regions).toEqual([...new Set(["us-west-2", region])]);
    },
  );

  it("does not change while its place is unknown: the next diff sees it", async () => {
    const olds = aGuardState({ region: UNKNOWN_VALUE });
    expect(await inWorld().diff("id", olds, aGuard({ region: UNKNOWN_VALUE }))).toEqual({ changes: false });
  });

  it("cleans up a drill that never reached state, while its job still runs", async () => {
    const { world, remove } = inWorld();
    await runWave(contextIn(world, 60), aWave(), undefined, () => {}).catch(() => {});
    await remove("id", aGuardState());
    expect({ terminations: world.countOf("startTermination"), instances: world.instances }).toEqual({
      terminations: 1,
      instances: [],
    });
    expect(world.jobs().map(({ type, tags }) => ({ type, hasClosed: "Closed" in tags }))).toEqual([
      { type: "TERMINATE", hasClosed: false },
      { type: "LAUNCH", hasClosed: true },
    ]);
    expect([...world.ec2Instances.values()].map(({ state }) => state)).toEqual(["terminated", "terminated"]);
  });

  it.each([
    { label: "somebody else's drill", job: aJob({ tags: { DrillNonce: "other" } }), looks: 13 },
    { label: "a job that terminates", job: aJob({ type: "TERMINATE" }), looks: 13 },
    { label: "a real recovery, which is its wave's job and no other can be", job: aRecovery(), looks: 1 },
  ])("leaves $label alone", async ({ job, looks }) => {
    const { world, remove } = inWorld();
    world.addJob({ ...job, servers: [aParticipant()] });
    await remove("id", aGuardState());
    expect(world.calls.filter((call) => call === "listJobs")).toHaveLength(looks);
    expect(world.calls.filter((call) => /^(tagJob|startTermination)/.test(call))).toEqual([]);
  });

  it.each([
    { label: "says why, where no wave has closed the job", tags: {}, said: ["drsjob-1"] },
    { label: "says nothing of a job that its wave has closed", tags: { Closed: "2026-11-24T11:00:00.000Z" }, said: [] },
  ])("ends what a job launched, and $label", async ({ tags, said }) => {
    const { world, lines, remove } = inWorld();
    world.addJob(aJob({ tags: { DrillNonce: NONCE, ...tags }, servers: [aParticipant()] }));
    await remove("id", aGuardState());
    expect(lines.filter((line) => line.startsWith("warn"))).toEqual(
      said.map(
        (id) =>
          `warn terminating what ${id} launched: no wave in this stack's state has closed it. Either the wave was cut off ` +
          "before it reached state, or it was moved or removed from state without its guard; where another stack has it " +
          "now, its next `pulumi up` there drills again",
      ),
    );
  });

  it("waits for a job that a server's last launch names and DescribeJobs does not show: a replacement may have died", async () => {
    const { world, remove } = inWorld();
    world.addJob(aJob({ tags: { DrillNonce: "nonce", Closed: "2026-11-24T10:00:00Z" }, servers: [aParticipant()] }));
    for (const server of world.servers) {
      server.lastLaunch = { jobId: "drsjob-unseen", type: "DRILL" };
    }
    await remove("id", aGuardState({ nonce: "nonce" }));
    expect(world.clock.sleeps).toEqual(Array(12).fill(10_000));
  });

  it("looks for 2 minutes before it takes no job for none: a job just started may be shown late", async () => {
    const { world, lines, remove } = inWorld();
    await remove("id", aGuardState());
    expect({ calls: world.calls, sleeps: world.clock.sleeps }).toEqual({
      calls: Array(13).fill("listJobs"),
      sleeps: Array(12).fill(10_000),
    });
    expect(lines[0]).toBe(
      "show 2m00s left: looking for a job that this drill may have started, which DRS may show late",
    );
  });

  it("measures that by the service's time, which a simulator's clock may run fast", async () => {
    const { world, remove } = inWorld();
    let hours = 0;
    world.drs.now = () => {
      hours += 1;
      return hours * 3_600_000;
    };
    await remove("id", aGuardState());
    expect(world.clock.sleeps).toEqual([]);
  });

  it("looks no longer than its deadline", async () => {
    const { world, remove } = inWorld();
    await remove("id", aGuardState({ customTimeouts: { delete: "15s" } }));
    expect(world.clock.sleeps).toEqual([10_000, 5_000]);
  });

  it("says what may remain, and to destroy again, when a look fails at the deadline", async () => {
    const { world, remove } = inWorld();
    const cut = aLostAnswer("drs:DescribeJobs");
    world.drs.listJobs = async () => {
      if (world.clock.monotonicMs() >= 15_000) {
        throw cut;
      }
      return [];
    };
    await expect(remove("id", aGuardState({ customTimeouts: { delete: "15s" } }))).rejects.toThrow(
      new CleanupIncompleteError(
        [`what jobs with the tag DrillNonce=${NONCE} launched`],
        `no such job, then ${cut.message} at the deadline`,
      ),
    );
  });

  it("cleans up a job that DescribeJobs shows late", async () => {
    const { world, remove } = inWorld();
    const list = world.drs.listJobs;
    let looks = 0;
    world.drs.listJobs = async (ids) => {
      looks += 1;
      return looks <= 3 ? [] : list(ids);
    };
    world.addJob(aRunningJob(), 60_000);
    await remove("id", aGuardState());
    expect({ terminations: world.countOf("startTermination"), instances: world.instances }).toEqual({
      terminations: 1,
      instances: [],
    });
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

  it("looks for at most an hour by default, as often as each wait does", async () => {
    const { operations, remove } = inWorld();
    await remove("id", aGuardState());
    expect(operations.map(({ timeoutSeconds, pollMs }) => ({ timeoutSeconds, pollMs }))).toEqual([
      { timeoutSeconds: 3600, pollMs: undefined },
    ]);
  });
});

describe("a guard under the credentials of an account", () => {
  const THEIRS = "999999999999";
  const KEY = { account: THEIRS };
  const proven = { account: ACCOUNT, accountFrom: "STS" } as const;
  const unknown = { account: undefined };
  const ourJob = () => aJob({ tags: { DrillNonce: NONCE }, servers: [aParticipant()] });
  const looking = `Looking for the drill with the tag DrillNonce=${NONCE}`;

  /** How delete ends: with an error's message, or "done". */
  async function deletion({ state, now, jobs = [], servers = true }: Deletion) {
    const world = fakeWorld();
    for (const job of jobs) {
      world.addJob(job);
    }
    world.servers = servers ? world.servers : [];
    const { remove } = inWorld(world, now);
    return remove("id", aGuardState(state)).then(
      () => "done",
      (error: Error) => ({ [error.name]: error.message }),
    );
  }
  interface Deletion {
    state: Partial<GuardState>;
    now: { account: string | undefined };
    jobs?: ReturnType<typeof aJob>[];
    servers?: boolean;
  }

  it.each<Deletion & { label: string }>([
    { label: "the account that STS told both times", state: proven, now: { account: ACCOUNT } },
    { label: "an account that is not known, with servers whose ARNs show it", state: proven, now: unknown },
    {
      label: "an account that is not known, with jobs of its own",
      state: proven,
      now: unknown,
      jobs: [ourJob()],
      servers: false,
    },
    {
      label: "another account than its key seemed to say, with jobs of its own",
      state: KEY,
      now: { account: ACCOUNT },
      jobs: [ourJob()],
    },
    { label: "a known account, where none is recorded", state: {}, now: { account: ACCOUNT } },
    { label: "an account that servers show, where none is recorded", state: {}, now: unknown },
  ])("is deleted in $label", async (deleted) => {
    expect(await deletion(deleted)).toBe("done");
  });

  it.each<Deletion & { label: string; message: string }>([
    {
      label: "another account, as STS told both times",
      state: proven,
      now: { account: THEIRS },
      message:
        `${looking}: it is in account ${ACCOUNT}, but the credentials belong to account ${THEIRS}. Nothing was changed. ` +
        "Use the credentials that ran the drill; `pulumi state delete` forgets it without cleaning up.",
    },
    {
      label: "an account that nothing shows",
      state: proven,
      now: unknown,
      servers: false,
      message:
        `${looking}: no job of it is in us-west-2, but which account the credentials belong to is not known: STS did not tell, ` +
        "and DRS shows neither job nor server there. Nothing was changed. Fix: let sts:GetCallerIdentity reach STS " +
        "(connection.endpoints.sts), then run `pulumi destroy` again; `pulumi state delete` forgets the drill without cleaning up.",
    },
    {
      label: "another account, as its servers show",
      state: { ...proven, account: THEIRS },
      now: unknown,
      message:
        `${looking}: no job of it is in us-west-2 of account ${ACCOUNT}, but it is in account ${THEIRS}. Nothing was changed. ` +
        `Use the credentials that ran the drill; if it ran in account ${ACCOUNT}, nothing of it is left: \`pulumi state delete\` forgets it.`,
    },
    {
      label: "another account than its key seemed to say, without jobs of its own",
      state: KEY,
      now: { account: ACCOUNT },
      message:
        `${looking}: no job of it is in us-west-2 of account ${ACCOUNT}, but it is in account ${THEIRS}; ` +
        `an earlier version read account ${THEIRS} off the access key, which is wrong for keys made before 2019. Nothing was changed. ` +
        `Use the credentials that ran the drill; if it ran in account ${ACCOUNT}, nothing of it is left: \`pulumi state delete\` forgets it.`,
    },
  ])("is not taken for an empty one in $label", async ({ message, ...refused }) => {
    expect(await deletion(refused)).toEqual({ WrongPlaceError: message });
  });

  it.each([
    { label: "an account of a key", state: KEY, account: ACCOUNT },
    { label: "no account", state: {}, account: ACCOUNT },
    { label: "an account, when STS does not tell", state: proven, account: undefined },
  ])("refuses no up for $label", async ({ state, account }) => {
    expect(await inWorld(fakeWorld(), { account }).diff("id", aGuardState(state), aGuard())).toEqual({
      changes: false,
    });
  });

  it("refuses up for another account, as STS told both times", async () => {
    const { diff } = inWorld(fakeWorld(), { account: THEIRS });
    await expect(diff("id", aGuardState(proven), aGuard())).rejects.toThrow(WrongPlaceError);
  });

  it("is made where STS does not tell, without an account", async () => {
    const { outs } = await inWorld(fakeWorld(), { account: undefined }).create(aGuard());
    expect(Object.keys(outs ?? {})).not.toContain("account");
  });

  it("keeps what it knows of its account when it is updated", async () => {
    const { update } = inWorld();
    expect((await update("id", aGuardState(proven), aGuard({ cleanup: "never" }))).outs).toMatchObject(proven);
    expect((await update("id", aGuardState(KEY), aGuard({ cleanup: "never" }))).outs).toMatchObject(KEY);
  });
});
