import { describe, expect, it } from "vitest";
import { fromOutputs, judgementOf, toOutputs, withJob, withRecords } from "../../../../provider/src/wave/waveRun";
import {
  aFailedServer,
  aJob,
  anAttempt,
  anIntent,
  aPlan,
  aPlannedServer,
  aRun,
  aRunningJob,
  aServer,
  DB,
  jobArn,
  WEB,
} from "../factories";

const WEB_PLANNED = aPlannedServer({ sourceServerId: WEB, hostname: "web-1" });
const TWO = aPlan({ servers: [aPlannedServer(), WEB_PLANNED] });

describe(withJob.name, () => {
  it("adds an attempt with the servers and lags it was started with", () => {
    const run = withJob(aRun({ attempts: [] }), 1, aRunningJob(), [aPlannedServer()]);
    expect(run.attempts).toEqual([
      {
        attempt: 1,
        jobId: "drsjob-1",
        jobArn: jobArn("drsjob-1"),
        status: "STARTED",
        startedAt: "2026-11-24T10:00:00.000Z",
        sourceServerIds: [DB],
        lagSeconds: { [DB]: 3 },
      },
    ]);
  });

  it("leaves out lags that are not known", () => {
    const { lagSeconds: _lagSeconds, ...server } = aPlannedServer();
    expect(withJob(aRun({ attempts: [] }), 1, aJob(), [server]).attempts[0]?.lagSeconds).toEqual({});
  });

  it("brings a known attempt up to date, and keeps its servers and lags: those at the start count", () => {
    const before = anAttempt({ status: "STARTED", sourceServerIds: [DB, WEB], lagSeconds: { [DB]: 7 } });
    const { completedAt: _completedAt, ...started } = before;
    const run = withJob(aRun({ attempts: [started] }), 1, aJob(), [aPlannedServer()]);
    expect(run.attempts).toEqual([anAttempt({ sourceServerIds: [DB, WEB], lagSeconds: { [DB]: 7 } })]);
  });

  it.each([
    { label: "is to be done for what a further attempt launches", attempt: 2, status: "NOT_STARTED" },
    { label: "stays done while a known attempt is brought up to date", attempt: 1, status: "COMPLETED" },
  ])("has a cleanup that $label", ({ attempt, status }) => {
    const cleaned = aRun({ cleanup: { status: "COMPLETED" } });
    expect(withJob(cleaned, attempt, aJob(), [aPlannedServer()]).cleanup).toEqual({ status });
  });

  it("keeps attempts in order", () => {
    const run = withJob(aRun({ attempts: [anAttempt({ attempt: 2 })] }), 1, aJob(), []);
    expect(run.attempts.map((attempt) => attempt.attempt)).toEqual([1, 2]);
  });
});

describe(withRecords.name, () => {
  it("puts a newer record in the place of an older one, in the plan's order", () => {
    const before = aRun({ plan: TWO, servers: [aFailedServer(), aServer()] });
    const launched = aServer({ sourceServerId: WEB, attempt: 2 });
    expect(withRecords(before, [launched], []).servers).toEqual([aServer(), launched]);
  });

  it("keeps a warning once", () => {
    expect(withRecords(aRun({ warnings: ["a"] }), [], ["b", "a", "b"]).warnings).toEqual(["a", "b"]);
  });
});

describe(judgementOf.name, () => {
  it("judges nothing before every server has a record", () => {
    expect(judgementOf(aRun({ plan: TWO }))).toBeUndefined();
  });

  it("judges under the intent as it is now", () => {
    const servers = [aServer(), aFailedServer()];
    const verdicts = ["100%", "50%"].map(
      (minimumLaunched) => judgementOf(aRun({ plan: TWO, servers, intent: anIntent({ minimumLaunched }) }))?.verdict,
    );
    expect(verdicts).toEqual(["FAILED", "DEGRADED"]);
  });

  it.each([
    { label: "were terminated", cleanup: { status: "COMPLETED" as const }, verdict: "PASSED" },
    { label: "are gone", cleanup: { status: "GONE" as const }, verdict: "PASSED" },
    { label: "run", cleanup: { status: "NOT_STARTED" as const }, verdict: "FAILED" },
  ])(
    "judges servers that $label at the level of their verdict where they can be verified no further",
    ({ cleanup, verdict }) => {
      const servers = [aServer({ verifiedTo: "running" })];
      const run = aRun({ servers, cleanup, judgedTo: "running", intent: anIntent({ success: "statusChecks" }) });
      expect(judgementOf(run)?.verdict).toBe(verdict);
    },
  );

  it("takes a failed server for failed whatever level can still be asked for", () => {
    const run = aRun({ servers: [aFailedServer({ verifiedTo: "launched" })], cleanup: { status: "GONE" } });
    expect(judgementOf(run)?.verdict).toBe("FAILED");
  });
});

