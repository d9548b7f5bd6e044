import { FailbackState } from "@aws-sdk/client-drs";
import { describe, expect, it } from "vitest";
import { FAILBACK_INACTIVE } from "../../../../../provider/src/drs/status";
import { CleanupIncompleteError } from "../../../../../provider/src/errors";
import { cleanUp } from "../../../../../provider/src/wave/end/cleanup";
import { withoutUndefined } from "../../../../../provider/src/withoutUndefined";
import {
  aJob,
  aLostAnswer,
  anUnreadableAnswer,
  aParticipant,
  aRecoveryInstance,
  aRefusal,
  aRunningJob,
  DB,
  jobArn,
  WEB,
} from "../../factories";
import { contextIn, type FakeWorld, fakeWorld, instanceIdOf } from "../../fakeWorld";

const DRILL = {
  jobs: [{ jobId: "drsjob-1", arn: jobArn("drsjob-1"), sourceServerIds: [DB, WEB] }],
  instanceIds: ["i-00000001"],
};

/** A drill that launched DB; its instance runs. */
function aWorldAfterTheDrill(instance: Parameters<typeof aRecoveryInstance>[0] = {}) {
  const world = fakeWorld();
  world.addJob(aJob());
  world.instances.push(aRecoveryInstance(instance));
  world.ec2Instances.set("i-00000001", { state: "running", launchedAt: 0 });
  return world;
}

/** The given look at one job, the first being 1, shows nothing. */
function hideOnce(world: FakeWorld, jobId: string, hidden: number): void {
  const list = world.drs.listJobs;
  let looks = 0;
  world.drs.listJobs = async (ids) => {
    if (ids?.[0] === jobId) {
      looks += 1;
    }
    return ids?.[0] === jobId && looks === hidden ? [] : list(ids);
  };
}

const terminations = (world: FakeWorld) => world.calls.filter((call) => call.startsWith("startTermination"));

