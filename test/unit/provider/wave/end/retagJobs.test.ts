import { describe, expect, it } from "vitest";
import { retagJobs } from "../../../../../provider/src/wave/end/retagJobs";
import { anAttempt, anIntent, aRefusal, jobArn, NONCE, outputs } from "../../factories";
import { fakeWorld } from "../../fakeWorld";

const TWO = {
  ...outputs({ attempts: [anAttempt(), anAttempt({ attempt: 2, jobId: "drsjob-2", jobArn: jobArn("drsjob-2") })] }),
  drillNonce: NONCE,
};

describe(retagJobs.name, () => {
  it("calls nothing when no tag changed", async () => {
    const world = fakeWorld();
    await retagJobs(world.drs, TWO, anIntent({ tags: { a: "1" } }), anIntent({ tags: { a: "1" }, triggers: ["x"] }));
    expect(world.calls).toEqual([]);
  });

  it("sets what is new or changed, and removes what the program no longer says, on every attempt's job", async () => {
    const world = fakeWorld();
    await retagJobs(
      world.drs,
      TWO,
      anIntent({ tags: { a: "1", b: "1" }, wave: "old" }),
      anIntent({ tags: { a: "2" }, recoveryPlan: "orders" }),
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
    await retagJobs(world.drs, TWO, anIntent({ tags: { a: "1" } }), anIntent());
    expect(world.calls).toEqual([`untagJob ${jobArn("drsjob-1")},a`, `untagJob ${jobArn("drsjob-2")},a`]);
  });

  it("needs no tag on a job that somebody deleted from DRS, and goes on with the others", async () => {
    const world = fakeWorld();
    world.failures.tagJob = [aRefusal("ResourceNotFoundException", "drs:TagResource")];
    await retagJobs(world.drs, TWO, anIntent(), anIntent({ tags: { a: "1" } }));
    expect(world.calls).toEqual([`tagJob ${jobArn("drsjob-1")},a`, `tagJob ${jobArn("drsjob-2")},a`]);
  });

  it("leaves out a job whose ARN is not known", async () => {
    const world = fakeWorld();
    const { jobArn: _jobArn, ...attempt } = anAttempt();
    await retagJobs(world.drs, { ...TWO, attempts: [attempt] }, anIntent(), anIntent({ tags: { a: "1" } }));
    expect(world.calls).toEqual([]);
  });
});
