import { describe, expect, it } from "vitest";
import type { Job } from "../../../../../provider/src/drs/types";
import type { TaggedInstance } from "../../../../../provider/src/ec2/types";
import { type EarlierLaunches, instancesInTheWay } from "../../../../../provider/src/wave/start/earlierInstances";
import { aJob, anObservedServer, aParticipant, aWave, DB, NONCE, SOURCE_SERVER_TAG, START, WEB } from "../../factories";

function facts(changes: Partial<EarlierLaunches> = {}): EarlierLaunches {
  return {
    wave: aWave(),
    launchJobs: [],
    liveInstances: [],
    now: START + 3600_000,
    ...changes,
  };
}

function aLiveInstance(changes: Partial<TaggedInstance> = {}): TaggedInstance {
  return { instanceId: "i-9", state: "running", launchedAt: START, tags: { [SOURCE_SERVER_TAG]: DB }, ...changes };
}

const SOURCE_SERVER_TAG_OF_DRS = "drs.amazonaws.com-source-server";
const JOB_TAG_OF_DRS = "drs.amazonaws.com-job";
/** Launched by a drill of the server before. */
const DRILLED = { lastLaunch: { jobId: "drsjob-1", type: "DRILL" } };
const aStrangersJob = (changes: Partial<Job> = {}) => aJob({ tags: {}, ...changes });
const byJobAlone = { liveInstances: [aLiveInstance({ tags: { [JOB_TAG_OF_DRS]: "drsjob-1" } })] };

const listed = (isDrill: boolean) => [{ recoveryInstanceId: "i-1", isDrill, jobId: "drsjob-1" }];
const RECOVERED = { lastLaunch: { jobId: "drsjob-1", type: "RECOVERY" } };

