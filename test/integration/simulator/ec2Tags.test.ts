import {
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeInstancesCommand,
  DescribeLaunchTemplatesCommand,
  DescribeTagsCommand,
  type Filter,
  type Tag,
} from "@aws-sdk/client-ec2";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { manualClock, type Simulator, startSimulator } from "../../../simulator/src/index";
import { ec2Client } from "./client";

const TEMPLATE = "lt-0123456789abcdef1";
const INSTANCE = "i-0123456789abcdef1";
const RESOURCES = {
  instance: INSTANCE,
  "launch-template": TEMPLATE,
  "network-interface": "eni-0123456789abcdef1",
  "route-table": "rtb-0123456789abcdef1",
  "security-group": "sg-0123456789abcdef1",
  subnet: "subnet-0123456789abcdef1",
  volume: "vol-0123456789abcdef1",
  vpc: "vpc-0123456789abcdef1",
};

describe("tags of EC2", () => {
  let simulator: Simulator;

  beforeEach(async () => {
    simulator = await startSimulator({
      clock: manualClock(),
      world: {
        sourceServers: [{ sourceServerID: "s-0123456789abcdef1", launchTemplate: { launchTemplateId: TEMPLATE } }],
        subnets: [{ subnetId: RESOURCES.subnet, vpcId: RESOURCES.vpc }],
        securityGroups: [{ groupId: RESOURCES["security-group"], vpcId: RESOURCES.vpc }],
        routeTables: [{ routeTableId: RESOURCES["route-table"], vpcId: RESOURCES.vpc }],
        networkInterfaces: [{ networkInterfaceId: RESOURCES["network-interface"], subnetId: RESOURCES.subnet }],
        volumes: [{ volumeId: RESOURCES.volume }],
        instances: [{ ec2InstanceID: INSTANCE, subnetId: RESOURCES.subnet, tags: { Name: "db-1", Tier: "data" } }],
      },
    });
  });

  afterEach(() => simulator.close());

  function create(Resources: string[], Tags: Tag[]) {
    return ec2Client(simulator).send(new CreateTagsCommand({ Resources, Tags }));
  }

  function remove(Resources: string[], Tags?: Tag[]) {
    return ec2Client(simulator).send(new DeleteTagsCommand({ Resources, ...(Tags === undefined ? {} : { Tags }) }));
  }

  async function tagsOf(id: string, filters: Filter[] = []) {
    const Filters = [{ Name: "resource-id", Values: [id] }, ...filters];
    const { Tags = [] } = await ec2Client(simulator).send(new DescribeTagsCommand({ Filters }));
    return Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
  }

  it.each(Object.entries(RESOURCES))("are set, changed and taken off a %s", async (type, id) => {
    const before = await tagsOf(id);
    await create(
      [id],
      [
        { Key: "Drill", Value: "one" },
        { Key: "Empty", Value: "" },
      ],
    );
    await create([id], [{ Key: "Drill", Value: "two" }]);
    expect(await tagsOf(id)).toEqual({ ...before, Drill: "two", Empty: "" });
    expect(await tagsOf(id, [{ Name: "resource-type", Values: [type] }])).toEqual(await tagsOf(id));
    await remove([id], [{ Key: "Drill", Value: "one" }, { Key: "Empty" }, { Key: "Unknown" }]);
    expect(await tagsOf(id)).toEqual({ ...before, Drill: "two" });
    await remove([id], [{ Key: "Drill", Value: "two" }]);
    expect(await tagsOf(id)).toEqual(before);
  });

  it("are all taken off where none is named", async () => {
    await remove([INSTANCE]);
    expect(await tagsOf(INSTANCE)).toEqual({});
  });

  it("show on what they are on, and are found there", async () => {
    await create([TEMPLATE, INSTANCE], [{ Key: "Drill", Value: "1" }]);
    const { LaunchTemplates } = await ec2Client(simulator).send(
      new DescribeLaunchTemplatesCommand({ Filters: [{ Name: "tag:Drill", Values: ["1"] }] }),
    );
    expect(LaunchTemplates?.[0]?.Tags).toContainEqual({ Key: "Drill", Value: "1" });
    const { Reservations } = await ec2Client(simulator).send(
      new DescribeInstancesCommand({
        Filters: [
          { Name: "tag:Name", Values: ["db-*"] },
          { Name: "tag-key", Values: ["Drill"] },
        ],
      }),
    );
    expect(Reservations?.flatMap(({ Instances }) => Instances?.map(({ InstanceId }) => InstanceId))).toEqual([
      INSTANCE,
    ]);
  });

  it.each([
    {
      ids: ["lt-0badc0de"],
      name: "InvalidLaunchTemplateId.NotFound",
      message: "The launch template ID 'lt-0badc0de' does not exist",
    },
    {
      ids: [TEMPLATE, "i-0badc0de"],
      name: "InvalidInstanceID.NotFound",
      message: "The instance ID 'i-0badc0de' does not exist",
    },
    { ids: ["s-0123456789abcdef1"], name: "InvalidID", message: "The ID 's-0123456789abcdef1' is not valid" },
  ])("are refused for $ids, and nothing is tagged", async ({ ids, name, message }) => {
    const before = await tagsOf(TEMPLATE);
    await expect(create(ids, [{ Key: "Drill", Value: "1" }])).rejects.toMatchObject({ name, message });
    expect(await tagsOf(TEMPLATE)).toEqual(before);
  });

  it.each([
    {
      label: "a reserved key",
      tags: [{ Key: "aws:mine", Value: "" }],
      name: "InvalidParameterValue",
      message:
        "Value ( aws:mine ) for parameter key is invalid. Tag keys have 1 to 127 characters, and those that begin with 'aws:' are reserved for internal use",
    },
    {
      label: "more than fifty",
      tags: Array.from({ length: 51 }, (_, n) => ({ Key: `k${n}`, Value: "" })),
      name: "TagLimitExceeded",
      message: `The maximum number of Tags for a resource has been reached: ${TEMPLATE}.`,
    },
    { label: "none", tags: [], name: "MissingParameter", message: "The request must contain the parameter tagSet" },
  ])("are refused with $label", async ({ tags, name, message }) => {
    await expect(create([TEMPLATE], tags)).rejects.toMatchObject({ name, message });
  });
});
