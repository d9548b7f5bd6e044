import { describe, expect, it } from "vitest";
import { type LostRecord, recordFromJob } from "../../../../../provider/src/wave/judge/lostRecord";
import { aJob, aLog, aLogItem, aParticipant, aPlannedServer, aWave, DB, START, WEB } from "../../factories";

const aLostRecord = (changes: Partial<LostRecord> = {}): LostRecord => ({
  wave: aWave(),
  verdict: "PASSED",
  attempt: 1,
  ...changes,
});
const ENDED = { job: aJob(), log: [...aLog(WEB), ...aLog()] };
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();

/** An ended job in which DB did not launch. */
const failedWith = (launchStatus: string, ...log: ReturnType<typeof aLogItem>[]) => ({
  job: aJob({ servers: [aParticipant({ launchStatus })] }),
  log,
});

describe(recordFromJob.name, () => {
  it("has what the job tells of a server, its phases and its settings as check saw them, and no measure", () => {
    expect(recordFromJob(aPlannedServer({ role: "database" }), ENDED, aLostRecord({ attempt: 2 }))).toStrictEqual({
      sourceServerId: DB,
      hostname: "db-1",
      role: "database",
      impactLevel: "CRITICAL",
      launchStatus: "LAUNCHED",
      launchConfiguration: { launchDisposition: "STARTED" },
      verifiedTo: "statusChecks",
      postLaunchActions: [],
      phases: [
        { name: "SNAPSHOT", startedAt: at(0.4), endedAt: at(0.6) },
        { name: "CONVERSION", startedAt: at(52), endedAt: at(226) },
        { name: "LAUNCH", startedAt: at(226.5), endedAt: at(529) },
      ],
      attempt: 2,
    });
  });

  it.each([
    { verdict: "PASSED", success: "statusChecks" as const, verifiedTo: "statusChecks" },
    { verdict: "PASSED", success: "running" as const, verifiedTo: "running" },
    { verdict: "DEGRADED", success: "statusChecks" as const, verifiedTo: "launched" },
    { verdict: "FAILED", success: "running" as const, verifiedTo: "launched" },
    { verdict: "WHAT_SOMEBODY_WROTE", success: "running" as const, verifiedTo: "launched" },
  ])(
    "is verified to $verifiedTo for a drill that asks for $success and was judged $verdict",
    ({ verdict, success, verifiedTo }) => {
      const record = recordFromJob(aPlannedServer(), ENDED, aLostRecord({ verdict, wave: aWave({ success }) }));
      expect({ verifiedTo: record.verifiedTo, failure: record.failure }).toEqual({ verifiedTo, failure: undefined });
    },
  );

  it.each(["PENDING", "IN_PROGRESS"])(
    "counts a server that the job lists as %s and whose launch is logged",
    (launchStatus) => {
      const record = recordFromJob(
        aPlannedServer(),
        failedWith(launchStatus, aLogItem("LAUNCH_END", 9)),
        aLostRecord(),
      );
      expect({ verifiedTo: record.verifiedTo, failure: record.failure }).toEqual({
        verifiedTo: "statusChecks",
        failure: undefined,
      });
    },
  );

  it.each([
    {
      label: "its launch status where that speaks against what is logged",
      ended: failedWith("FAILED", aLogItem("LAUNCH_END", 9)),
      launchStatus: "FAILED",
      failure: { event: "NOT_LAUNCHED", message: "its launch status is FAILED" },
    },
    {
      label: "DRS's reason",
      ended: failedWith("FAILED", aLogItem("LAUNCH_FAILED", 9, { message: "no capacity" })),
      launchStatus: "FAILED",
      failure: { event: "LAUNCH_FAILED", message: "no capacity" },
    },
    {
      label: "its launch status where DRS gives no reason",
      ended: failedWith("PENDING", aLogItem("SERVER_SKIPPED", 9)),
      launchStatus: "PENDING",
      failure: { event: "SERVER_SKIPPED", message: "its launch status is PENDING" },
    },
    {
      label: "its launch status where the log has no end",
      ended: failedWith("FAILED"),
      launchStatus: "FAILED",
      failure: { event: "NOT_LAUNCHED", message: "its launch status is FAILED" },
    },
    {
      label: "that it is not part of the job",
      ended: { job: aJob({ servers: [] }), log: [] },
      launchStatus: "unknown",
      failure: { event: "NOT_LAUNCHED", message: "its launch status is unknown" },
    },
  ])("tells of a server that did not launch $label", ({ ended, launchStatus, failure }) => {
    const record = recordFromJob(aPlannedServer(), ended, aLostRecord());
    expect({ launchStatus: record.launchStatus, verifiedTo: record.verifiedTo, failure: record.failure }).toEqual({
      launchStatus,
      verifiedTo: undefined,
      failure,
    });
  });
});