describe(instancesInTheWay.name, () => {
  it.each([
    { label: "nothing was launched", server: anObservedServer(), earlier: facts() },
    {
      label: "DRS lists an instance of this drill",
      server: anObservedServer({ recoveryInstances: listed(true) }),
      earlier: facts({ launchJobs: [aJob()] }),
    },
    {
      label: "EC2 shows an instance of this drill, which DRS lists too",
      server: anObservedServer({ recoveryInstances: listed(true) }),
      earlier: facts({ launchJobs: [aJob()], liveInstances: [aLiveInstance({ instanceId: "i-1" })] }),
    },
    {
      label: "EC2 shows an instance of another server",
      server: anObservedServer(),
      earlier: facts({ liveInstances: [aLiveInstance({ tags: { [SOURCE_SERVER_TAG]: WEB } })] }),
    },
    {
      label: "the server's id is in another tag",
      server: anObservedServer(),
      earlier: facts({ liveInstances: [aLiveInstance({ tags: { Other: DB } })] }),
    },
    {
      label: "EC2 shows an instance that DRS only manages, such as a replication server",
      server: anObservedServer(DRILLED),
      earlier: facts({ liveInstances: [aLiveInstance({ tags: { AWSElasticDisasterRecoveryManaged: "drs" } })] }),
    },
    {
      label: "EC2 shows an instance of the same job and another server",
      server: anObservedServer(DRILLED),
      earlier: facts({
        liveInstances: [aLiveInstance({ tags: { [JOB_TAG_OF_DRS]: "drsjob-1", [SOURCE_SERVER_TAG_OF_DRS]: WEB } })],
      }),
    },
    {
      label: "EC2 shows an instance of a job that did not launch the server last",
      server: anObservedServer(),
      earlier: facts(byJobAlone),
    },
    {
      label: "EC2 shows an instance of this drill's own job, by its job alone",
      server: anObservedServer(DRILLED),
      earlier: facts({ ...byJobAlone, launchJobs: [aJob()] }),
    },
    {
      label: "the last launch was a drill",
      server: anObservedServer({ lastLaunch: { jobId: "drsjob-1", type: "DRILL" } }),
      earlier: facts(),
    },
    {
      label: "the last launch was this wave's own recovery",
      server: anObservedServer(RECOVERED),
      earlier: facts({ launchJobs: [aJob()] }),
    },
  ])("finds nothing where $label", ({ server, earlier }) => {
    expect(instancesInTheWay(server, earlier)).toEqual([]);
  });

  it.each([
    {
      label: "an instance of somebody else's drill, with age and owner",
      server: anObservedServer({ recoveryInstances: listed(true) }),
      earlier: facts({ launchJobs: [aJob({ tags: { DrillNonce: "other", Wave: "web" } })] }),
      found: "has the recovery instance i-1 of another drill, launched 1h00m00s ago (DrillNonce=other, Wave=web)",
    },
    {
      label: "an instance of another drill of DrillWave's, with what the program called it and none of our own tags",
      server: anObservedServer({ recoveryInstances: listed(true) }),
      earlier: facts({
        launchJobs: [
          aJob({
            tags: {
              ManagedBy: "DRS-Orchestration",
              ExecutionId: "e",
              DrillNonce: "other",
              ExecutionType: "DRILL",
              ServerCount: "1",
              Attempt: "1",
              Judged: "PASSED",
              Wave: "web",
              RecoveryPlan: "orders",
              Team: "shop",
            },
          }),
        ],
      }),
      found:
        "has the recovery instance i-1 of another drill, launched 1h00m00s ago (DrillWave's, Wave=web, RecoveryPlan=orders, Team=shop)",
    },
    {
      label: "an instance whose job DRS has no longer: nobody knows whose it is",
      server: anObservedServer({ recoveryInstances: listed(true) }),
      earlier: facts(),
      found: "has the recovery instance i-1 of another drill",
    },
    {
      label: "a real recovery, and no owner in the pseudo-tag that DRS answers for an untagged job",
      server: anObservedServer({ recoveryInstances: listed(false) }),
      earlier: facts({ launchJobs: [aJob({ tags: { resourceArn: "arn:…" } })] }),
      found: "has the recovery instance i-1 of a recovery that is not a drill, launched 1h00m00s ago",
    },
    {
      label: "an instance that DRS lists no longer",
      server: anObservedServer(),
      earlier: facts({ liveInstances: [aLiveInstance()] }),
      found: `has the instance i-9 in EC2, which DRS no longer lists, launched 1h00m00s ago (${SOURCE_SERVER_TAG}=${DB})`,
    },
    {
      label: "an instance that DRS lists no longer, by DRS's own tag",
      server: anObservedServer(),
      earlier: facts({ liveInstances: [aLiveInstance({ tags: { [SOURCE_SERVER_TAG_OF_DRS]: DB } })] }),
      found: `has the instance i-9 in EC2, which DRS no longer lists, launched 1h00m00s ago (${SOURCE_SERVER_TAG_OF_DRS}=${DB})`,
    },
    {
      label: "an instance of the server by the job that launched nothing else",
      server: anObservedServer(DRILLED),
      earlier: facts({ ...byJobAlone, launchJobs: [aStrangersJob()] }),
      found: `has the instance i-9 in EC2, which DRS no longer lists, launched 1h00m00s ago (${JOB_TAG_OF_DRS}=drsjob-1)`,
    },
    {
      label: "an instance that may be the server's, by a job that launched others too",
      server: anObservedServer(DRILLED),
      earlier: facts({
        ...byJobAlone,
        launchJobs: [aStrangersJob({ servers: [aParticipant(), aParticipant({ sourceServerId: WEB })] })],
      }),
      found: `may have the instance i-9 in EC2, whose job launched it and whose server is not known, launched 1h00m00s ago (${JOB_TAG_OF_DRS}=drsjob-1)`,
    },
    {
      label: "an instance that may be the server's, by a job that DRS has no longer",
      server: anObservedServer(DRILLED),
      earlier: facts(byJobAlone),
      found: `may have the instance i-9 in EC2, whose job launched it and whose server is not known, launched 1h00m00s ago (${JOB_TAG_OF_DRS}=drsjob-1)`,
    },
    {
      label: "an instance of which DRS does not say the server",
      server: anObservedServer({
        recoveryInstances: [{ recoveryInstanceId: "i-1", isDrill: false, isServerUnknown: true }],
      }),
      earlier: facts(),
      found: "may have the recovery instance i-1 of a recovery that is not a drill",
    },
    {
      label: "an instance of which DRS does not say what launched it",
      server: anObservedServer({ recoveryInstances: [{ recoveryInstanceId: "i-1" }] }),
      earlier: facts(),
      found: "has the recovery instance i-1, of which is not known whether a drill made it",
    },
    {
      label: "an instance of this drill's own job of which DRS does not say that it is a drill's",
      server: anObservedServer({ recoveryInstances: [{ recoveryInstanceId: "i-1", jobId: "drsjob-1" }] }),
      earlier: facts({ launchJobs: [aStrangersJob({ tags: { DrillNonce: NONCE } })] }),
      found: `has the recovery instance i-1, launched 1h00m00s ago (DrillNonce=${NONCE}), of which is not known whether a drill made it`,
    },
    {
      label: "a drill's instance of which DRS does not say which job launched it",
      server: anObservedServer({ recoveryInstances: [{ recoveryInstanceId: "i-1", isDrill: true }] }),
      earlier: facts(),
      found: "has the recovery instance i-1 of another drill",
    },
    {
      label: "a last launch of which DRS does not say what it was",
      server: anObservedServer({ lastLaunch: { jobId: "drsjob-1", type: "unknown" } }),
      earlier: facts(),
      found: "was last launched with the type unknown, of which is not known whether it is a drill's (job drsjob-1)",
    },
    {
      label: "a last launch that was a recovery, whose instance cannot be seen: it may still run",
      server: anObservedServer(RECOVERED),
      earlier: facts({ launchJobs: [aJob({ tags: {} })] }),
      found: "was last launched for a recovery that is not a drill (job drsjob-1), launched 1h00m00s ago",
    },
    {
      label: "a last launch that was a recovery, whose job DRS has no longer",
      server: anObservedServer(RECOVERED),
      earlier: facts(),
      found: "was last launched for a recovery that is not a drill (job drsjob-1)",
    },
    {
      label: "a recovery by its instance alone where that can be seen",
      server: anObservedServer({ ...RECOVERED, recoveryInstances: listed(false) }),
      earlier: facts(),
      found: "has the recovery instance i-1 of a recovery that is not a drill",
    },
  ])("finds $label", ({ server, earlier, found }) => {
    expect(instancesInTheWay(server, earlier)).toEqual([`db-1 (${DB}) ${found}`]);
  });

  it("tells what DRS lists and what it does not", () => {
    const server = anObservedServer({ recoveryInstances: listed(false) });
    expect(instancesInTheWay(server, facts({ liveInstances: [aLiveInstance()] }))).toEqual([
      `db-1 (${DB}) has the recovery instance i-1 of a recovery that is not a drill`,
      `db-1 (${DB}) has the instance i-9 in EC2, which DRS no longer lists, launched 1h00m00s ago (${SOURCE_SERVER_TAG}=${DB})`,
    ]);
  });

  it("takes nothing for its own while the guard is not there yet: no job can be this wave's", () => {
    const server = anObservedServer({ recoveryInstances: listed(true) });
    const launchJobs = [aJob({ tags: { DrillNonce: "" } })];
    expect(instancesInTheWay(server, facts({ wave: aWave({ drillNonce: "" }), launchJobs }))).toEqual([
      `db-1 (${DB}) has the recovery instance i-1 of another drill, launched 1h00m00s ago (DrillNonce=)`,
    ]);
  });
});
