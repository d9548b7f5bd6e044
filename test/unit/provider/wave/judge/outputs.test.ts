import { describe, expect, it } from "vitest";
import { fromOutputs, toOutputs } from "../../../../../provider/src/wave/judge/outputs";
import { recordsOf } from "../../../../../provider/src/wave/run";
import { toWave } from "../../../../../provider/src/wave/wave";
import {
  ACCOUNT,
  aFailedServer,
  anAttempt,
  aPlannedServer,
  aRun,
  aServer,
  aWave,
  DB,
  inputs,
  jobArn,
  NONCE,
  outputs,
  REGION,
  WEB,
} from "../../factories";

const WEB_PLANNED = aPlannedServer({ sourceServerId: WEB, hostname: "web-1" });
/** Two servers, none of which is followed to its end. */
const TWO = [{ planned: aPlannedServer() }, { planned: WEB_PLANNED }];

describe(toOutputs.name, () => {
  it("keeps the first attempt's id whatever follows, and tells the last one's status", () => {
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
      executionId: aWave({ sourceServers: [{ sourceServerId: DB }] }).executionId,
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
      recoveryTimeSeconds: 600,
      recoveryPointSeconds: 3,
      objectivesMet: undefined,
      completedAt: "2026-11-24T10:09:00.000Z",
    });
  });

  it("lists every planned server before any is judged: destroy and resume find them there", () => {
    expect(toOutputs(aRun({ servers: TWO }), ["wait", "judge"]).servers).toEqual(
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
    const { servers } = toOutputs(
      aRun({ servers: [{ planned: aPlannedServer(), record: aServer() }, { planned: WEB_PLANNED }] }),
      ["wait", "judge"],
    );
    expect(servers.map(({ sourceServerId, launchStatus }) => ({ sourceServerId, launchStatus }))).toEqual([
      { sourceServerId: DB, launchStatus: "LAUNCHED" },
      { sourceServerId: WEB, launchStatus: "PENDING" },
    ]);
  });

  it("has nothing to tell before the first job", () => {
    expect(() => toOutputs(aRun({ attempts: [] }), [])).toThrow(
      new Error("a wave has no outputs before its first job"),
    );
  });
});

describe(fromOutputs.name, () => {
  it("has the servers as they were launched, with roles and levels as the program has them now", () => {
    const args = {
      tags: { a: "1" },
      sourceServers: [
        { sourceServerId: WEB, impactLevel: "OPTIONAL" as const },
        { sourceServerId: DB, role: "database", recoverySnapshotId: "pit-1" },
      ],
    };
    const wave = toWave(inputs(args), outputs());
    const { servers, ...rest } = fromOutputs(outputs(), wave);
    expect({ servers: servers.map(({ planned }) => planned), ...rest }).toEqual({
      wave,
      account: ACCOUNT,
      servers: [
        {
          sourceServerId: DB,
          hostname: "db-1",
          role: "database",
          impactLevel: "CRITICAL",
          recoverySnapshotId: "pit-1",
          launchConfiguration: { launchDisposition: "STARTED" },
        },
        {
          sourceServerId: WEB,
          hostname: "web-1",
          impactLevel: "OPTIONAL",
          launchConfiguration: { launchDisposition: "STARTED" },
        },
      ],
      attempts: outputs().attempts,
      warnings: [],
      cleanup: { status: "NOT_STARTED" },
    });
    const { executionId, isDrill, region, jobTags } = wave;
    expect({ executionId, isDrill, region, jobTags }).toEqual({
      executionId: "e".repeat(32),
      isDrill: true,
      region: REGION,
      jobTags: {
        a: "1",
        ExecutionId: "e".repeat(32),
        DrillNonce: NONCE,
        ExecutionType: "DRILL",
        ManagedBy: "DRS-Orchestration",
      },
    });
  });

  it("goes on from where outputs left off", () => {
    const run = aRun({ records: [aServer(), aFailedServer()], warnings: ["w"] });
    expect(fromOutputs(toOutputs(run, []), run.wave)).toEqual({ ...run, judgedTo: "statusChecks" });
  });

  it("keeps a judged server whose launch status DRS left at PENDING: the failure is what was judged", () => {
    const records = [aFailedServer({ sourceServerId: DB, launchStatus: "PENDING" })];
    const run = aRun({ records });
    expect(recordsOf(fromOutputs(toOutputs(run, []), run.wave))).toEqual(records);
  });

  it("takes servers that were not judged for not judged", () => {
    const run = aRun({ servers: TWO });
    expect(recordsOf(fromOutputs(toOutputs(run, ["wait", "judge"]), run.wave))).toEqual([]);
  });

  it("takes roles and impact levels from the program as it is now", () => {
    const run = aRun({ records: [aServer({ role: "database" })] });
    const sourceServers = [{ sourceServerId: DB, role: "cache", impactLevel: "OPTIONAL" as const }];
    expect(recordsOf(fromOutputs(toOutputs(run, []), aWave({ sourceServers })))).toEqual([
      aServer({ role: "cache", impactLevel: "OPTIONAL" }),
    ]);
  });

  it("takes no role from what was: the program says none any more", () => {
    const run = aRun({ records: [aServer({ role: "database" })] });
    expect(recordsOf(fromOutputs(toOutputs(run, []), aWave()))).toEqual([aServer()]);
  });

  it("forgets what was seen of a server that can be verified further, now that the program asks for more", () => {
    const run = aRun({ records: [aServer({ verifiedTo: "launched" })] });
    const asking = (success: "launched" | "running") =>
      recordsOf(fromOutputs(toOutputs(run, []), aWave({ success }))).length;
    expect({ launched: asking("launched"), running: asking("running") }).toEqual({ launched: 1, running: 0 });
  });

  it.each([
    { label: "failed", records: [aFailedServer({ sourceServerId: DB })], cleanup: { status: "NOT_STARTED" as const } },
    { label: "is gone", records: [aServer({ verifiedTo: "launched" })], cleanup: { status: "GONE" as const } },
  ])("keeps the record of a server that $label: another look shows nothing more", ({ records, cleanup }) => {
    const run = aRun({ records, cleanup });
    expect(recordsOf(fromOutputs(toOutputs(run, []), run.wave))).toEqual(records);
  });
});
