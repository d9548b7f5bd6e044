import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Adoption,
  adoptJobs,
  type OwnJob,
  ownJobs,
  strayJob,
  verdictBefore,
  withAdopted,
} from "../../../../../provider/src/wave/start/adoption";
import { toWave } from "../../../../../provider/src/wave/wave";
import {
  ACCOUNT,
  APP,
  aJob,
  anAttempt,
  anObservation,
  aParticipant,
  aPlannedServer,
  aRun,
  aRunningJob,
  aServer,
  aWave,
  DB,
  NONCE,
  REGION,
  START,
  WEB,
} from "../../factories";
import { contextIn, fakeWorld } from "../../fakeWorld";

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

  it("takes a job of ours that does not say its type for a launch: only those that launch carry our tags", () => {
    const job = aJob({ type: "unknown", tags: tags("1") });
    expect(ownJobs([job], OURS)).toEqual([{ job, attempt: 1 }]);
  });

  it("throws for our own job without an id, and leaves a stranger's", () => {
    const nameless = (executionId: string) => aJob({ jobId: "", tags: { ExecutionId: executionId } });
    expect(ownJobs([nameless("other")], OURS)).toEqual([]);
    expect(() => ownJobs([nameless(OURS)], OURS)).toThrow(
      `calling drs:DescribeJobs: UnreadableAnswer: the job with the tag ExecutionId=${OURS} has neither an id nor an ARN`,
    );
  });

  it.each(["", "second", "0", "-1", "1.5"])("takes a job whose attempt is %j for the first", (attempt) => {
    const job = aJob({ tags: tags(attempt) });
    expect(ownJobs([job], OURS)).toEqual([{ job, attempt: 1 }]);
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
        const ours = specs.filter((spec) => spec.type === "LAUNCH" && spec.execution === OURS && !spec.closed);
        const attempts = new Set(ours.map((spec) => Number(spec.attempt)));
        const expected = [1, 2, 3].filter((attempt) => [1, 2, 3].slice(0, attempt).every((each) => attempts.has(each)));
        expect(own.map((each) => each.attempt)).toEqual(expected);
        expect(own.every(({ job: each }) => jobs.includes(each) && each.tags["Closed"] === undefined)).toBe(true);
      }),
    );
  });
});

describe(strayJob.name, () => {
  it.each([
    { label: "none for one attempt", open: ["1"], stray: undefined },
    { label: "none for two", open: ["2", "1"], stray: undefined },
    { label: "one whose first attempt is not shown", open: ["2"], stray: 2 },
    { label: "one behind a gap", open: ["1", "3"], stray: 3 },
    { label: "none behind a closed one: an interrupted delete left it", open: ["2"], closed: "1", stray: undefined },
    { label: "none before the attempt that is to start", open: ["2"], from: 3, stray: undefined },
  ])("names $label", ({ open, closed, from = 1, stray }) => {
    const jobs = open.map((attempt) => aJob({ jobId: `drsjob-${attempt}`, tags: tags(attempt) }));
    const ended = closed === undefined ? [] : [aJob({ tags: { ...tags(closed), Closed: "2026-11-24" } })];
    expect(strayJob([...jobs, ...ended], OURS, from)?.attempt).toBe(stray);
  });
});

const BOTH = [aParticipant(), aParticipant({ sourceServerId: WEB })];
const FIRST: OwnJob = { job: aJob({ servers: BOTH, tags: { ...tags("1"), ServerCount: "2" } }), attempt: 1 };
const SECOND: OwnJob = {
  job: aRunningJob({ jobId: "drsjob-2", servers: BOTH.slice(1), tags: { ...tags("2"), ServerCount: "1" } }),
  attempt: 2,
};

const adopt = (changes: Partial<Adoption> = {}, context = contextIn(fakeWorld())) =>
  adoptJobs(context, { wave: aWave(), observed: undefined, own: [FIRST], ...changes });
const line = (jobId: string, attempt: number) =>
  `keep adopting recovery job ${jobId} (attempt ${attempt}, started 2026-11-24T10:00:00.000Z), which is not in the stack's state. ` +
  "Run `pulumi refresh --clear-pending-creates` to clear the interrupted operation";

