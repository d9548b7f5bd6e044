import { describe, expect, it } from "vitest";
import { WaitTimeoutError } from "../../../../../provider/src/errors";
import { verifyServers } from "../../../../../provider/src/wave/follow/verifyServers";
import {
  aJob,
  aLog,
  aLostAnswer,
  aParticipant,
  aPlannedServer,
  aRecoveryInstance,
  DB,
  START,
  WEB,
} from "../../factories";
import { contextIn, fakeWorld } from "../../fakeWorld";

const SERVERS = [aPlannedServer(), aPlannedServer({ sourceServerId: WEB, hostname: "web-1" })];

/** A world whose clock stands at the end of a job that launched both servers. */
function anEndedDrill() {
  const world = fakeWorld();
  const job = aJob({ servers: [aParticipant(), aParticipant({ sourceServerId: WEB })] });
  world.addJob(job);
  for (const [id, sourceServerId] of [
    ["i-00000001", DB],
    ["i-00000002", WEB],
  ] as const) {
    world.instances.push(aRecoveryInstance({ recoveryInstanceId: id, ec2InstanceId: id, sourceServerId }));
    world.ec2Instances.set(id, { state: "running", launchedAt: START });
  }
  world.clock.pass(540_000);
  return { world, ended: { job, log: [...aLog(DB), ...aLog(WEB)] } };
}

describe(verifyServers.name, () => {
  it("is done with every server at the first look when all checks are ok, in the order of the wave", async () => {
    const { world, ended } = anEndedDrill();
    const verified = await verifyServers(contextIn(world), ended, SERVERS, "statusChecks");
    expect(
      verified.map(({ server, verification, facts }) => ({
        server: server.sourceServerId,
        verifiedTo: verification.verifiedTo,
        at: facts.now,
      })),
    ).toEqual([
      { server: DB, verifiedTo: "statusChecks", at: START + 540_000 },
      { server: WEB, verifiedTo: "statusChecks", at: START + 540_000 },
    ]);
    expect(world.clock.sleeps).toEqual([]);
  });

  it("looks again, one poll interval apart, only at servers that are not done", async () => {
    const { world, ended } = anEndedDrill();
    const { listInstanceStatuses } = world.ec2;
    const asked: (readonly string[])[] = [];
    world.ec2.listInstanceStatuses = async (ids) => {
      asked.push(ids);
      const statuses = await listInstanceStatuses(ids);
      return asked.length < 3 ? statuses.filter((status) => status.instanceId !== "i-00000002") : statuses;
    };
    const context = contextIn(world);
    const verified = await verifyServers(context, ended, SERVERS, "statusChecks");
    expect(verified.map(({ facts }) => facts.now - START)).toEqual([540_000, 560_000]);
    expect(asked).toEqual([["i-00000001", "i-00000002"], ["i-00000002"], ["i-00000002"]]);
    expect(context.lines).toEqual(Array(2).fill("show 1/2 verified to statusChecks"));
  });

  it("asks EC2 for no status checks where launched is enough", async () => {
    const { world, ended } = anEndedDrill();
    world.ec2.listInstanceStatuses = async () => {
      throw new Error("was asked");
    };
    const verified = await verifyServers(contextIn(world), ended, SERVERS, "launched");
    expect(verified.map(({ verification }) => verification.verifiedTo)).toEqual(["launched", "launched"]);
  });

  it("judges an instance of another job for nothing", async () => {
    const { world, ended } = anEndedDrill();
    world.instances = [aRecoveryInstance({ jobId: "drsjob-older" })];
    world.clock.pass(600_000);
    const [db] = await verifyServers(contextIn(world), ended, [aPlannedServer()], "launched");
    expect(db?.verification.failure).toEqual({
      event: "INSTANCE_MISSING",
      message: "DRS reports LAUNCHED, but lists no recovery instance of this job",
    });
  });

  it("follows post-launch actions that go on after the job has ended", async () => {
    const { world, ended } = anEndedDrill();
    const running = {
      ...ended.job,
      servers: [aParticipant({ postLaunchActions: [{ name: "a", status: "IN_PROGRESS" }] })],
    };
    const succeeded = {
      ...ended.job,
      servers: [aParticipant({ postLaunchActions: [{ name: "a", status: "SUCCEEDED" }] })],
    };
    world.drs.listJobs = async () => [succeeded];
    const [db] = await verifyServers(
      contextIn(world),
      { job: running, log: ended.log },
      [aPlannedServer()],
      "launched",
    );
    expect(db?.facts.participant?.postLaunchActions).toEqual([{ name: "a", status: "SUCCEEDED" }]);
    expect(world.clock.sleeps).toEqual([10_000]);
  });

  describe("at the deadline", () => {
    const CHECKS = "EC2's status checks: system ok, instance initializing";
    const timeout = (seen: string) =>
      new WaitTimeoutError("the servers of job drsjob-1 to reach statusChecks", "all of them done", seen, 25);

    it("throws, and says what it saw last of every server that is not done", async () => {
      const { world, ended } = anEndedDrill();
      world.statusChecks = { system: "ok", instance: "initializing" };
      await expect(verifyServers(contextIn(world, 25), ended, SERVERS, "statusChecks")).rejects.toThrow(
        timeout(`db-1 (${DB}): ${CHECKS}; web-1 (${WEB}): ${CHECKS}`),
      );
      expect(world.clock.sleeps).toEqual([10_000, 10_000, 5_000]);
    });

    it("names no server that is done, and says of each other what it waits for", async () => {
      const { world, ended } = anEndedDrill();
      world.instances = world.instances.filter(({ sourceServerId }) => sourceServerId === DB);
      await expect(verifyServers(contextIn(world, 25), ended, SERVERS, "statusChecks")).rejects.toThrow(
        timeout(`web-1 (${WEB}): launched, but DRS lists no recovery instance yet`),
      );
    });

    it("throws the timeout also when the request of its last look is cut", async () => {
      const { world, ended } = anEndedDrill();
      world.statusChecks = { system: "ok", instance: "initializing" };
      const cut = aLostAnswer("drs:DescribeRecoveryInstances");
      world.failures.listRecoveryInstances = [undefined, undefined, undefined, cut];
      await expect(verifyServers(contextIn(world, 25), ended, SERVERS, "statusChecks")).rejects.toThrow(
        timeout(`db-1 (${DB}): ${CHECKS}; web-1 (${WEB}): ${CHECKS}, then ${cut.message}`),
      );
    });
  });
});
