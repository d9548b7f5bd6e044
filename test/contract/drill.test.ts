import {
  DeleteJobCommand,
  DeleteRecoveryInstanceCommand,
  DescribeJobLogItemsCommand,
  DescribeJobsCommand,
  DescribeRecoveryInstancesCommand,
  DescribeRecoverySnapshotsCommand,
  DescribeSourceServersCommand,
  DisconnectRecoveryInstanceCommand,
  InitializeServiceCommand,
  type Job,
  ListTagsForResourceCommand,
  StartRecoveryCommand,
  type StartRecoveryCommandInput,
  TagResourceCommand,
  TerminateRecoveryInstancesCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-drs";
import { DescribeInstanceStatusCommand, DescribeInstancesCommand } from "@aws-sdk/client-ec2";
import { afterEach, describe, expect, it } from "vitest";
import type { WorldFile } from "../../simulator/src/index";
import { type Endpoint, first, openEndpoint, REMOTE, refusalOf } from "./endpoint";

const ONE = "s-0123456789abcdef1";
const TWO = "s-0123456789abcdef2";
const HELD = "One or more of the Source Servers included in API call are currently being processed by a Job";

const twoServers: WorldFile = { sourceServers: [{ sourceServerID: ONE }, { sourceServerID: TWO }] };

// Launching in AWS costs money and cleans up whatever ran before, so these run in the simulator alone: see README.md.
describe.runIf(!REMOTE)("a drill", () => {
  let at: Endpoint;

  afterEach(() => at.close());

  async function open(world: WorldFile = twoServers): Promise<void> {
    at = await openEndpoint(world);
  }

  async function start(request: Partial<StartRecoveryCommandInput> = {}): Promise<Job & { jobID: string }> {
    const { job } = await at.drs.send(
      new StartRecoveryCommand({ sourceServers: [{ sourceServerID: ONE }], isDrill: true, ...request }),
    );
    return { ...job, jobID: job?.jobID ?? "" };
  }

  async function jobOf(jobID: string): Promise<Job> {
    return first((await at.drs.send(new DescribeJobsCommand({ filters: { jobIDs: [jobID] } }))).items);
  }

  async function launched(): Promise<string> {
    await start();
    at.advance(1000);
    const { items } = await at.drs.send(new DescribeRecoveryInstancesCommand({ filters: { sourceServerIDs: [ONE] } }));
    return first(items).recoveryInstanceID ?? "";
  }

  it("is answered 202 with a PENDING job that has the job's ARN for its tags when none are given", async () => {
    await open();
    const answer = await at.drs.send(
      new StartRecoveryCommand({ sourceServers: [{ sourceServerID: ONE }], isDrill: true }),
    );
    expect(answer.$metadata.httpStatusCode).toBe(202);
    expect(answer.job).toEqual({
      jobID: expect.stringMatching(/^drsjob-[0-9a-z]{17}$/),
      arn: `arn:aws:drs:us-west-2:111122223333:job/${answer.job?.jobID}`,
      type: "LAUNCH",
      initiatedBy: "START_DRILL",
      creationDateTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+00:00$/),
      status: "PENDING",
      participatingServers: [{ sourceServerID: ONE, launchStatus: "PENDING", launchActionsStatus: { runs: [] } }],
      participatingResources: [],
      tags: { resourceArn: answer.job?.arn },
    });
    expect((await jobOf(answer.job?.jobID ?? "")).tags).toEqual({});
  });

  it("is a recovery unless isDrill says otherwise", async () => {
    await open();
    const job = await start({ isDrill: false, tags: { Wave: "one" } });
    expect(job).toMatchObject({ initiatedBy: "START_RECOVERY", tags: { Wave: "one" } });
  });

  it("goes from PENDING over STARTED to COMPLETED in about nine minutes", async () => {
    await open();
    const { jobID } = await start();
    const seen: unknown[] = [];
    for (const seconds of [0, 60, 400, 200]) {
      at.advance(seconds);
      seen.push((await jobOf(jobID)).status);
    }
    expect(seen).toEqual(["PENDING", "STARTED", "STARTED", "COMPLETED"]);
  });

  it("logs LAUNCH_END, which no published enum has", async () => {
    await open();
    const { jobID } = await start();
    at.advance(1000);
    const { items } = await at.drs.send(new DescribeJobLogItemsCommand({ jobID }));
    expect(items?.map((item) => String(item.event))).toContain("LAUNCH_END");
  });

  it("gives a recovery instance that names its job, and EC2's instance behind it", async () => {
    await open();
    const { jobID } = await start();
    at.advance(1000);
    const { items } = await at.drs.send(new DescribeRecoveryInstancesCommand({ filters: { sourceServerIDs: [ONE] } }));
    expect(first(items)).toMatchObject({ jobID, sourceServerID: ONE, isDrill: true, ec2InstanceState: "RUNNING" });
    const id = first(items).ec2InstanceID ?? "";
    const { Reservations } = await at.ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
    expect(first(first(Reservations).Instances)).toMatchObject({
      InstanceId: id,
      State: { Name: "running", Code: 16 },
    });
    expect(first((await jobOf(jobID)).participatingServers)).not.toHaveProperty("recoveryInstanceID");
  });

  it("is followed by EC2's status checks, minutes later", async () => {
    await open({ sourceServers: [{ sourceServerID: ONE, timings: { launchEnd: 500, statusChecks: 700 } }] });
    await start();
    const seen: unknown[] = [];
    for (const seconds of [600, 100]) {
      at.advance(seconds);
      const { InstanceStatuses } = await at.ec2.send(new DescribeInstanceStatusCommand({}));
      seen.push([first(InstanceStatuses).SystemStatus?.Status, first(InstanceStatuses).InstanceStatus?.Status]);
    }
    expect(seen).toEqual([
      ["initializing", "initializing"],
      ["ok", "ok"],
    ]);
  });

  it("is COMPLETED although a server failed", async () => {
    await open({
      sourceServers: [
        { sourceServerID: ONE, outcome: { event: "LAUNCH_FAILED", message: "no capacity" } },
        { sourceServerID: TWO },
      ],
    });
    const { jobID } = await start({ sourceServers: [{ sourceServerID: ONE }, { sourceServerID: TWO }] });
    at.advance(1000);
    const job = await jobOf(jobID);
    expect({
      status: job.status,
      launches: job.participatingServers?.map((server) => server.launchStatus),
    }).toEqual({ status: "COMPLETED", launches: ["FAILED", "LAUNCHED"] });
  });

  it("holds its servers: a second one is refused as a whole", async () => {
    await open();
    await start();
    expect(await refusalOf(start({ sourceServers: [{ sourceServerID: TWO }, { sourceServerID: ONE }] }))).toMatchObject(
      {
        name: "ConflictException",
        message: HELD,
        $metadata: { httpStatusCode: 409 },
      },
    );
    const { items } = await at.drs.send(new DescribeJobsCommand({}));
    expect(items).toHaveLength(1);
  });

  it("terminates an earlier recovery of its server, although that was no drill", async () => {
    await open({
      ...twoServers,
      recoveryInstances: [{ sourceServerID: ONE, ec2InstanceID: "i-0123456789abcdef0", isDrill: false }],
    });
    await start();
    at.advance(1000);
    const { Reservations } = await at.ec2.send(new DescribeInstancesCommand({ InstanceIds: ["i-0123456789abcdef0"] }));
    expect(first(first(Reservations).Instances).State?.Name).toBe("terminated");
  });

  it("launches from a recovery snapshot that it names", async () => {
    await open();
    const { items } = await at.drs.send(new DescribeRecoverySnapshotsCommand({ sourceServerID: ONE, order: "ASC" }));
    const oldest = first(items);
    await start({ sourceServers: [{ sourceServerID: ONE, recoverySnapshotID: oldest.snapshotID ?? "" }] });
    at.advance(1000);
    const instances = await at.drs.send(new DescribeRecoveryInstancesCommand({}));
    expect(first(instances.items).pointInTimeSnapshotDateTime).toBe(oldest.timestamp);
  });

  it.each([
    { label: "the same server twice", servers: [ONE, ONE], name: "ValidationException" },
    { label: "a server that there is not", servers: ["s-99999999999999999"], name: "ResourceNotFoundException" },
  ])("is refused for $label", async ({ servers, name }) => {
    await open();
    expect(
      await refusalOf(start({ sourceServers: servers.map((sourceServerID) => ({ sourceServerID })) })),
    ).toMatchObject({ name });
  });

  it("is refused beyond 100 servers, the quota of a job", async () => {
    const ids = Array.from({ length: 101 }, (_, n) => ({ sourceServerID: `s-${String(n).padStart(17, "0")}` }));
    await open({ sourceServers: ids });
    expect(await refusalOf(start({ sourceServers: ids }))).toMatchObject({
      name: "ServiceQuotaExceededException",
      quotaCode: "L-B827C881",
      $metadata: { httpStatusCode: 402 },
    });
  });

  it("can be forgotten once it is COMPLETED, not before", async () => {
    await open();
    const { jobID } = await start();
    expect(await refusalOf(at.drs.send(new DeleteJobCommand({ jobID })))).toMatchObject({ name: "ConflictException" });
    at.advance(1000);
    expect((await at.drs.send(new DeleteJobCommand({ jobID }))).$metadata.httpStatusCode).toBe(204);
    expect((await at.drs.send(new DescribeJobsCommand({}))).items).toEqual([]);
  });

  it("is tagged and untagged by its ARN", async () => {
    await open();
    const { arn: resourceArn } = await start({ tags: { Wave: "one" } });
    await at.drs.send(new TagResourceCommand({ resourceArn, tags: { Closed: "now" } }));
    await at.drs.send(new UntagResourceCommand({ resourceArn, tagKeys: ["Wave"] }));
    expect((await at.drs.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual({ Closed: "now" });
  });

  it("ends with a TERMINATE job that holds the server until the instance is gone", async () => {
    await open();
    const id = await launched();
    const { job } = await at.drs.send(new TerminateRecoveryInstancesCommand({ recoveryInstanceIDs: [id] }));
    expect(job).toMatchObject({ type: "TERMINATE", initiatedBy: "TERMINATE_RECOVERY_INSTANCES", status: "PENDING" });
    expect(await refusalOf(start())).toMatchObject({ name: "ConflictException", message: HELD });
    at.advance(300);
    expect(await jobOf(job?.jobID ?? "")).toMatchObject({
      status: "COMPLETED",
      participatingServers: [{ launchStatus: "TERMINATED" }],
    });
    expect((await at.drs.send(new DescribeRecoveryInstancesCommand({}))).items).toEqual([]);
    expect(first((await at.drs.send(new DescribeSourceServersCommand({}))).items)).not.toHaveProperty(
      "recoveryInstanceId",
    );
  });

  it("leaves the instance in EC2 when DRS is told to forget it", async () => {
    await open();
    const recoveryInstanceID = await launched();
    expect(await refusalOf(at.drs.send(new DeleteRecoveryInstanceCommand({ recoveryInstanceID })))).toMatchObject({
      name: "ConflictException",
    });
    await at.drs.send(new DisconnectRecoveryInstanceCommand({ recoveryInstanceID }));
    expect(
      (await at.drs.send(new DeleteRecoveryInstanceCommand({ recoveryInstanceID }))).$metadata.httpStatusCode,
    ).toBe(200);
    expect((await at.drs.send(new DescribeRecoveryInstancesCommand({}))).items).toEqual([]);
    const { Reservations } = await at.ec2.send(new DescribeInstancesCommand({ InstanceIds: [recoveryInstanceID] }));
    expect(first(first(Reservations).Instances).State?.Name).toBe("running");
  });

  it("cannot be terminated during failback", async () => {
    await open({
      ...twoServers,
      recoveryInstances: [
        { sourceServerID: ONE, ec2InstanceID: "i-0123456789abcdef0", failbackState: "FAILBACK_IN_PROGRESS" },
      ],
    });
    const call = at.drs.send(new TerminateRecoveryInstancesCommand({ recoveryInstanceIDs: ["i-0123456789abcdef0"] }));
    expect(await refusalOf(call)).toMatchObject({
      name: "ConflictException",
      message: "Recovery instances cannot be terminated during failback",
    });
  });

  it("needs an initialized account", async () => {
    await open({ ...twoServers, initialized: false });
    expect(await refusalOf(start())).toMatchObject({
      name: "UninitializedAccountException",
      $metadata: { httpStatusCode: 400 },
    });
    expect((await at.drs.send(new InitializeServiceCommand({}))).$metadata.httpStatusCode).toBe(204);
    expect((await start()).status).toBe("PENDING");
  });
});
