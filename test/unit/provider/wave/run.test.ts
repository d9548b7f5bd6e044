import { describe, expect, it } from "vitest";
import {
  newRun,
  planServer,
  recordsOf,
  serversOfAttempt,
  withJob,
  withPlanned,
  withRecords,
} from "../../../../provider/src/wave/run";
import {
  ACCOUNT,
  aDeclaredServer,
  aFailedServer,
  aJob,
  anAttempt,
  aPlannedServer,
  aRun,
  aRunningJob,
  aServer,
  aWave,
  DB,
  jobArn,
  WEB,
} from "../factories";

const WEB_PLANNED = aPlannedServer({ sourceServerId: WEB, hostname: "web-1" });
const TWO = [{ planned: aPlannedServer() }, { planned: WEB_PLANNED }];

describe(planServer.name, () => {
  it("is what the program says of the server, and what was seen of it", () => {
    const declared = aDeclaredServer({ role: "database", impactLevel: "OPTIONAL", recoverySnapshotId: "pit-1" });
    const known = { hostname: "db-1", launchConfiguration: { copyTags: true }, lagSeconds: 3 };
    expect(planServer(declared, known)).toStrictEqual({
      sourceServerId: DB,
      role: "database",
      impactLevel: "OPTIONAL",
      recoverySnapshotId: "pit-1",
      ...known,
    });
  });

  it("leaves out what nobody says", () => {
    expect(planServer(aDeclaredServer(), { launchConfiguration: {} })).toStrictEqual({
      sourceServerId: DB,
      impactLevel: "CRITICAL",
      launchConfiguration: {},
    });
  });
});

describe(newRun.name, () => {
  it("has its servers, without records, and no attempt yet", () => {
    const wave = aWave();
    expect(newRun(wave, ACCOUNT, [aPlannedServer(), WEB_PLANNED], ["w"])).toEqual({
      wave,
      account: ACCOUNT,
      servers: TWO,
      attempts: [],
      warnings: ["w"],
      cleanup: { status: "NOT_STARTED" },
    });
  });
});

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

  it("keeps when a known attempt began: a job is created once, whatever a later answer says", () => {
    const started = anAttempt({ status: "STARTED" });
    const later = aJob({ createdAt: Date.parse(started.startedAt ?? "") + 3_600_000 });
    const [attempt] = withJob(aRun({ attempts: [started] }), 1, later, [aPlannedServer()]).attempts;
    expect(attempt?.startedAt).toBe(started.startedAt);
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

describe(withPlanned.name, () => {
  it("plans the given servers anew, and keeps the others, the order and the records", () => {
    const before = aRun({ servers: [{ planned: aPlannedServer(), record: aServer() }, { planned: WEB_PLANNED }] });
    const again = { ...WEB_PLANNED, lagSeconds: 9 };
    expect(withPlanned(before, [again]).servers).toEqual([
      { planned: aPlannedServer(), record: aServer() },
      { planned: again },
    ]);
  });
});

describe(withRecords.name, () => {
  it("puts a newer record in the place of an older one, in the wave's order", () => {
    const before = aRun({ records: [aServer(), aFailedServer()] });
    const launched = aServer({ sourceServerId: WEB, attempt: 2 });
    expect(recordsOf(withRecords(before, [launched], []))).toEqual([aServer(), launched]);
  });

  it("keeps a warning once", () => {
    expect(withRecords(aRun({ warnings: ["a"] }), [], ["b", "a", "b"]).warnings).toEqual(["a", "b"]);
  });
});

describe(recordsOf.name, () => {
  it("has the records of the servers that are followed to their end", () => {
    expect(
      recordsOf(aRun({ servers: [{ planned: aPlannedServer() }, { planned: WEB_PLANNED, record: aServer() }] })),
    ).toEqual([aServer()]);
  });
});

describe(serversOfAttempt.name, () => {
  const both = anAttempt({ sourceServerIds: [DB, WEB], lagSeconds: { [DB]: 7 } });
  const second = anAttempt({ attempt: 2, jobId: "drsjob-2", sourceServerIds: [WEB] });

  it("has the lag that each server had when the attempt was started", () => {
    const { lagSeconds: _lag, ...unknown } = WEB_PLANNED;
    const run = aRun({ servers: [{ planned: aPlannedServer() }, { planned: unknown }], attempts: [both] });
    expect(serversOfAttempt(run, both)).toEqual([{ planned: aPlannedServer({ lagSeconds: 7 }) }, { planned: unknown }]);
  });

  it("leaves a server that was launched again to the later attempt", () => {
    const run = aRun({ servers: TWO, attempts: [both, second] });
    const ids = [both, second].map((each) => serversOfAttempt(run, each).map(({ planned }) => planned.sourceServerId));
    expect(ids).toEqual([[DB], [WEB]]);
  });
});