describe(toOutputs.name, () => {
  it("keeps the first attempt's id for ever, and tells the last one's status", () => {
    const { completedAt: _completedAt, ...running } = anAttempt({
      attempt: 2,
      jobId: "drsjob-2",
      status: "STARTED",
      startedAt: "2026-11-24T11:00:00.000Z",
      sourceServerIds: [DB],
    });
    const first = anAttempt({ sourceServerIds: [DB] });
    const { servers, attempts, ...rest } = toOutputs(aRun({ attempts: [first, running] }), ["wait", "judge"]);
    expect(rest).toEqual({
      jobId: "drsjob-1",
      jobArn: jobArn("drsjob-1"),
      executionId: "e".repeat(32),
      account: "111122223333",
      region: "us-west-2",
      pending: ["wait", "judge"],
      status: "STARTED",
      startedAt: "2026-11-24T10:00:00.000Z",
      cleanup: { status: "NOT_STARTED" },
      warnings: [],
    });
    expect({ servers, attempts }).toEqual({ servers: [aServer()], attempts: [first, running] });
  });

  it("has a verdict and measures once nothing is to be judged", () => {
    const { verdict, recoveryTimeSeconds, recoveryPointSeconds, objectivesMet, completedAt } = toOutputs(aRun(), [
      "cleanup",
    ]);
    expect({ verdict, recoveryTimeSeconds, recoveryPointSeconds, objectivesMet, completedAt }).toEqual({
      verdict: "PASSED",
      recoveryTimeSeconds: 529,
      recoveryPointSeconds: 3,
      objectivesMet: undefined,
      completedAt: "2026-11-24T10:09:00.000Z",
    });
  });

  it("lists every planned server before any is judged: destroy and resume find them there", () => {
    expect(toOutputs(aRun({ plan: TWO, servers: [] }), ["wait", "judge"]).servers).toEqual(
      [
        { sourceServerId: DB, hostname: "db-1" },
        { sourceServerId: WEB, hostname: "web-1" },
      ].map((server) => ({
        ...server,
        impactLevel: "CRITICAL",
        launchConfiguration: { launchDisposition: "STARTED" },
        launchStatus: "PENDING",
        postLaunchActions: [],
        phases: [],
        attempt: 1,
      })),
    );
  });

  it("lists a server that an earlier attempt lost beside those that are recorded: none vanishes", () => {
    const { servers } = toOutputs(aRun({ plan: TWO, servers: [aServer()] }), ["wait", "judge"]);
    expect(servers.map(({ sourceServerId, launchStatus }) => [sourceServerId, launchStatus])).toEqual([
      [DB, "LAUNCHED"],
      [WEB, "PENDING"],
    ]);
  });

  it("has nothing to tell before the first job", () => {
    expect(() => toOutputs(aRun({ attempts: [] }), [])).toThrow(
      new Error("a wave has no outputs before its first job"),
    );
  });
});

describe(fromOutputs.name, () => {
  it("goes on from where outputs left off", () => {
    const run = aRun({ plan: TWO, servers: [aServer(), aFailedServer()], warnings: ["w"] });
    expect(fromOutputs(toOutputs(run, []), run.intent, run.plan)).toEqual({ ...run, judgedTo: "statusChecks" });
  });

  it("keeps a judged server whose launch status DRS left at PENDING: the failure is what was judged", () => {
    const servers = [aFailedServer({ sourceServerId: DB, launchStatus: "PENDING" })];
    const run = aRun({ servers });
    expect(fromOutputs(toOutputs(run, []), run.intent, run.plan).servers).toEqual(servers);
  });

  it("takes servers that were not judged for not judged", () => {
    const run = aRun({ plan: TWO, servers: [] });
    expect(fromOutputs(toOutputs(run, ["wait", "judge"]), run.intent, run.plan).servers).toEqual([]);
  });

  it("takes roles and impact levels from the program as it is now", () => {
    const plan = aPlan({ servers: [aPlannedServer({ role: "cache", impactLevel: "OPTIONAL" })] });
    const run = aRun({ servers: [aServer({ role: "database" })] });
    expect(fromOutputs(toOutputs(run, []), run.intent, plan).servers).toEqual([
      aServer({ role: "cache", impactLevel: "OPTIONAL" }),
    ]);
  });

  it("forgets what was seen of a server that can be verified further, now that the program asks for more", () => {
    const run = aRun({ servers: [aServer({ verifiedTo: "launched" })] });
    const asking = (success: "launched" | "running") =>
      fromOutputs(toOutputs(run, []), { ...run.intent, success }, run.plan);
    expect([asking("launched").servers.length, asking("running").servers.length]).toEqual([1, 0]);
  });

  it.each([
    { label: "failed", servers: [aFailedServer({ sourceServerId: DB })], cleanup: { status: "NOT_STARTED" as const } },
    { label: "is gone", servers: [aServer({ verifiedTo: "launched" })], cleanup: { status: "GONE" as const } },
  ])("keeps the record of a server that $label: another look shows nothing more", ({ servers, cleanup }) => {
    const run = aRun({ servers, cleanup });
    expect(fromOutputs(toOutputs(run, []), run.intent, run.plan).servers.length).toBe(1);
  });
});
