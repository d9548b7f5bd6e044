import { describe, expect, it } from "vitest";
import {
  closeJobs,
  drillJobsOf,
  listDrillJobs,
  markJudged,
  tagIfThere,
  toDrillJob,
} from "../../../../../provider/src/wave/end/drillJobs";
import {
  aFailedServer,
  aJob,
  anAttempt,
  aParticipant,
  aRefusal,
  aServer,
  DB,
  jobArn,
  outputs,
  WEB,
} from "../../factories";
import { fakeWorld } from "../../fakeWorld";

const FIRST = { jobId: "drsjob-1", arn: jobArn("drsjob-1"), sourceServerIds: [DB, WEB] };
const { jobArn: _arn, ...BARE } = anAttempt({ attempt: 2, jobId: "drsjob-2", sourceServerIds: [WEB] });

/** What DRS answers about a job that somebody deleted. */
const deleted = () => aRefusal("ResourceNotFoundException", "drs:TagResource");
const denied = () => aRefusal("AccessDeniedException", "drs:TagResource");

describe(drillJobsOf.name, () => {
  it("has every attempt's job, also one without an ARN, and every instance that state knows", () => {
    expect(drillJobsOf({ attempts: [anAttempt(), BARE], servers: [aServer(), aFailedServer()] })).toEqual({
      jobs: [FIRST, { jobId: "drsjob-2", sourceServerIds: [WEB] }],
      instanceIds: ["i-00000001"],
    });
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
    expect((await listDrillJobs(fakeWorld().drs, outputs())).jobs).toEqual([FIRST]);
  });

  it("has every job with the execution id beside them, of whichever attempt: a crash may have kept it from state", async () => {
    const world = fakeWorld();
    const { ExecutionId, DrillNonce } = aJob().tags;
    const ours = (Attempt: string) => ({ ExecutionId: `${ExecutionId}`, DrillNonce: `${DrillNonce}`, Attempt });
    world.addJob(aJob({ tags: ours("1") }));
    world.addJob(aJob({ jobId: "drsjob-2", tags: ours("1") })); // two engines on copies of one state
    world.addJob(aJob({ jobId: "drsjob-4", tags: { ...ours("4"), Closed: "2026-11-24T10:00:00.000Z" } }));
    const drill = await listDrillJobs(world.drs, outputs());
    expect(drill.jobs.map(({ jobId, closed }) => [jobId, closed])).toEqual([
      ["drsjob-1", undefined],
      ["drsjob-4", true],
      ["drsjob-2", false],
    ]);
    expect(drill.instanceIds).toEqual(["i-00000001", "i-00000002"]);
  });

  it.each([
    { label: "of another execution", job: aJob({ jobId: "drsjob-9", tags: { ExecutionId: "other" } }) },
    { label: "that terminates", job: aJob({ jobId: "drsjob-9", type: "TERMINATE" }) },
  ])("has no job $label", async ({ job }) => {
    const world = fakeWorld();
    world.addJob(job);
    expect((await listDrillJobs(world.drs, outputs())).jobs).toEqual([FIRST]);
  });
});

describe(closeJobs.name, () => {
  it("marks every open job that has an ARN with the service's time, and does nothing else", async () => {
    const world = fakeWorld();
    world.addJob(aJob());
    world.clock.pass(60_000);
    const closed = { ...FIRST, arn: jobArn("drsjob-3"), closed: true };
    await closeJobs(world.drs, {
      jobs: [FIRST, closed, { jobId: "drsjob-2", sourceServerIds: [DB] }],
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
    expect([world.calls, world.jobs()[0]?.tags["Judged"]]).toEqual([[`tagJob ${FIRST.arn},Judged`], "DEGRADED"]);
  });
});

describe(tagIfThere.name, () => {
  it("needs no tag on a job that somebody deleted", async () => {
    const world = fakeWorld();
    world.failures.tagJob = [deleted()];
    await expect(tagIfThere(world.drs, FIRST.arn, { a: "1" })).resolves.toBeUndefined();
  });

  it("throws for any other failure: an unmarked job would be adopted again", async () => {
    const world = fakeWorld();
    world.failures.tagJob = [denied()];
    await expect(tagIfThere(world.drs, FIRST.arn, { a: "1" })).rejects.toThrow(denied());
  });
});
