import { StartRecoveryCommand, UpdateReplicationConfigurationCommand } from "@aws-sdk/client-drs";
import {
  DescribeInstancesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroups,
} from "@aws-sdk/client-ec2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ManualClock, manualClock, type Simulator, startSimulator } from "../../../simulator/src/index";
import { drsClient, ec2Client } from "./client";

const ONE = "s-0123456789abcdef1";
const TWO = "s-0123456789abcdef2";
const VPC = "vpc-0123456789abcdef0";
const PRIVATE = "subnet-0123456789abcdef0";
const PUBLIC = "subnet-0123456789abcdef1";
const TABLE = "rtb-0123456789abcdef0";
const WEB = "sg-0123456789abcdef0";
const DATABASE = "sg-0123456789abcdef1";
const REPLICATION = "AWS Elastic Disaster Recovery default Replication Server Security Group";

describe("EC2's network", () => {
  let simulator: Simulator;
  let clock: ManualClock;

  beforeAll(async () => {
    clock = manualClock();
    simulator = await startSimulator({
      clock,
      world: {
        sourceServers: [
          { sourceServerID: ONE, launchTemplate: { subnetId: PRIVATE, securityGroupIds: [DATABASE] } },
          { sourceServerID: TWO, launchTemplate: { subnetId: PUBLIC } },
        ],
        subnets: [PRIVATE, PUBLIC].map((subnetId, n) => ({ subnetId, vpcId: VPC, cidrBlock: `10.0.${n}.0/24` })),
        routeTables: [
          {
            routeTableId: TABLE,
            subnetIds: [PUBLIC],
            routes: [
              { destination: "0.0.0.0/0", target: "igw-0123456789abcdef0" },
              { destination: "::/0", target: "eigw-0123456789abcdef0", state: "blackhole" },
              { destination: "192.168.0.0/16", target: "vgw-0123456789abcdef0", propagated: true },
            ],
            tags: { Name: "public" },
          },
        ],
        securityGroups: [
          {
            groupId: WEB,
            groupName: "web",
            description: "the web tier",
            ingress: [
              { protocol: "tcp", fromPort: 443, source: "0.0.0.0/0" },
              { protocol: "tcp", fromPort: 443, source: "::/0" },
            ],
            egress: [{ protocol: "tcp", fromPort: 5432, destination: DATABASE }],
            vpcId: VPC,
            tags: { Tier: "web" },
          },
        ],
      },
    });
  });

  afterAll(() => simulator.close());

  it("describes a route table that the world lists", async () => {
    const { RouteTables } = await ec2Client(simulator).send(
      new DescribeRouteTablesCommand({ Filters: [{ Name: "association.subnet-id", Values: [PUBLIC] }] }),
    );
    expect(RouteTables).toEqual([
      {
        RouteTableId: TABLE,
        VpcId: VPC,
        OwnerId: "111122223333",
        Associations: [
          {
            RouteTableAssociationId: expect.stringMatching(/^rtbassoc-[0-9a-f]{17}$/),
            RouteTableId: TABLE,
            SubnetId: PUBLIC,
            Main: false,
            AssociationState: { State: "associated" },
          },
        ],
        Routes: [
          { DestinationCidrBlock: "10.0.0.0/16", GatewayId: "local", State: "active", Origin: "CreateRouteTable" },
          {
            DestinationCidrBlock: "0.0.0.0/0",
            GatewayId: "igw-0123456789abcdef0",
            State: "active",
            Origin: "CreateRoute",
          },
          {
            DestinationIpv6CidrBlock: "::/0",
            EgressOnlyInternetGatewayId: "eigw-0123456789abcdef0",
            State: "blackhole",
            Origin: "CreateRoute",
          },
          {
            DestinationCidrBlock: "192.168.0.0/16",
            GatewayId: "vgw-0123456789abcdef0",
            State: "active",
            Origin: "EnableVgwRoutePropagation",
          },
        ],
        PropagatingVgws: [{ GatewayId: "vgw-0123456789abcdef0" }],
        Tags: [{ Key: "Name", Value: "public" }],
      },
    ]);
  });

  it("has no association of a subnet that uses its VPC's main route table", async () => {
    const ec2 = ec2Client(simulator);
    const tables = async (Filters: { Name: string; Values: string[] }[]) =>
      (await ec2.send(new DescribeRouteTablesCommand({ Filters }))).RouteTables;
    expect(await tables([{ Name: "association.subnet-id", Values: [PRIVATE] }])).toEqual([]);
    const [main, ...others] =
      (await tables([
        { Name: "vpc-id", Values: [VPC] },
        { Name: "association.main", Values: ["true"] },
      ])) ?? [];
    expect(others).toEqual([]);
    expect(main).toMatchObject({
      Associations: [{ Main: true, RouteTableId: main?.RouteTableId }],
      Routes: [{ DestinationCidrBlock: "10.0.0.0/16", GatewayId: "local" }],
    });
    expect(main?.Associations?.[0]).not.toHaveProperty("SubnetId");
    const association = main?.Associations?.[0]?.RouteTableAssociationId ?? "";
    expect(await tables([{ Name: "association.route-table-association-id", Values: [association] }])).toEqual([main]);
  });

  it.each([
    { Name: "route-table-id", Values: [TABLE] },
    { Name: "association.route-table-id", Values: [TABLE] },
    { Name: "association.main", Values: ["false"] },
    { Name: "tag:Name", Values: ["pub*"] },
    { Name: "tag-key", Values: ["Name"] },
  ])("filters route tables by $Name", async (filter) => {
    const { RouteTables } = await ec2Client(simulator).send(new DescribeRouteTablesCommand({ Filters: [filter] }));
    expect(RouteTables).toMatchObject([{ RouteTableId: TABLE }]);
  });

  it("pages route tables and security groups", async () => {
    const client = ec2Client(simulator);
    const tables: unknown[] = [];
    for await (const page of paginateDescribeRouteTables({ client, pageSize: 1 }, {})) {
      tables.push(page.RouteTables?.length);
    }
    expect(tables).toEqual([1, 1, 1]);
    const groups: unknown[] = [];
    for await (const page of paginateDescribeSecurityGroups({ client, pageSize: 3 }, {})) {
      groups.push(page.SecurityGroups?.length);
    }
    expect(groups).toEqual([3, 2]);
  });

  it("describes a security group that the world lists", async () => {
    const { SecurityGroups } = await ec2Client(simulator).send(new DescribeSecurityGroupsCommand({ GroupIds: [WEB] }));
    expect(SecurityGroups).toEqual([
      {
        GroupId: WEB,
        GroupName: "web",
        Description: "the web tier",
        OwnerId: "111122223333",
        VpcId: VPC,
        IpPermissions: [
          {
            IpProtocol: "tcp",
            FromPort: 443,
            ToPort: 443,
            IpRanges: [{ CidrIp: "0.0.0.0/0" }],
            Ipv6Ranges: [{ CidrIpv6: "::/0" }],
            PrefixListIds: [],
            UserIdGroupPairs: [],
          },
        ],
        IpPermissionsEgress: [
          {
            IpProtocol: "tcp",
            FromPort: 5432,
            ToPort: 5432,
            IpRanges: [],
            Ipv6Ranges: [],
            PrefixListIds: [],
            UserIdGroupPairs: [{ GroupId: DATABASE, UserId: "111122223333" }],
          },
        ],
        Tags: [{ Key: "Tier", Value: "web" }],
      },
    ]);
  });

  it.each([
    { filter: { Name: "group-id", Values: [DATABASE] }, names: ["group-0123456789abcdef1"] },
    { filter: { Name: "group-name", Values: ["w?b"] }, names: ["web"] },
    { filter: { Name: "vpc-id", Values: [VPC] }, names: ["web", "group-0123456789abcdef1", "default"] },
    { filter: { Name: "tag:Tier", Values: ["web"] }, names: ["web"] },
  ])("filters security groups by $filter.Name", async ({ filter, names }) => {
    const { SecurityGroups } = await ec2Client(simulator).send(
      new DescribeSecurityGroupsCommand({ Filters: [filter] }),
    );
    expect(SecurityGroups?.map((group) => group.GroupName)).toEqual(names);
  });

  it("finds groups by name in the default VPC", async () => {
    const { SecurityGroups } = await ec2Client(simulator).send(
      new DescribeSecurityGroupsCommand({ GroupNames: ["default", REPLICATION] }),
    );
    expect(SecurityGroups).toMatchObject([
      { IpPermissions: [{ IpProtocol: "-1", UserIdGroupPairs: [{ GroupId: SecurityGroups?.[0]?.GroupId }] }] },
      { IpPermissions: [{ IpProtocol: "tcp", FromPort: 1500, ToPort: 1500 }] },
    ]);
    expect(SecurityGroups?.[0]?.IpPermissions?.[0]).not.toHaveProperty("FromPort");
  });

  it.each([
    {
      label: "route table",
      command: new DescribeRouteTablesCommand({ RouteTableIds: [TABLE, "rtb-00000000"] }),
      name: "InvalidRouteTableID.NotFound",
      message: "The routeTable ID 'rtb-00000000' does not exist",
    },
    {
      label: "security group",
      command: new DescribeSecurityGroupsCommand({ GroupIds: [WEB, "sg-00000000"] }),
      name: "InvalidGroup.NotFound",
      message: "The security group 'sg-00000000' does not exist",
    },
    {
      label: "security group's name",
      command: new DescribeSecurityGroupsCommand({ GroupNames: ["web"] }),
      name: "InvalidGroup.NotFound",
      message: expect.stringMatching(/^The security group 'web' does not exist in default VPC 'vpc-[0-9a-f]{17}'$/),
    },
  ])("refuses an unknown $label", async ({ command, name, message }) => {
    const ec2 = ec2Client(simulator);
    const answer = command instanceof DescribeRouteTablesCommand ? ec2.send(command) : ec2.send(command);
    await expect(answer).rejects.toMatchObject({ name, message });
  });

  it("launches into the groups of the template, else into the VPC's default group", async () => {
    const sourceServers = [ONE, TWO].map((sourceServerID) => ({ sourceServerID }));
    await drsClient(simulator).send(new StartRecoveryCommand({ sourceServers, isDrill: true }));
    clock.advance(3600);
    const ec2 = ec2Client(simulator);
    const { Reservations } = await ec2.send(new DescribeInstancesCommand({}));
    const instances = (Reservations ?? []).flatMap((reservation) => reservation.Instances ?? []);
    const groups = [PRIVATE, PUBLIC].map(
      (id) => instances.find((instance) => instance.SubnetId === id)?.SecurityGroups,
    );
    expect(groups).toEqual([
      [{ GroupId: DATABASE, GroupName: "group-0123456789abcdef1" }],
      [{ GroupId: expect.stringMatching(/^sg-/), GroupName: "default" }],
    ]);
    const GroupIds = groups.flatMap((list) => list?.map((group) => group.GroupId ?? "") ?? []);
    const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds }));
    expect(SecurityGroups?.map((group) => group.VpcId)).toEqual([VPC, VPC]);
  });

  it("has DRS's own group in each VPC that a server is staged in", async () => {
    const ec2 = ec2Client(simulator);
    const settings = await drsClient(simulator).send(
      new UpdateReplicationConfigurationCommand({ sourceServerID: TWO, stagingAreaSubnetId: PRIVATE }),
    );
    const { SecurityGroups } = await ec2.send(
      new DescribeSecurityGroupsCommand({ GroupIds: settings.replicationServersSecurityGroupsIDs ?? [] }),
    );
    expect(SecurityGroups).toMatchObject([{ GroupName: REPLICATION, VpcId: VPC }]);
    const { Subnets } = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: [settings.stagingAreaSubnetId ?? ""] }));
    expect(Subnets).toMatchObject([{ VpcId: VPC }]);
  });
});
