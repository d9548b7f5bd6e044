import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ownJobs } from "../../../../../provider/src/wave/start/adoption";
import { aJob, aRunningJob, NONCE, START } from "../../factories";

const OURS = "e".repeat(32);
const tags = (attempt?: string) => ({
  ExecutionId: OURS,
  DrillNonce: NONCE,
  ...(attempt === undefined ? {} : { Attempt: attempt }),
});

describe(ownJobs.name, () => {
  it("finds our jobs by attempt, running or ended", () => {
    const second = aRunningJob({ jobId: "drsjob-2", createdAt: START + 1, tags: tags("2") });
    const first = aJob({ tags: tags("1") });
    expect(ownJobs([second, first], OURS)).toEqual([
      { job: first, attempt: 1 },
      { job: second, attempt: 2 },
    ]);
  });

  it("takes a job without the tag Attempt for the first", () => {
    const job = aJob({ tags: tags() });
    expect(ownJobs([job], OURS)).toEqual([{ job, attempt: 1 }]);
  });

  it.each([
    { label: "of another execution", job: aJob({ tags: { ExecutionId: "other", Attempt: "1" } }) },
    { label: "without tags", job: aJob({ tags: {} }) },
    { label: "that terminates", job: aJob({ type: "TERMINATE" }) },
    { label: "that is closed: its drill has ended", job: aJob({ tags: { ...tags("1"), Closed: "2026-11-24" } }) },
  ])("adopts no job $label", ({ job }) => {
    expect(ownJobs([job], OURS)).toEqual([]);
  });

  it.each([
    { label: "the first is missing", attempts: ["2", "3"], own: [] },
    { label: "one between is missing", attempts: ["1", "3"], own: [1] },
    { label: "the first is closed: an interrupted delete left the rest", attempts: ["2"], closed: "1", own: [] },
    { label: "one has no number", attempts: ["1", "second"], own: [1] },
  ])("counts attempts from the first on without a gap: $label", ({ attempts, closed, own }) => {
    const open = attempts.map((attempt) => aJob({ jobId: `drsjob-${attempt}`, tags: tags(attempt) }));
    const ended = closed === undefined ? [] : [aJob({ tags: { ...tags(closed), Closed: "2026-11-24" } })];
    expect(ownJobs([...ended, ...open], OURS).map(({ attempt }) => attempt)).toEqual(own);
  });

  it("takes the oldest of two with the same attempt", () => {
    const older = aJob({ jobId: "drsjob-1", createdAt: START });
    const newer = aJob({ jobId: "drsjob-2", createdAt: START + 1 });
    expect(ownJobs([newer, older], OURS)).toEqual([{ job: older, attempt: 1 }]);
  });

  it("picks one job an attempt, from the first on without a gap, each of them given and ours", () => {
    const job = fc.record({
      createdAt: fc.integer({ min: START, max: START + 9 }),
      type: fc.constantFrom("LAUNCH", "TERMINATE"),
      attempt: fc.constantFrom("1", "2", "3"),
      execution: fc.constantFrom(OURS, "other"),
      closed: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(job), (specs) => {
        const jobs = specs.map(({ createdAt, type, attempt, execution, closed }, index) =>
          aJob({
            jobId: `drsjob-${index}`,
            createdAt,
            type,
            tags: { ExecutionId: execution, Attempt: attempt, ...(closed ? { Closed: "now" } : {}) },
          }),
        );
        const own = ownJobs(jobs, OURS);
        expect(own.map((each) => each.attempt)).toEqual(own.map((_, index) => index + 1));
        expect(own.every(({ job: each }) => jobs.includes(each) && each.tags["Closed"] === undefined)).toBe(true);
      }),
    );
  });
});