describe(adoptJobs.name, () => {
  it("is the run that the job is: account and servers are read off the job", () => {
    expect(adopt()).toEqual({
      wave: aWave(),
      account: ACCOUNT,
      servers: [DB, WEB].map((sourceServerId) => ({
        planned: { sourceServerId, impactLevel: "CRITICAL", launchConfiguration: {} },
      })),
      attempts: [anAttempt({ adopted: true, serverCount: 2 })],
      warnings: [],
      cleanup: { status: "NOT_STARTED" },
    });
  });

  it("says so of each job", () => {
    const context = contextIn(fakeWorld());
    adopt({ own: [FIRST, SECOND] }, context);
    expect(context.lines).toEqual([line("drsjob-1", 1), line("drsjob-2", 2)]);
  });

  it("knows of the servers what the program says and check saw, but no lag: that of now is not that before the launch", () => {
    const sourceServers = [
      { sourceServerId: DB, role: "database", recoverySnapshotId: "pit-1" },
      { sourceServerId: WEB, impactLevel: "OPTIONAL" as const },
    ];
    const run = adopt({ wave: aWave({ sourceServers }), observed: anObservation() });
    const launchConfiguration = { targetInstanceTypeRightSizingMethod: "NONE", launchDisposition: "STARTED" };
    expect(run.servers.map(({ planned }) => planned)).toEqual([
      {
        sourceServerId: DB,
        hostname: "db-1",
        role: "database",
        impactLevel: "CRITICAL",
        recoverySnapshotId: "pit-1",
        launchConfiguration,
      },
      { sourceServerId: WEB, hostname: "web-1", impactLevel: "OPTIONAL", launchConfiguration },
    ]);
    expect(run.attempts[0]?.lagSeconds).toEqual({});
  });

  it("warns of what a selector matches now and the job did not launch, and has no record of it", () => {
    const selector = { tags: { Tier: "web" }, role: "web" };
    const wave = toWave({ selector, resolvedServers: [DB, WEB, APP], drillNonce: NONCE }, { region: REGION });
    const { servers, warnings } = adopt({ wave });
    expect({
      servers: servers.map(({ planned: { sourceServerId, role } }) => ({ sourceServerId, role })),
      warnings,
    }).toEqual({
      servers: [
        { sourceServerId: DB, role: "web" },
        { sourceServerId: WEB, role: "web" },
      ],
      warnings: [`${APP} match the selector now, but are not in the adopted job`],
    });
  });

  it("keeps a server of the job that the selector matches no longer: it was launched", () => {
    const selector = { tags: { Tier: "web" }, role: "web" };
    const wave = toWave({ selector, resolvedServers: [DB], drillNonce: NONCE }, { region: REGION });
    const { servers, warnings } = adopt({ wave });
    expect({
      servers: servers.map(({ planned: { sourceServerId, role } }) => ({ sourceServerId, role })),
      warnings,
    }).toEqual({
      servers: [
        { sourceServerId: DB, role: "web" },
        { sourceServerId: WEB, role: "web" },
      ],
      warnings: [],
    });
  });

  it.each([
    { label: "absent", servers: [] },
    { label: "short", servers: BOTH.slice(0, 1) },
    { label: "of a stranger", servers: [aParticipant({ sourceServerId: APP })] },
  ])("has the declared servers although the job's list is $label: it may be early", ({ servers }) => {
    const job = aRunningJob({ servers, tags: FIRST.job.tags });
    const run = adopt({ own: [{ job, attempt: 1 }] });
    expect({
      servers: run.servers.map(({ planned }) => planned.sourceServerId),
      asked: run.attempts.map(({ sourceServerIds, serverCount }) => ({ sourceServerIds, serverCount })),
    }).toEqual({ servers: [DB, WEB], asked: [{ sourceServerIds: [DB, WEB], serverCount: 2 }] });
  });

  it.each([
    { label: "shorter than its tag says", count: "3", servers: BOTH, expected: [DB, WEB, APP] },
    { label: "as long as its tag says", count: "2", servers: BOTH, expected: [DB, WEB] },
    { label: "absent", count: "2", servers: [], expected: [DB, APP] },
    { label: "there, and its tag unreadable", count: "two", servers: BOTH, expected: [DB, WEB, APP] },
  ])("takes what a selector matches for possible while the job's list is $label", ({ count, servers, expected }) => {
    const selector = { tags: { Tier: "web" } };
    const wave = toWave({ selector, resolvedServers: [DB, APP], drillNonce: NONCE }, { region: REGION });
    const job = aRunningJob({ servers, tags: { ...tags("1"), ServerCount: count } });
    const run = adopt({ wave, own: [{ job, attempt: 1 }] });
    expect(run.servers.map(({ planned }) => planned.sourceServerId)).toEqual(expected);
  });

  it("reads the account off any of the jobs, or takes check's", () => {
    const { arn: _arn, ...unnamed } = FIRST.job;
    const accounts = [
      adopt({ own: [{ job: unnamed, attempt: 1 }, SECOND] }),
      adopt({ own: [{ job: unnamed, attempt: 1 }], observed: anObservation({ account: "999988887777" }) }),
      adopt({ own: [{ job: unnamed, attempt: 1 }] }),
    ].map((run) => run.account);
    expect(accounts).toEqual([ACCOUNT, "999988887777", ""]);
  });

  it("has every attempt, each with its own servers", () => {
    const { servers, attempts } = adopt({ own: [FIRST, SECOND] });
    expect(attempts.map(({ jobId, status, sourceServerIds }) => ({ jobId, status, sourceServerIds }))).toEqual([
      { jobId: "drsjob-1", status: "COMPLETED", sourceServerIds: [DB, WEB] },
      { jobId: "drsjob-2", status: "STARTED", sourceServerIds: [WEB] },
    ]);
    expect(servers.map(({ planned }) => planned.sourceServerId)).toEqual([DB, WEB]);
  });
});

