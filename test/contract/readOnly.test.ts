import {
  DescribeJobLogItemsCommand,
  DescribeJobsCommand,
  DescribeRecoveryInstancesCommand,
  DescribeSourceServersCommand,
  GetLaunchConfigurationCommand,
  paginateDescribeSourceServers,
  StartRecoveryCommand,
} from "@aws-sdk/client-drs";
import { DescribeInstancesCommand, DescribeLaunchTemplateVersionsCommand } from "@aws-sdk/client-ec2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Endpoint, first, openEndpoint, refusalOf } from "./endpoint";

/** An id of the right form that no account has. */
const UNKNOWN_SERVER = "s-00000000000000000";

const world = { sourceServers: Array.from({ length: 3 }, (_, n) => ({ sourceServerID: `s-0123456789abcdef${n}` })) };

// Against AWS this needs an initialized account with two source servers or more. It changes nothing there: every call that could is invalid.
describe("what reading shows, in AWS and in the simulator", () => {
  let at: Endpoint;

  beforeAll(async () => {
    at = await openEndpoint(world);
  });

  afterAll(() => at.close());

  it("describes source servers by ARN, replication and properties, without lifeCycle.state", async () => {
    const server = first((await at.drs.send(new DescribeSourceServersCommand({}))).items);
    expect(server.arn).toMatch(/^arn:aws[a-z-]*:drs:[a-z0-9-]+:\d{12}:source-server\/s-[0-9a-zA-Z]{17}$/);
    expect(server.lifeCycle).not.toHaveProperty("state");
    expect(server.dataReplicationInfo?.dataReplicationState).toMatch(/^[A-Z_]+$/);
    expect(server.sourceProperties?.cpus?.length).toBeGreaterThan(0);
  });

  it("gives every server once over pages of one", async () => {
    const all = (await at.drs.send(new DescribeSourceServersCommand({}))).items?.map((server) => server.sourceServerID);
    const paged: unknown[] = [];
    for await (const page of paginateDescribeSourceServers({ client: at.drs, pageSize: 1 }, {})) {
      expect(page.items?.length).toBeLessThanOrEqual(1);
      paged.push(...(page.items ?? []).map((server) => server.sourceServerID));
    }
    expect(paged.sort()).toEqual(all?.sort());
  });

  it("takes an empty list of ids for all", async () => {
    const all = await at.drs.send(new DescribeSourceServersCommand({}));
    const empty = await at.drs.send(new DescribeSourceServersCommand({ filters: { sourceServerIDs: [] } }));
    expect(empty.items?.length).toBe(all.items?.length);
  });

  it("describes an unknown server, job or instance as nothing, without an error", async () => {
    const servers = await at.drs.send(
      new DescribeSourceServersCommand({ filters: { sourceServerIDs: [UNKNOWN_SERVER] } }),
    );
    const jobs = await at.drs.send(new DescribeJobsCommand({ filters: { jobIDs: ["drsjob-00000000000000000"] } }));
    const instances = await at.drs.send(
      new DescribeRecoveryInstancesCommand({ filters: { sourceServerIDs: [UNKNOWN_SERVER] } }),
    );
    expect({ servers: servers.items, jobs: jobs.items, instances: instances.items }).toEqual({
      servers: [],
      jobs: [],
      instances: [],
    });
  });

  it("sorts jobs newest first", async () => {
    const { items } = await at.drs.send(new DescribeJobsCommand({}));
    const dates = (items ?? []).map((job) => Date.parse(job.creationDateTime ?? ""));
    expect(dates).toEqual([...dates].sort((a, b) => b - a));
  });

  it("gives every server a launch configuration, and a launch template that EC2 has", async () => {
    const { sourceServerID } = first((await at.drs.send(new DescribeSourceServersCommand({}))).items);
    const settings = await at.drs.send(new GetLaunchConfigurationCommand({ sourceServerID }));
    expect(settings).toMatchObject({ sourceServerID, launchDisposition: expect.stringMatching(/^(STARTED|STOPPED)$/) });
    const versions = await at.ec2.send(
      new DescribeLaunchTemplateVersionsCommand({
        LaunchTemplateId: settings.ec2LaunchTemplateID ?? "",
        Versions: ["$Default"],
      }),
    );
    expect(first(versions.LaunchTemplateVersions)).toMatchObject({
      LaunchTemplateId: settings.ec2LaunchTemplateID ?? "",
      DefaultVersion: true,
      LaunchTemplateData: { InstanceType: expect.any(String) },
    });
  });

  it("refuses the launch configuration of an unknown server as not found", async () => {
    expect(
      await refusalOf(at.drs.send(new GetLaunchConfigurationCommand({ sourceServerID: UNKNOWN_SERVER }))),
    ).toMatchObject({
      name: "ResourceNotFoundException",
      $metadata: { httpStatusCode: 404 },
    });
  });

  it.each([
    { label: "no servers", sourceServers: undefined },
    { label: "an empty list of servers", sourceServers: [] },
    { label: "an id of the wrong form", sourceServers: [{ sourceServerID: "server-1" }] },
  ])("refuses to start a recovery with $label", async ({ sourceServers }) => {
    expect(await refusalOf(at.drs.send(new StartRecoveryCommand({ sourceServers, isDrill: true })))).toMatchObject({
      name: "ValidationException",
      $metadata: { httpStatusCode: 400 },
    });
  });

  it("refuses a page token that it did not make", async () => {
    expect(await refusalOf(at.drs.send(new DescribeSourceServersCommand({ nextToken: "wrong" })))).toMatchObject({
      name: "ValidationException",
    });
  });

  it("refuses the log of a job without an id", async () => {
    expect(await refusalOf(at.drs.send(new DescribeJobLogItemsCommand({ jobID: "drsjob-1" })))).toMatchObject({
      name: "ValidationException",
    });
  });

  it("does not find an instance that EC2 does not have", async () => {
    expect(
      await refusalOf(at.ec2.send(new DescribeInstancesCommand({ InstanceIds: ["i-0123456789abcdef0"] }))),
    ).toMatchObject({
      name: "InvalidInstanceID.NotFound",
    });
  });
});