describe(cleanUp.name, () => {
  it("terminates what the job launched, and waits until it is gone; marks nothing", async () => {
    const world = aWorldAfterTheDrill();
    const context = contextIn(world);
    expect(await cleanUp(context, DRILL)).toEqual({ status: "COMPLETED", jobId: "drsjob-2" });
    expect(world.countOf("tagJob")).toBe(0);
    expect(terminations(world)).toEqual(["startTermination i-00000001"]);
    expect(world.ec2Instances.get("i-00000001")?.state).toBe("terminated");
    expect(context.lines).toEqual(["keep terminating 1 recovery instance (job drsjob-2): i-00000001"]);
  });

  it("terminates nothing when DRS lists nothing and EC2 has forgotten it", async () => {
    const world = fakeWorld();
    world.addJob(aJob());
    expect(await cleanUp(contextIn(world), DRILL)).toEqual({ status: "COMPLETED" });
    expect(terminations(world)).toEqual([]);
  });

  it("waits for a running job first: DRS has no cancel, and shows no instance before the job's end", async () => {
    const world = fakeWorld();
    world.addJob(aRunningJob({ servers: [aParticipant({ launchStatus: "PENDING" })] }), 45_000);
    const context = contextIn(world);
    await cleanUp(context, { ...DRILL, instanceIds: [] });
    expect(terminations(world)).toEqual([`startTermination ${instanceIdOf("drsjob-1", DB)}`]);
    expect(context.lines[0]).toBe("show waiting: job drsjob-1 is still launching, and DRS cannot cancel it");
  });

  it("throws at the deadline while a job still runs, because what it launches will remain", async () => {
    const world = fakeWorld();
    world.addJob(aRunningJob(), 600_000);
    await expect(cleanUp(contextIn(world, 30), DRILL)).rejects.toThrow(
      new CleanupIncompleteError(["what job drsjob-1 launches"], "job drsjob-1 is STARTED at the deadline"),
    );
    expect(world.clock.sleeps).toEqual([10_000, 10_000, 10_000]);
  });

  it("waits for a running job that one look does not show: DescribeJobs is eventually consistent", async () => {
    const world = fakeWorld();
    world.addJob(aRunningJob({ servers: [aParticipant({ launchStatus: "PENDING" })] }), 45_000);
    hideOnce(world, "drsjob-1", 1);
    await cleanUp(contextIn(world), { ...DRILL, instanceIds: [] });
    world.clock.pass(60_000);
    world.jobs(); // what still ran would have launched by now
    expect(world.instances).toEqual([]);
  });

  it("waits for a TERMINATE job that one look does not show", async () => {
    const world = aWorldAfterTheDrill();
    hideOnce(world, "drsjob-2", 2);
    expect(await cleanUp(contextIn(world), DRILL)).toEqual({ status: "COMPLETED", jobId: "drsjob-2" });
    expect(terminations(world)).toEqual(["startTermination i-00000001"]);
  });

  it("takes a job that 7 looks in a row do not show for ended: DRS deletes no other", async () => {
    const world = aWorldAfterTheDrill();
    const list = world.drs.listJobs;
    world.drs.listJobs = async (ids) => (ids?.[0] === "drsjob-1" ? [] : list(ids));
    const context = contextIn(world);
    expect(await cleanUp(context, DRILL)).toEqual({ status: "COMPLETED", jobId: "drsjob-2" });
    expect(context.lines).toEqual(["keep terminating 1 recovery instance (job drsjob-2): i-00000001"]);
    expect(world.clock.sleeps.slice(0, 7)).toEqual(Array(7).fill(10_000));
  });

  it.each([
    { label: "by its end", job: { status: "NEW" }, drill: DRILL },
    {
      label: "by state",
      job: { status: "NEW", endedAt: undefined },
      drill: { ...DRILL, jobs: [{ jobId: "drsjob-1", ended: true }] },
    },
  ])("takes a job with a status that is not known for ended $label", async ({ job, drill }) => {
    const world = aWorldAfterTheDrill();
    const list = world.drs.listJobs;
    world.drs.listJobs = async (ids) =>
      (await list(ids)).map((each) => (each.jobId === "drsjob-1" ? withoutUndefined({ ...each, ...job }) : each));
    expect(await cleanUp(contextIn(world), drill)).toEqual({ status: "COMPLETED", jobId: "drsjob-2" });
  });

  it.each([
    { label: "denied", error: aRefusal("AccessDeniedException", "drs:DescribeJobLogItems") },
    { label: "gone", error: aRefusal("ResourceNotFoundException", "drs:DescribeJobLogItems") },
    { label: "unreadable each time", error: anUnreadableAnswer({ action: "drs:DescribeJobLogItems" }) },
  ])("ends what DRS lists although the job's log is $label", async ({ error }) => {
    const world = aWorldAfterTheDrill();
    world.drs.listJobLogItems = async () => {
      throw error;
    };
    const context = contextIn(world);
    expect(await cleanUp(context, DRILL)).toEqual({ status: "COMPLETED", jobId: "drsjob-2" });
    expect(context.lines[0]).toBe(
      `warn the log of job drsjob-1 could not be read, so its instances are those that DRS lists: ${error.message}`,
    );
  });

  it("fails with the log's own error when time ran out while it answered with pages that cannot be read", async () => {
    const world = aWorldAfterTheDrill();
    const error = anUnreadableAnswer({ action: "drs:DescribeJobLogItems", gaveUp: true });
    world.drs.listJobLogItems = async () => {
      throw error;
    };
    await expect(cleanUp(contextIn(world), DRILL)).rejects.toBe(error);
  });

  it("throws when no look shows the job until the deadline", async () => {
    const world = fakeWorld();
    await expect(cleanUp(contextIn(world, 15), DRILL)).rejects.toThrow(
      new CleanupIncompleteError(["what job drsjob-1 launches"], "job drsjob-1 is not shown by DRS at the deadline"),
    );
  });

  it.each([
    { label: "of another job", instance: { jobId: "drsjob-other" } },
    { label: "that is terminated already", instance: { ec2InstanceState: "TERMINATED" } },
  ])("leaves an instance $label alone", async ({ instance }) => {
    const world = aWorldAfterTheDrill(instance);
    await cleanUp(contextIn(world), { ...DRILL, instanceIds: [] });
    expect(terminations(world)).toEqual([]);
  });

  it("does not end, nor forget, an instance of its job that DRS calls no drill's", async () => {
    const world = aWorldAfterTheDrill({ isDrill: false });
    await expect(cleanUp(contextIn(world), DRILL)).rejects.toThrow("i-00000001 (DRS says that it is no drill's");
    expect(terminations(world)).toEqual([]);
  });

  it("names what it asked for when EC2 does not name what is alive", async () => {
    const world = aWorldAfterTheDrill();
    world.instances = [];
    const { listInstances } = world.ec2;
    world.ec2.listInstances = async (ids) => (await listInstances(ids)).map((each) => ({ ...each, instanceId: "" }));
    await expect(cleanUp(contextIn(world), DRILL)).rejects.toThrow(
      new CleanupIncompleteError(
        ["i-00000001", "i-00010001"],
        "DRS no longer lists them, but they are alive in EC2: aws ec2 terminate-instances --instance-ids i-00000001 i-00010001",
      ),
    );
  });

  it.each([...Object.values(FailbackState), "FAILBACK_OF_A_NEW_KIND"])(
    "treats an instance in failback state %s as AWS does",
    async (failbackState) => {
      const world = aWorldAfterTheDrill({ failbackState });
      const cleaning = cleanUp(contextIn(world), DRILL);
      if (!FAILBACK_INACTIVE.includes(failbackState)) {
        await expect(cleaning).rejects.toThrow(
          new CleanupIncompleteError(
            [`i-00000001 (${failbackState})`],
            "they are in failback, and instances in failback are left alone",
          ),
        );
        expect(terminations(world)).toEqual([]);
      } else {
        expect(await cleaning).toEqual({ status: "COMPLETED", jobId: "drsjob-2" });
      }
    },
  );

  it("terminates the others before it refuses for one that is in failback", async () => {
    const world = aWorldAfterTheDrill({ failbackState: "FAILBACK_IN_PROGRESS" });
    world.instances.push(aRecoveryInstance({ recoveryInstanceId: "i-00000002", sourceServerId: WEB }));
    await expect(cleanUp(contextIn(world), DRILL)).rejects.toThrow(
      new CleanupIncompleteError(
        ["i-00000001 (FAILBACK_IN_PROGRESS)"],
        "they are in failback, and instances in failback are left alone",
      ),
    );
    expect(world.instances.map(({ recoveryInstanceId }) => recoveryInstanceId)).toEqual(["i-00000001"]);
  });

  it("says how to end an instance that lives in EC2 although DRS lists it no longer", async () => {
    const world = aWorldAfterTheDrill();
    world.instances = [];
    await expect(cleanUp(contextIn(world), DRILL)).rejects.toThrow(
      new CleanupIncompleteError(
        ["i-00000001"],
        "DRS no longer lists them, but they are alive in EC2: aws ec2 terminate-instances --instance-ids i-00000001",
      ),
    );
    // DRS and EC2 are eventually consistent: eight looks at the one, four at the other.
    expect(world.clock.sleeps).toEqual(Array(9).fill(10_000));
  });

  it("finds by the job's log an instance that state does not know", async () => {
    const world = fakeWorld();
    world.addJob(aJob());
    const id = instanceIdOf("drsjob-1", DB);
    world.ec2Instances.set(id, { state: "running", launchedAt: 0 });
    world.drs.listJobLogItems = async () => [{ at: 0, event: "LAUNCH_END", sourceServerId: DB, targetInstanceId: id }];
    await expect(cleanUp(contextIn(world), { ...DRILL, instanceIds: [] })).rejects.toThrow(
      new CleanupIncompleteError(
        [id],
        `DRS no longer lists them, but they are alive in EC2: aws ec2 terminate-instances --instance-ids ${id}`,
      ),
    );
  });

  it("waits for an instance that is shutting down", async () => {
    const world = aWorldAfterTheDrill();
    world.instances = [];
    const states = [...Array(6).fill("shutting-down"), "terminated"];
    world.ec2.listInstances = async () => [{ instanceId: "i-00000001", state: states.shift() ?? "terminated" }];
    const context = contextIn(world);
    await cleanUp(context, DRILL);
    expect(context.lines).toEqual(Array(5).fill("show 1/2 terminated"));
  });

  it("throws when an instance is shutting down still at the deadline", async () => {
    const world = aWorldAfterTheDrill();
    world.instances = [];
    world.ec2.listInstances = async () => [{ instanceId: "i-00000001", state: "shutting-down" }];
    await expect(cleanUp(contextIn(world, 25), DRILL)).rejects.toThrow(
      new CleanupIncompleteError(["i-00000001"], "last seen shutting down at the deadline"),
    );
    expect(world.clock.sleeps).toEqual([10_000, 10_000, 5_000]);
  });

  it.each([
    { label: "a conflict", failure: aRefusal("ConflictException", "drs:TerminateRecoveryInstances") },
    { label: "the quota", failure: aRefusal("ServiceQuotaExceededException", "drs:TerminateRecoveryInstances") },
    { label: "throttling", failure: aRefusal("ThrottlingException", "drs:TerminateRecoveryInstances") },
    { label: "a lost answer", failure: aLostAnswer("drs:TerminateRecoveryInstances") },
  ])("tries again after $label", async ({ failure }) => {
    const world = aWorldAfterTheDrill();
    world.failures.startTermination = [failure];
    const context = contextIn(world);
    expect(await cleanUp(context, DRILL)).toEqual({ status: "COMPLETED", jobId: "drsjob-2" });
    expect(context.lines[0]).toBe(`show waiting: ${failure.message}`);
    expect(terminations(world).length).toBe(2);
  });

  it("waits for another job that holds the server", async () => {
    const world = aWorldAfterTheDrill();
    world.addJob(aRunningJob({ jobId: "drsjob-other", tags: {}, type: "TERMINATE" }), 25_000);
    expect(await cleanUp(contextIn(world), DRILL)).toEqual({ status: "COMPLETED", jobId: "drsjob-3" });
    expect(world.clock.sleeps.slice(0, 3)).toEqual([10_000, 10_000, 10_000]);
  });

  it("throws at the deadline while a conflict lasts", async () => {
    const world = aWorldAfterTheDrill();
    const conflict = aRefusal("ConflictException", "drs:TerminateRecoveryInstances");
    world.failures.startTermination = Array(99).fill(conflict);
    await expect(cleanUp(contextIn(world, 15), DRILL)).rejects.toThrow(
      new CleanupIncompleteError(["i-00000001"], conflict.message),
    );
    expect(world.clock.sleeps).toEqual([10_000, 5_000]);
  });

  it("says what may remain when the deadline passes before the first look at instances succeeds", async () => {
    const world = aWorldAfterTheDrill();
    const cut = aLostAnswer("drs:DescribeRecoveryInstances");
    world.drs.listRecoveryInstances = async () => {
      await world.clock.sleep(20_000);
      throw cut;
    };
    await expect(cleanUp(contextIn(world, 15), DRILL)).rejects.toThrow(
      new CleanupIncompleteError(["what job drsjob-1 launched"], cut.message),
    );
  });

  it("throws at once for a refusal that no wait lifts", async () => {
    const world = aWorldAfterTheDrill();
    const denied = aRefusal("AccessDeniedException", "drs:TerminateRecoveryInstances");
    world.failures.startTermination = [denied];
    await expect(cleanUp(contextIn(world), DRILL)).rejects.toThrow(
      new CleanupIncompleteError(["i-00000001"], `${denied.message}. Fix: Grant drs:TerminateRecoveryInstances`),
    );
    expect(world.clock.sleeps).toEqual([]);
  });

  it("throws when three TERMINATE jobs have left an instance listed", async () => {
    const world = aWorldAfterTheDrill();
    const list = world.drs.listRecoveryInstances;
    world.drs.listRecoveryInstances = async (ids) => {
      await list(ids);
      return [aRecoveryInstance()];
    };
    await expect(cleanUp(contextIn(world), DRILL)).rejects.toThrow(
      new CleanupIncompleteError(["i-00000001"], "DRS still lists them after 3 TERMINATE jobs"),
    );
    expect(terminations(world).length).toBe(3);
  });

  it("says DRS's own reason for what is left, and the command that lifts it", async () => {
    const world = aWorldAfterTheDrill();
    world.drs.listRecoveryInstances = async () => [aRecoveryInstance()];
    const message = "OperationNotPermitted: the instance 'i-00000001' may not be terminated: 'disableApiTermination'";
    const { listJobLogItems } = world.drs;
    world.drs.listJobLogItems = async (id) =>
      id === "drsjob-4" ? [{ event: "CLEANUP_FAIL", sourceServerId: DB, message }] : listJobLogItems(id);
    await expect(cleanUp(contextIn(world), DRILL)).rejects.toThrow(
      new CleanupIncompleteError(
        ["i-00000001"],
        `DRS still lists them after 3 TERMINATE jobs; job drsjob-4 says ${DB}: CLEANUP_FAIL: ${message}. ` +
          "Fix: aws ec2 modify-instance-attribute --instance-id i-00000001 --no-disable-api-termination",
      ),
    );
  });

  it("says so when that reason cannot be read", async () => {
    const world = aWorldAfterTheDrill();
    world.drs.listRecoveryInstances = async () => [aRecoveryInstance()];
    const denied = aRefusal("AccessDeniedException", "drs:DescribeJobLogItems");
    const { listJobLogItems } = world.drs;
    world.drs.listJobLogItems = async (id) => {
      if (id === "drsjob-4") {
        throw denied;
      }
      return listJobLogItems(id);
    };
    await expect(cleanUp(contextIn(world), DRILL)).rejects.toThrow(
      new CleanupIncompleteError(
        ["i-00000001"],
        `DRS still lists them after 3 TERMINATE jobs; the log of job drsjob-4 could not be read: ${denied.message}`,
      ),
    );
  });

  it("finds by its job an instance of a server that no list names", async () => {
    const world = aWorldAfterTheDrill({ sourceServerId: WEB });
    world.drs.listJobLogItems = async () => [];
    expect(await cleanUp(contextIn(world), { ...DRILL, instanceIds: [] })).toEqual({
      status: "COMPLETED",
      jobId: "drsjob-2",
    });
    expect(world.ec2Instances.get("i-00000001")?.state).toBe("terminated");
  });

  it.each([
    { label: "no server and has no log", servers: [] },
    { label: "a server as LAUNCHED, and names no instance", servers: [aParticipant()] },
  ])(
    "does not take one look that lists nothing for nothing launched when the job lists $label",
    async ({ servers }) => {
      const world = fakeWorld();
      world.addJob(aJob({ servers }));
      world.drs.listJobLogItems = async () => [];
      const list = world.drs.listRecoveryInstances;
      let looks = 0;
      world.drs.listRecoveryInstances = async (ids) => {
        looks += 1;
        return looks === 3 ? [aRecoveryInstance()] : list(ids);
      };
      world.ec2Instances.set("i-00000001", { state: "terminated", launchedAt: 0 });
      await cleanUp(contextIn(world), { ...DRILL, instanceIds: [] });
      expect(terminations(world)).toEqual(["startTermination i-00000001"]);
    },
  );

  it("believes after seven looks that a job which says nothing launched nothing", async () => {
    const world = fakeWorld();
    world.addJob(aJob({ servers: [] }));
    expect(await cleanUp(contextIn(world), { ...DRILL, instanceIds: [] })).toEqual({ status: "COMPLETED" });
    expect(world.countOf("listRecoveryInstances")).toBe(7);
  });

  it("terminates nothing that DRS does not call a drill's, and names it as left", async () => {
    const world = aWorldAfterTheDrill();
    const { isDrill: _isDrill, ...unknown } = aRecoveryInstance();
    world.instances = [unknown];
    await expect(cleanUp(contextIn(world), DRILL)).rejects.toThrow(
      "Cleaning up recovery instances: i-00000001 (DRS does not say that it is a drill's) remain",
    );
    expect(terminations(world)).toEqual([]);
  });

  it("warns of what it leaves running because it is somebody else's now", async () => {
    const world = aWorldAfterTheDrill({ jobId: "drsjob-other" });
    const context = contextIn(world);
    await cleanUp(context, DRILL);
    expect(context.lines).toEqual(["warn left running: i-00000001, because DRS lists it for job drsjob-other"]);
  });

  it("cleans up the jobs of every attempt", async () => {
    const world = aWorldAfterTheDrill();
    world.addJob(aJob({ jobId: "drsjob-2", servers: [aParticipant({ sourceServerId: WEB })] }));
    world.instances.push(
      aRecoveryInstance({ recoveryInstanceId: "i-00000002", jobId: "drsjob-2", sourceServerId: WEB }),
    );
    const jobs = ["drsjob-1", "drsjob-2"].map((jobId) => ({ jobId, arn: jobArn(jobId), sourceServerIds: [DB, WEB] }));
    await cleanUp(contextIn(world), { jobs, instanceIds: [] });
    expect(terminations(world)).toEqual(["startTermination i-00000001,i-00000002"]);
  });

  it("asks nothing about servers when there are none: an empty filter would list everybody's", async () => {
    const world = fakeWorld();
    expect(await cleanUp(contextIn(world), { jobs: [], instanceIds: [] })).toEqual({ status: "COMPLETED" });
    expect(world.calls).toEqual([]);
  });
});
