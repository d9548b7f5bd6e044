import { describe, expect, it } from "vitest";
import type { WaveInputs } from "../../../../../provider/src/lifecycle/state";
import {
  closeJobs,
  drillJobsOf,
  listDrillJobs,
  markJudged,
  retagJobs,
  toDrillJob,
} from "../../../../../provider/src/wave/end/drillJobs";
import { toWave } from "../../../../../provider/src/wave/wave";
import {
  aFailedServer,
  aJob,
  aLostAnswer,
  anAttempt,
  aParticipant,
  aRefusal,
  aServer,
  inputs,
  jobArn,
  outputs,
  WEB,
} from "../../factories";
import { contextIn, type FakeWorld, fakeWorld } from "../../fakeWorld";

const FIRST = { jobId: "drsjob-1", arn: jobArn("drsjob-1") };
const startedAt = Date.parse(anAttempt().startedAt ?? "");
const ENDED = { ...FIRST, ended: true, startedAt };
const { jobArn: _arn, ...BARE } = anAttempt({ attempt: 2, jobId: "drsjob-2" });

/** What DRS answers about a job that somebody deleted. */
const deleted = () => aRefusal("ResourceNotFoundException", "drs:TagResource");

describe(drillJobsOf.name, () => {
  it("has every attempt's job, also one without an ARN, and every instance that state knows", () => {
    expect(drillJobsOf({ attempts: [anAttempt(), BARE], servers: [aServer(), aFailedServer()] })).toEqual({
      jobs: [ENDED, { jobId: "drsjob-2", ended: true, startedAt }],
      instanceIds: ["i-00000001"],
      existingIds: [],
      settledIds: ["i-00000001"],
    });
  });

  it("does not say of a job that it has ended where state has not seen that", () => {
    expect(drillJobsOf({ attempts: [anAttempt({ status: "unknown" })], servers: [] }).jobs).toEqual([
      { ...FIRST, startedAt },
    ]);
  });

  it("knows the machines that were launched into, and not those of servers without known settings", () => {
    const launchConfiguration = { launchIntoInstanceProperties: { launchIntoEC2InstanceID: "i-9" } };
    const servers = [
      aServer({ launchConfiguration, recoveryInstanceId: "i-9" }),
      aServer({ sourceServerId: WEB, launchConfiguration: {}, recoveryInstanceId: "i-2" }),
    ];
    const { existingIds, settledIds } = drillJobsOf({ attempts: [anAttempt()], servers });
    expect({ existingIds, settledIds }).toEqual({ existingIds: ["i-9"], settledIds: ["i-9"] });
  });
});

describe(toDrillJob.name, () => {
  it.each([
    { label: "open", tags: {}, closed: false },
    { label: "closed", tags: { Closed: "2026-11-24T10:00:00.000Z" }, closed: true },
  ])("has the servers of a job that is $label", ({ tags, closed }) => {
    const servers = [aParticipant(), aParticipant({ sourceServerId: WEB })];
    expect(toDrillJob(aJob({ servers, tags }))).toEqual({ ...FIRST, closed });
  });
});

describe(listDrillJobs.name, () => {
  it("has the jobs that state knows although DRS shows them no longer", async () => {
    expect((await listDrillJobs(fakeWorld().drs, outputs())).jobs).toEqual([ENDED]);
  });

  it("has every job with the execution id beside them, of whichever attempt: a crash may have kept it from state", async () => {
    const world = fakeWorld();
    const { ExecutionId, DrillNonce } = aJob().tags;
    const ours = (Attempt: string) => ({ ExecutionId: `${ExecutionId}`, DrillNonce: `${DrillNonce}`, Attempt });
    world.addJob(aJob({ tags: ours("1") }));
    world.addJob(aJob({ jobId: "drsjob-2", tags: ours("1") })); // two engines on copies of one state
    world.addJob(aJob({ jobId: "drsjob-4", tags: { ...ours("4"), Closed: "2026-11-24T10:00:00.000Z" } }));
    const drill = await listDrillJobs(world.drs, outputs());
    expect(drill.jobs.map(({ jobId, closed }) => ({ jobId, closed }))).toEqual([
      { jobId: "drsjob-1", closed: undefined },
      { jobId: "drsjob-4", closed: true },
      { jobId: "drsjob-2", closed: false },
    ]);
    expect(drill.instanceIds).toEqual(["i-00000001", "i-00000002"]);
  });

  it.each([
    { label: "of another execution", job: aJob({ jobId: "drsjob-9", tags: { ExecutionId: "other" } }) },
    { label: "that terminates", job: aJob({ jobId: "drsjob-9", type: "TERMINATE" }) },
  ])("has no job $label", async ({ job }) => {
    const world = fakeWorld();
    world.addJob(job);
    expect((await listDrillJobs(world.drs, outputs())).jobs).toEqual([ENDED]);
  });
});

