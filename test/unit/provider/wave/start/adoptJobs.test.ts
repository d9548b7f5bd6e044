import { describe, expect, it } from "vitest";
import { executionIdOf } from "../../../../../provider/src/wave/plan";
import type { OwnJob } from "../../../../../provider/src/wave/start/adoption";
import { adoptJobs, judgedBefore, withAdopted } from "../../../../../provider/src/wave/start/adoptJobs";
import type { WaveRequest } from "../../../../../provider/src/wave/waveRequest";
import {
  ACCOUNT,
  APP,
  aJob,
  anAttempt,
  anIntent,
  anObservation,
  aParticipant,
  aPlan,
  aPlannedServer,
  aRun,
  aRunningJob,
  DB,
  NONCE,
  REGION,
  WEB,
} from "../../factories";
import { contextIn, fakeWorld } from "../../fakeWorld";

const BOTH = [aParticipant(), aParticipant({ sourceServerId: WEB })];
const FIRST: OwnJob = { job: aJob({ servers: BOTH }), attempt: 1 };
const SECOND: OwnJob = { job: aRunningJob({ jobId: "drsjob-2", servers: BOTH.slice(1) }), attempt: 2 };

const aRequest = (changes: Partial<WaveRequest> = {}): WaveRequest => ({
  intent: anIntent(),
  drillNonce: NONCE,
  sourceServerIds: [DB, WEB],
  ...changes,
});
const adopt = (request: WaveRequest, own: readonly OwnJob[] = [FIRST]) =>
  adoptJobs(contextIn(fakeWorld()), request, own);
const line = (jobId: string, attempt: number) =>
  `keep adopts recovery job ${jobId} (attempt ${attempt}), started 2026-11-24T10:00:00.000Z: it was in no state. ` +
  "`pulumi refresh --clear-pending-creates` clears what the engine notes of the interrupted operation";

describe(adoptJobs.name, () => {
  it("is the run that the job is: place and servers are read off the job", () => {
    const executionId = executionIdOf(anIntent(), NONCE, REGION);
    const run = adopt(aRequest());
    expect(run).toEqual({
      intent: anIntent(),
      plan: {
        executionId,
        isDrill: true,
        account: ACCOUNT,
        region: REGION,
        servers: [DB, WEB].map((sourceServerId) => ({
          sourceServerId,
          impactLevel: "CRITICAL",
          launchConfiguration: {},
        })),
        tags: {
          ExecutionId: executionId,
          DrillNonce: NONCE,
          ExecutionType: "DRILL",
          ManagedBy: "DRS-Orchestration",
        },
      },
      attempts: [anAttempt()],
      servers: [],
      warnings: [],
      cleanup: { status: "NOT_STARTED" },
    });
  });

  it("knows of the servers what the program says and check saw, but no lag: that of now is not that before the launch", () => {
    const sourceServers = [
      { sourceServerId: DB, role: "database", recoverySnapshotId: "pit-1" },
      { sourceServerId: WEB, impactLevel: "OPTIONAL" as const },
    ];
    const run = adopt(aRequest({ intent: anIntent({ sourceServers }), judged: anObservation() }));
    const launchConfiguration = { targetInstanceTypeRightSizingMethod: "NONE", launchDisposition: "STARTED" };
    expect(run.plan.servers).toEqual([
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
    const intent = { selector: { tags: { Tier: "web" }, role: "web" } };
    const run = adopt(aRequest({ intent, sourceServerIds: [DB, WEB, APP] }));
    expect(run.plan.servers.map(({ sourceServerId, role }) => [sourceServerId, role])).toEqual([
      [DB, "web"],
      [WEB, "web"],
    ]);
    expect(run.warnings).toEqual([`${APP} match the selector now, but are not in the adopted job`]);
  });

  it("keeps a server of the job that the selector matches no longer: it was launched", () => {
    const run = adopt(aRequest({ sourceServerIds: [DB] }));
    expect([run.plan.servers.map(({ sourceServerId }) => sourceServerId), run.warnings]).toEqual([[DB, WEB], []]);
  });

  it("has every attempt, each with its own servers", () => {
    const run = adopt(aRequest(), [FIRST, SECOND]);
    expect(run.attempts.map(({ jobId, status, sourceServerIds }) => [jobId, status, sourceServerIds])).toEqual([
      ["drsjob-1", "COMPLETED", [DB, WEB]],
      ["drsjob-2", "STARTED", [WEB]],
    ]);
    expect(run.plan.servers.length).toBe(2);
  });
});

describe(withAdopted.name, () => {
  it("adds the attempts to the run, says so of each, and leaves what the run knows", () => {
    const context = contextIn(fakeWorld());
    const plan = aPlan({ servers: [aPlannedServer(), aPlannedServer({ sourceServerId: WEB })] });
    const run = withAdopted(context, aRun({ plan, attempts: [anAttempt()] }), [SECOND]);
    expect(
      run.attempts.map(({ attempt, sourceServerIds, lagSeconds }) => [attempt, sourceServerIds, lagSeconds]),
    ).toEqual([
      [1, [DB, WEB], {}],
      [2, [WEB], {}],
    ]);
    expect([run.servers.length, context.lines]).toEqual([1, [line("drsjob-2", 2)]]);
  });

  it("has a cleanup to do for what a further attempt launched", () => {
    const run = aRun({ cleanup: { status: "COMPLETED" } });
    expect(withAdopted(contextIn(fakeWorld()), run, [SECOND]).cleanup).toEqual({ status: "NOT_STARTED" });
  });
});

describe(judgedBefore.name, () => {
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
    expect(judgedBefore(own)).toBe(verdict);
  });
});
