import { describe, expect, it } from "vitest";
import { buildNetwork } from "../../../../../simulator/src/world/build/buildNetwork";
import type { WorldFile } from "../../../../../simulator/src/world/schema/worldFile";
import { aServer, first } from "../../aWorld";

const SUBNET = "subnet-0123456789abcdef0";
const OTHER_SUBNET = "subnet-0123456789abcdef1";
const VPC = "vpc-0123456789abcdef0";
const TABLE = "rtb-0123456789abcdef0";
const GROUP = "sg-0123456789abcdef0";
const ALL = { protocol: "-1", peer: "0.0.0.0/0" };

/** The route tables of a VPC in this world, each as `destination target`. */
function routesOf(file: WorldFile, vpcId: string): string[][] {
  return buildNetwork(file)
    .routeTables.filter((table) => table.vpcId === vpcId)
    .map((table) => table.routes.map(({ destination, target }) => `${destination} ${target}`));
}

/** The default VPC of a world. */
function defaultVpc(file: WorldFile = {}): string {
  return first(buildNetwork(file).subnets.filter((subnet) => subnet.defaultForAz)).vpcId;
}

describe(buildNetwork.name, () => {
  it("gives the default VPC a main route table that leads to the internet", () => {
    expect(routesOf({}, defaultVpc())).toEqual([
      ["172.31.0.0/16 local", expect.stringMatching(/^0\.0\.0\.0\/0 igw-[0-9a-f]{17}$/)],
    ]);
  });

  it("gives every other VPC one that leads nowhere", () => {
    const subnets = [
      { subnetId: SUBNET, vpcId: VPC, cidrBlock: "10.9.8.0/24" },
      { subnetId: OTHER_SUBNET, vpcId: VPC, cidrBlock: "192.168.4.0/22" },
    ];
    expect(routesOf({ subnets }, VPC)).toEqual([["10.9.0.0/16 local", "192.168.0.0/16 local"]]);
    expect(buildNetwork({ subnets }).routeTables).toContainEqual(
      expect.objectContaining({ vpcId: VPC, main: true, subnetIds: [] }),
    );
  });

  it("puts the world's main route table in its place", () => {
    const routes = [{ destination: "0.0.0.0/0", target: "nat-01234567" }];
    const file = { routeTables: [{ routeTableId: TABLE, vpcId: defaultVpc(), main: true, routes }] };
    expect(routesOf(file, defaultVpc())).toEqual([["172.31.0.0/16 local", "0.0.0.0/0 nat-01234567"]]);
  });

  it("keeps a VPC's main route table beside those that the world lists for subnets", () => {
    const file = {
      subnets: [{ subnetId: SUBNET, vpcId: VPC, cidrBlock: "10.9.8.0/24" }],
      routeTables: [{ routeTableId: TABLE, subnetIds: [SUBNET] }],
    };
    expect(buildNetwork(file).routeTables.filter((table) => table.vpcId === VPC)).toMatchObject([
      { routeTableId: TABLE, main: false, subnetIds: [SUBNET] },
      { main: true },
    ]);
  });

  it("gives every VPC a default security group", () => {
    const groups = buildNetwork({ subnets: [{ subnetId: SUBNET, vpcId: VPC }] }).securityGroups;
    expect(groups.map(({ groupName, vpcId }) => [groupName, vpcId])).toEqual([
      ["default", VPC],
      ["default", defaultVpc()],
    ]);
    const { groupId, ingress, egress, description } = first(groups);
    expect({ ingress, egress, description }).toEqual({
      ingress: [{ protocol: "-1", peer: groupId }],
      egress: [ALL],
      description: "default VPC security group",
    });
  });

  it("takes a listed group called default for the VPC's own", () => {
    const securityGroups = [{ groupId: GROUP, groupName: "default", vpcId: defaultVpc(), egress: [] }];
    expect(buildNetwork({ securityGroups }).securityGroups).toMatchObject([
      { groupId: GROUP, ingress: [], egress: [] },
    ]);
  });

  it.each([
    { by: "a launch template", server: { launchTemplate: { subnetId: SUBNET, securityGroupIds: [GROUP] } } },
    {
      by: "replication settings",
      server: {
        replicationConfiguration: { stagingAreaSubnetId: SUBNET, replicationServersSecurityGroupsIDs: [GROUP] },
      },
    },
  ])("has a group that only $by name, in the VPC of the subnet", ({ server }) => {
    const file = { subnets: [{ subnetId: SUBNET, vpcId: VPC }], sourceServers: [aServer(1, server)] };
    expect(buildNetwork(file).securityGroups).toContainEqual({
      groupId: GROUP,
      groupName: "group-0123456789abcdef0",
      description: "group-0123456789abcdef0",
      vpcId: VPC,
      ingress: [],
      egress: [ALL],
      tags: {},
    });
  });

  it("fills in the ports that a rule leaves out", () => {
    const securityGroups = [
      {
        groupId: GROUP,
        ingress: [
          { protocol: "tcp", fromPort: 443, source: "10.0.0.0/8" },
          { protocol: "icmp", source: "10.0.0.0/8" },
          { protocol: "icmpv6", fromPort: 128, source: "::/0" },
        ] as const,
      },
    ].map((group) => ({ ...group, ingress: [...group.ingress] }));
    expect(first(buildNetwork({ securityGroups }).securityGroups).ingress).toEqual([
      { protocol: "tcp", fromPort: 443, toPort: 443, peer: "10.0.0.0/8" },
      { protocol: "icmp", fromPort: -1, toPort: -1, peer: "10.0.0.0/8" },
      { protocol: "icmpv6", fromPort: 128, toPort: -1, peer: "::/0" },
    ]);
  });

  it("has a staging subnet that the world only names, and none twice", () => {
    const staged = (n: number, stagingAreaSubnetId: string) =>
      aServer(n, { launchTemplate: { subnetId: SUBNET }, replicationConfiguration: { stagingAreaSubnetId } });
    const { subnetId } = first(buildNetwork({}).subnets);
    const file = { sourceServers: [staged(1, OTHER_SUBNET), staged(2, SUBNET), staged(3, subnetId)] };
    expect(buildNetwork(file).subnets.map((subnet) => subnet.subnetId)).toEqual([SUBNET, OTHER_SUBNET, subnetId]);
  });
});