describe(withAdopted.name, () => {
  it("adds the attempts to the run without a lag, says so of each, and leaves what the run knows", () => {
    const context = contextIn(fakeWorld());
    const servers = [
      { planned: aPlannedServer(), record: aServer() },
      { planned: aPlannedServer({ sourceServerId: WEB, lagSeconds: 9 }) },
    ];
    const first = anAttempt({ lagSeconds: { [DB]: 3 } });
    const run = withAdopted(context, aRun({ servers, attempts: [first] }), [SECOND]);
    expect(
      run.attempts.map(({ attempt, sourceServerIds, lagSeconds }) => ({ attempt, sourceServerIds, lagSeconds })),
    ).toEqual([
      { attempt: 1, sourceServerIds: [DB, WEB], lagSeconds: { [DB]: 3 } },
      { attempt: 2, sourceServerIds: [WEB], lagSeconds: {} },
    ]);
    expect({ servers: run.servers, lines: context.lines }).toEqual({ servers, lines: [line("drsjob-2", 2)] });
  });

  it("has a cleanup to do for what a further attempt launched", () => {
    const run = aRun({ cleanup: { status: "COMPLETED" } });
    expect(withAdopted(contextIn(fakeWorld()), run, [SECOND]).cleanup).toEqual({ status: "NOT_STARTED" });
  });
});

describe(verdictBefore.name, () => {
  const judged = (own: OwnJob, Judged: string): OwnJob => ({
    ...own,
    job: { ...own.job, tags: { ...own.job.tags, Judged } },
  });
  it.each([
    { label: "the job was not judged", own: [FIRST], verdict: undefined },
    { label: "it was", own: [judged(FIRST, "PASSED")], verdict: "PASSED" },
    { label: "only an earlier attempt was", own: [judged(FIRST, "FAILED"), SECOND], verdict: undefined },
    { label: "both were", own: [judged(FIRST, "FAILED"), judged(SECOND, "DEGRADED")], verdict: "DEGRADED" },
  ])("is $verdict when $label", ({ own, verdict }) => {
    expect(verdictBefore(own)).toBe(verdict);
  });
});