describe(closeJobs.name, () => {
  it("warns when DRS refuses the tag: what was launched must end all the same", async () => {
    const world = fakeWorld();
    world.failures.tagJob = [aRefusal("AccessDeniedException", "drs:TagResource")];
    const context = contextIn(world);
    await closeJobs(context, { jobs: [FIRST], instanceIds: [] });
    expect(context.lines).toEqual([
      "warn recovery job drsjob-1 could not be marked as ended: calling drs:TagResource: AccessDeniedException: says AWS (request req-1). " +
        "Grant drs:TagResource, or change `triggers`. A later `pulumi up` with the same guard and triggers would adopt it and fail, instead of drilling.",
    ]);
  });

  it("marks every open job that has an ARN with the service's time, and does nothing else", async () => {
    const world = fakeWorld();
    world.addJob(aJob());
    world.clock.pass(60_000);
    const closed = { ...FIRST, arn: jobArn("drsjob-3"), closed: true };
    await closeJobs(contextIn(world), {
      jobs: [FIRST, closed, { jobId: "drsjob-2" }],
      instanceIds: [],
    });
    expect(world.calls).toEqual([`tagJob ${FIRST.arn},Closed`]);
    expect(world.jobs()[0]?.tags["Closed"]).toBe("2026-11-24T10:01:00.000Z");
  });
});

describe(markJudged.name, () => {
  it("marks every attempt's job that has an ARN with the verdict", async () => {
    const world = fakeWorld();
    world.addJob(aJob());
    await markJudged(world.drs, { attempts: [anAttempt(), BARE] }, "DEGRADED");
    expect({ calls: world.calls, tag: world.jobs()[0]?.tags["Judged"] }).toEqual({
      calls: [`tagJob ${FIRST.arn},Judged`],
      tag: "DEGRADED",
    });
  });
});

describe("a tag on a job", () => {
  const marks = [
    {
      label: closeJobs.name,
      mark: (world: FakeWorld) => closeJobs(contextIn(world), { jobs: [FIRST], instanceIds: [] }),
    },
    { label: markJudged.name, mark: (world: FakeWorld) => markJudged(world.drs, outputs(), "PASSED") },
    { label: retagJobs.name, mark: (world: FakeWorld) => retagJobs(world.drs, outputs(), {}, { a: "1" }) },
  ];

  it.each(marks)("is not needed where somebody deleted the job: $label", async ({ mark }) => {
    const world = fakeWorld();
    world.failures.tagJob = [deleted()];
    await expect(mark(world)).resolves.toBeUndefined();
    expect(world.countOf("tagJob")).toBe(1);
  });

  it.each(marks)(
    "throws when no answer comes, for an unmarked job would be adopted again: $label",
    async ({ mark }) => {
      const world = fakeWorld();
      world.failures.tagJob = [aLostAnswer("drs:TagResource")];
      await expect(mark(world)).rejects.toThrow(aLostAnswer("drs:TagResource"));
    },
  );
});

describe(retagJobs.name, () => {
  const TWO = outputs({
    attempts: [anAttempt(), anAttempt({ attempt: 2, jobId: "drsjob-2", jobArn: jobArn("drsjob-2") })],
  });
  /** The tags of the wave's jobs when the program says this, as update has them. */
  const tagsOf = (args: Partial<WaveInputs> = {}) => toWave(inputs(args), outputs()).jobTags;

  it("calls nothing when no tag changed", async () => {
    const world = fakeWorld();
    await retagJobs(world.drs, TWO, tagsOf({ tags: { a: "1" } }), tagsOf({ tags: { a: "1" }, triggers: ["x"] }));
    expect(world.calls).toEqual([]);
  });

  it("sets what is new or changed, and removes what the program no longer says, on every attempt's job", async () => {
    const world = fakeWorld();
    await retagJobs(
      world.drs,
      TWO,
      tagsOf({ tags: { a: "1", b: "1" }, wave: "old" }),
      tagsOf({ tags: { a: "2" }, recoveryPlan: "orders" }),
    );
    expect(world.calls).toEqual(
      ["drsjob-1", "drsjob-2"].flatMap((jobId) => [
        `tagJob ${jobArn(jobId)},a,RecoveryPlan`,
        `untagJob ${jobArn(jobId)},b,Wave`,
      ]),
    );
  });

  it("removes no tag from a job that somebody deleted from DRS", async () => {
    const world = fakeWorld();
    world.failures.untagJob = [aRefusal("ResourceNotFoundException", "drs:UntagResource")];
    await retagJobs(world.drs, TWO, tagsOf({ tags: { a: "1" } }), tagsOf());
    expect(world.calls).toEqual([`untagJob ${jobArn("drsjob-1")},a`, `untagJob ${jobArn("drsjob-2")},a`]);
  });

  it("needs no tag on a job that somebody deleted from DRS, and goes on with the others", async () => {
    const world = fakeWorld();
    world.failures.tagJob = [aRefusal("ResourceNotFoundException", "drs:TagResource")];
    await retagJobs(world.drs, TWO, tagsOf(), tagsOf({ tags: { a: "1" } }));
    expect(world.calls).toEqual([`tagJob ${jobArn("drsjob-1")},a`, `tagJob ${jobArn("drsjob-2")},a`]);
  });

  it("leaves out a job whose ARN is not known", async () => {
    const world = fakeWorld();
    const { jobArn: _jobArn, ...attempt } = anAttempt();
    await retagJobs(world.drs, { ...TWO, attempts: [attempt] }, tagsOf(), tagsOf({ tags: { a: "1" } }));
    expect(world.calls).toEqual([]);
  });
});
