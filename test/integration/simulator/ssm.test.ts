import {
  DeleteLaunchActionCommand,
  DescribeJobsCommand,
  ListLaunchActionsCommand,
  PutLaunchActionCommand,
  type PutLaunchActionCommandInput,
  StartRecoveryCommand,
} from "@aws-sdk/client-drs";
import {
  AddTagsToResourceCommand,
  DeleteParametersCommand,
  DescribeDocumentCommand,
  GetAutomationExecutionCommand,
  GetParameterCommand,
  GetParametersCommand,
  ListCommandInvocationsCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
} from "@aws-sdk/client-ssm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type ManualClock,
  manualClock,
  type Simulator,
  startSimulator,
  type WorldFile,
} from "../../../simulator/src/index";
import { drsClient, ssmClient } from "./client";

const SERVER = "s-0123456789abcdef1";
const NAME = "ManagedByAWSElasticDisasterRecoveryService-port";
const A_PARAMETER: PutParameterCommandInput = { Name: NAME, Value: "5432", Type: "String" };
const AN_ACTION: PutLaunchActionCommandInput = {
  resourceId: SERVER,
  actionId: "00000000-0000-4000-8000-000000000001",
  actionCode: "AWS-RunShellScript",
  actionVersion: "$DEFAULT",
  name: "check",
  description: "",
  category: "VALIDATION",
  active: true,
  optional: false,
  order: 1001,
  parameters: { commands: { type: "SSM_STORE", value: NAME } },
};

let simulator: Simulator;
let clock: ManualClock;

async function open(world: WorldFile = { sourceServers: [{ sourceServerID: SERVER }] }) {
  clock = manualClock();
  simulator = await startSimulator({ clock, world });
}

beforeEach(() => open());
afterEach(() => simulator.close());

const put = (change: Partial<PutParameterCommandInput> = {}) =>
  ssmClient(simulator).send(new PutParameterCommand({ ...A_PARAMETER, ...change }));
const putAction = (change: Partial<PutLaunchActionCommandInput> = {}) =>
  drsClient(simulator).send(new PutLaunchActionCommand({ ...AN_ACTION, ...change }));

describe("the Parameter Store", () => {
  it("keeps a parameter with its tags, answers it, and forgets it", async () => {
    const client = ssmClient(simulator);
    await put({ Tags: [{ Key: "ManagedBy", Value: "us" }] });
    await put({ Value: "5433", Overwrite: true });
    const { Parameter } = await client.send(new GetParameterCommand({ Name: NAME }));
    expect(Parameter).toEqual({
      Name: NAME,
      Type: "String",
      Value: "5433",
      Version: 2,
      DataType: "text",
      LastModifiedDate: new Date("2026-01-15T09:00:00Z"),
      ARN: `arn:aws:ssm:us-west-2:111122223333:parameter/${NAME}`,
    });
    const resource = { ResourceType: "Parameter" as const, ResourceId: NAME };
    await client.send(new AddTagsToResourceCommand({ ...resource, Tags: [{ Key: "Wave", Value: "1" }] }));
    expect((await client.send(new ListTagsForResourceCommand(resource))).TagList).toEqual([
      { Key: "ManagedBy", Value: "us" },
      { Key: "Wave", Value: "1" },
    ]);
    expect(await client.send(new DeleteParametersCommand({ Names: [NAME, "other"] }))).toMatchObject({
      DeletedParameters: [NAME],
      InvalidParameters: ["other"],
    });
    expect(await client.send(new GetParametersCommand({ Names: [NAME] }))).toMatchObject({
      Parameters: [],
      InvalidParameters: [NAME],
    });
  });

  it.each<{ label: string; change: Partial<PutParameterCommandInput>; name: string }>([
    { label: "a name that exists already", change: {}, name: "ParameterAlreadyExists" },
    {
      label: "tags with Overwrite",
      change: { Overwrite: true, Tags: [{ Key: "a", Value: "b" }] },
      name: "ValidationException",
    },
    { label: "more than 4096 bytes", change: { Name: "long", Value: "é".repeat(2049) }, name: "ValidationException" },
    { label: "a value that names another", change: { Name: "n", Value: "{{ssm:x}}" }, name: "ValidationException" },
    { label: "AWS's own names", change: { Name: "aws-x" }, name: "AccessDeniedException" },
    { label: "an empty value", change: { Name: "n", Value: "" }, name: "ValidationException" },
  ])("refuses $label", async ({ change, name }) => {
    await put();
    await expect(put(change)).rejects.toMatchObject({ name });
    expect(simulator.world().ssm.parameters.map((each) => each.value)).toEqual(["5432"]);
  });

  it("does not show a secure string, unless its decryption is asked for", async () => {
    await put({ Type: "SecureString", Value: "secret" });
    const get = async (WithDecryption: boolean) =>
      (await ssmClient(simulator).send(new GetParameterCommand({ Name: NAME, WithDecryption }))).Parameter?.Value;
    expect(await get(false)).toMatch(/^AQICAH/);
    expect(await get(true)).toBe("secret");
  });

  it("is hit by faults, kept in the journal, and empty in other Regions", async () => {
    simulator.faults.add({ operation: "PutParameter", kind: "throttle" });
    await expect(put()).rejects.toMatchObject({ name: "ThrottlingException" });
    await put();
    expect(
      simulator.journal.entries("PutParameter").map(({ service, status, fault }) => ({ service, status, fault })),
    ).toEqual([
      { service: "ssm", status: 400, fault: "throttle" },
      { service: "ssm", status: 200, fault: undefined },
    ]);
    const elsewhere = ssmClient(simulator, { region: "eu-west-1" }).send(new GetParameterCommand({ Name: NAME }));
    await expect(elsewhere).rejects.toMatchObject({ name: "ParameterNotFound" });
  });
});

