import { describe, expect, it } from "vitest";
import { parseWorld, WorldError } from "../../../../../simulator/src/world/build/readWorldFile";
import { aServer } from "../../aWorld";

const SUBNET = "subnet-0123456789abcdef0";
const OTHER_SUBNET = "subnet-0123456789abcdef1";
const VPC = "vpc-0123456789abcdef0";
const TABLE = "rtb-0123456789abcdef0";
const OTHER_TABLE = "rtb-0123456789abcdef1";
const GROUP = "sg-0123456789abcdef0";
const OTHER_GROUP = "sg-0123456789abcdef1";

/** A world with one route table that has this route. */
function routing(route: object): object {
  return { routeTables: [{ routeTableId: TABLE, routes: [route] }] };
}

/** A world with one security group that has this ingress rule. */
function admitting(rule: object): object {
  return { securityGroups: [{ groupId: GROUP, ingress: [rule] }] };
}

const PORTS =
  'expected no ports for protocol "-1", fromPort <= toPort for tcp and udp, and a type and a code up to 255 as ports for icmp';

describe("a world's network", () => {
  it.each(
    [
      { destination: "0.0.0.0/0", target: "nat-0123456789abcdef0", state: "blackhole" },
      { destination: "::/0", target: "eigw-0123456789abcdef0" },
      { destination: "pl-63a5400a", target: "vpce-0123456789abcdef0" },
      { destination: "10.1.0.0/16", target: "vgw-01234567", propagated: true },
      {
        destination: "10.2.0.0/16",
        target: "arn:aws:networkmanager::111122223333:core-network/core-network-0123456789abcdef0",
      },
    ].map((route) => ({ route })),
  )("takes a route to $route.destination by $route.target", ({ route }) => {
    expect(parseWorld(routing(route))).toEqual(routing(route));
  });

  it.each(
    [
      { source: "0.0.0.0/0" },
      { protocol: "tcp", fromPort: 443, source: "2001:db8::/32" },
      { protocol: "udp", fromPort: 0, toPort: 65_535, source: "pl-63a5400a" },
      { protocol: "icmp", source: GROUP },
      { protocol: "icmp", fromPort: 8, toPort: -1, source: GROUP },
    ].map((rule) => ({ rule })),
  )("takes $rule.protocol traffic from $rule.source", ({ rule }) => {
    expect(parseWorld(admitting(rule))).toEqual(admitting(rule));
  });

  it.each([
    {
      label: "a local route",
      world: routing({ destination: "10.0.0.0/16", target: "local" }),
      message:
        'routeTables[0].routes[0].target: saw "local", expected an id that begins with igw-, vgw-, nat-, tgw-, pcx-, eigw-, i-, eni-, lgw-, ' +
        "cagw- or vpce-, or the ARN of a core network (a local route is always there)",
    },
    ...["everywhere", "10.0.0.0", "::/129", "fe80::1%eth0/64", "::/0/0"].map((destination) => ({
      label: `a route to ${destination}`,
      world: routing({ destination, target: "igw-0123456789abcdef0" }),
      message: `routeTables[0].routes[0].destination: saw "${destination}", expected an IPv4 or IPv6 CIDR block, or the id of a prefix list`,
    })),
    {
      label: "a propagated route of another gateway",
      world: routing({ destination: "::/0", target: "igw-01234567", propagated: true }),
      message:
        'routeTables[0].routes[0]: saw {"destination":"::/0","target":"igw-01234567","propagated":t…, ' +
        "expected a virtual private gateway (vgw-) as the target of a propagated route",
    },
    {
      label: "an egress-only gateway for IPv4",
      world: routing({ destination: "0.0.0.0/0", target: "eigw-01234567" }),
      message:
        'routeTables[0].routes[0]: saw {"destination":"0.0.0.0/0","target":"eigw-01234567"}, ' +
        "expected an IPv6 CIDR block as the destination of an egress-only internet gateway (eigw-)",
    },
    {
      label: "two routes to one destination",
      world: {
        routeTables: [
          {
            routeTableId: TABLE,
            routes: ["igw-01234567", "nat-01234567"].map((target) => ({ destination: "0.0.0.0/0", target })),
          },
        ],
      },
      message: 'routeTables[0].routes[1].destination: saw "0.0.0.0/0", which routeTables[0].routes[0] already has',
    },
    {
      label: "a route to the VPC itself",
      world: {
        subnets: [{ subnetId: SUBNET, vpcId: VPC, cidrBlock: "10.7.1.0/24" }],
        routeTables: [
          { routeTableId: TABLE, vpcId: VPC, routes: [{ destination: "10.7.0.0/16", target: "tgw-01234567" }] },
        ],
      },
      message: 'routeTables[0].routes[0].destination: saw "10.7.0.0/16", which the local route of its VPC already has',
    },
    {
      label: "a route table twice",
      world: { routeTables: [{ routeTableId: TABLE }, { routeTableId: TABLE }] },
      message: `routeTables[1].routeTableId: saw "${TABLE}", which routeTables[0] already has`,
    },
    {
      label: "a subnet with two route tables",
      world: {
        subnets: [{ subnetId: SUBNET }],
        routeTables: [TABLE, OTHER_TABLE].map((routeTableId) => ({ routeTableId, subnetIds: [SUBNET] })),
      },
      message: `routeTables[1].subnetIds[0]: saw "${SUBNET}", which routeTables[0] already has`,
    },
    {
      label: "a subnet of another VPC",
      world: {
        subnets: [{ subnetId: SUBNET, vpcId: VPC }, { subnetId: OTHER_SUBNET }],
        routeTables: [{ routeTableId: TABLE, subnetIds: [SUBNET, OTHER_SUBNET] }],
      },
      message: `routeTables[0].subnetIds[1]: saw "${OTHER_SUBNET}", expected one of the world's subnets in ${VPC}`,
    },
    {
      label: "a second main route table",
      world: {
        routeTables: [TABLE, OTHER_TABLE].map((routeTableId) => ({ routeTableId, vpcId: VPC, main: true })),
      },
      message: `routeTables[1].main: saw true, but ${VPC} has another main route table already`,
    },
    ...[
      { fromPort: 1, source: "::/0" },
      { protocol: "tcp", source: "::/0" },
      { protocol: "tcp", fromPort: -1, source: "::/0" },
      { protocol: "udp", fromPort: 2, toPort: 1, source: "::/0" },
      { protocol: "icmp", fromPort: 256, source: "::/0" },
    ].map((rule) => ({
      label: `${rule.protocol ?? "all"} traffic at the ports ${rule.fromPort} to ${rule.toPort}`,
      world: admitting(rule),
      message: `securityGroups[0].ingress[0]: saw ${JSON.stringify(rule)}, ${PORTS}`,
    })),
    {
      label: "a rule for nobody",
      world: admitting({ source: "everybody" }),
      message:
        'securityGroups[0].ingress[0].source: saw "everybody", expected an IPv4 or IPv6 CIDR block, or the id of a security group or prefix list',
    },
    {
      label: "a rule for a group that there is not",
      world: { securityGroups: [{ groupId: GROUP, egress: [{ destination: OTHER_GROUP }] }] },
      message: `securityGroups[0].egress[0].destination: saw "${OTHER_GROUP}", expected one of the world's security groups`,
    },
    {
      label: "a security group twice",
      world: { securityGroups: [{ groupId: GROUP }, { groupId: GROUP }] },
      message: `securityGroups[1].groupId: saw "${GROUP}", which securityGroups[0] already has`,
    },
    {
      label: "two groups of one name in a VPC",
      world: { securityGroups: [GROUP, OTHER_GROUP].map((groupId) => ({ groupId, groupName: "web" })) },
      message: 'securityGroups[1].groupName: saw "web", which securityGroups[0] already has',
    },
  ])("refuses $label", ({ world, message }) => {
    expect(() => parseWorld(world)).toThrow(new WorldError(`Reading the world: ${message}`));
  });

  it("may have a propagated route beside a static one, and a name in two VPCs", () => {
    const world = {
      routeTables: [
        {
          routeTableId: TABLE,
          routes: [
            { destination: "10.1.0.0/16", target: "tgw-01234567" },
            { destination: "10.1.0.0/16", target: "vgw-01234567", propagated: true },
          ],
        },
      ],
      securityGroups: [
        { groupId: GROUP, groupName: "web", vpcId: VPC },
        { groupId: OTHER_GROUP, groupName: "web" },
      ],
    };
    expect(parseWorld(world)).toEqual(world);
  });

  it("lets a rule name a group that only a launch template names", () => {
    const sourceServers = [aServer(1, { launchTemplate: { securityGroupIds: [OTHER_GROUP] } })];
    const world = { ...admitting({ source: OTHER_GROUP }), sourceServers };
    expect(parseWorld(world)).toEqual(world);
  });
});