describe("documents", () => {
  it("are AWS's own and those of the world", async () => {
    await simulator.close();
    await open({ ssm: { documents: [{ name: "Own-Check", type: "Automation", versions: 3, defaultVersion: 2 }] } });
    const describeOne = async (Name: string, DocumentVersion = "$DEFAULT") => {
      const { Document } = await ssmClient(simulator).send(new DescribeDocumentCommand({ Name, DocumentVersion }));
      return { type: Document?.DocumentType, owner: Document?.Owner, version: Document?.DocumentVersion };
    };
    expect(await describeOne("AWS-RunShellScript")).toEqual({ type: "Command", owner: "Amazon", version: "1" });
    expect(await describeOne("arn:aws:ssm:us-west-2:111122223333:document/Own-Check", "$LATEST")).toEqual({
      type: "Automation",
      owner: "111122223333",
      version: "3",
    });
    await expect(describeOne("Own-Check", "4")).rejects.toMatchObject({ name: "InvalidDocumentVersion" });
    await expect(describeOne("Nobody-s")).rejects.toMatchObject({ name: "InvalidDocument" });
  });
});

describe("launch actions", () => {
  it("of DRS's own are there and off; they can be changed, and not deleted", async () => {
    const client = drsClient(simulator);
    const { items = [] } = await client.send(new ListLaunchActionsCommand({ resourceId: SERVER }));
    const [volumes] = items.filter(({ actionCode }) => actionCode === "AWSMigration-VerifyMountedVolumes");
    expect(volumes).toMatchObject({ name: "Volume integrity validation", order: 401, active: false, optional: true });
    expect(items.every(({ active, order = 0 }) => active === false && order < 1001)).toBe(true);
    const { type: _type, ...settings } = volumes ?? {};
    await putAction({ ...settings, active: true });
    const after = await client.send(new ListLaunchActionsCommand({ resourceId: SERVER }));
    expect(after.items?.filter(({ active }) => active)).toEqual([{ ...volumes, active: true }]);
    await expect(
      client.send(new DeleteLaunchActionCommand({ resourceId: SERVER, actionId: volumes?.actionId })),
    ).rejects.toMatchObject({ name: "ConflictException" });
  });

  it.each<{ label: string; change: Partial<PutLaunchActionCommandInput>; name: string }>([
    { label: "an order that another one has", change: { order: 1001 }, name: "ConflictException" },
    { label: "an order of predefined ones", change: { order: 7 }, name: "ValidationException" },
    { label: "an order that the model does not have", change: { order: 1 }, name: "ValidationException" },
    {
      label: "a parameter of another type",
      change: { order: 1002, parameters: { a: { type: "TEXT" as "DYNAMIC", value: "b" } } },
      name: "ValidationException",
    },
    {
      label: "a value with a slash",
      change: { order: 1002, parameters: { a: { type: "DYNAMIC", value: "a/b" } } },
      name: "ValidationException",
    },
  ])("refuses $label", async ({ change, name }) => {
    await putAction();
    const other = { actionId: "00000000-0000-4000-8000-000000000002", ...change };
    await expect(putAction(other)).rejects.toMatchObject({ name });
  });

  describe("after a launch", () => {
    async function launched(world: Partial<NonNullable<WorldFile["sourceServers"]>[number]>, change = {}) {
      await simulator.close();
      await open({
        sourceServers: [{ sourceServerID: SERVER, launchConfiguration: { postLaunchEnabled: true }, ...world }],
      });
      await put();
      await putAction(change);
      await drsClient(simulator).send(
        new StartRecoveryCommand({ isDrill: true, sourceServers: [{ sourceServerID: SERVER }] }),
      );
      clock.advance(3600);
      const { items } = await drsClient(simulator).send(new DescribeJobsCommand({}));
      const [run] = items?.[0]?.participatingServers?.[0]?.launchActionsStatus?.runs ?? [];
      const [instance] = simulator.world().instances;
      return { run, instanceId: instance?.ec2InstanceID ?? "" };
    }

    it("have run, and SSM has what they wrote by the run's id", async () => {
      const { run, instanceId } = await launched({
        actionOutcomes: [
          { name: "check", status: "FAILED", failureReason: "exit status 1", output: "no answer on port 5432" },
        ],
      });
      expect(run).toMatchObject({ status: "FAILED", failureReason: "exit status 1" });
      expect(run).not.toHaveProperty("output");
      const { CommandInvocations } = await ssmClient(simulator).send(
        new ListCommandInvocationsCommand({ InstanceId: instanceId, Details: true }),
      );
      expect(CommandInvocations).toMatchObject([
        {
          CommandId: run?.runId,
          DocumentName: "AWS-RunShellScript",
          Status: "Failed",
          CommandPlugins: [{ Output: "no answer on port 5432\n----------ERROR-------\nexit status 1" }],
        },
      ]);
    });

    it("have failed without their SSM parameter", async () => {
      const parameters = { commands: { type: "SSM_STORE", value: "gone" } };
      const { run } = await launched({}, { parameters });
      expect(run).toMatchObject({ status: "FAILED", failureReason: "Parameter gone was not found in SSM" });
    });

    it("are automations where their document is one", async () => {
      const { run } = await launched(
        { actionOutcomes: [{ name: "check", output: "done" }] },
        {
          actionCode: "AWS-CreateImage",
          parameters: {},
        },
      );
      const { AutomationExecution } = await ssmClient(simulator).send(
        new GetAutomationExecutionCommand({ AutomationExecutionId: run?.runId }),
      );
      expect(AutomationExecution).toMatchObject({
        AutomationExecutionStatus: "Success",
        Outputs: { output: ["done"] },
      });
    });
  });
});
