import type { Route } from "@aws-sdk/client-ec2";
import { describe, expect, it } from "vitest";
import * as translate from "../../../../provider/src/ec2/translateNetwork";

describe(translate.toSubnet.name, () => {
  it("reads network, size, free addresses and what is launched with a public address", () => {
    expect(
      translate.toSubnet({
        SubnetId: "subnet-1",
        VpcId: "vpc-1",
        AvailabilityZone: "us-west-2a",
        CidrBlock: "10.0.1.0/24",
        AvailableIpAddressCount: 250,
        MapPublicIpOnLaunch: true,
      }),
    ).toEqual({
      subnetId: "subnet-1",
      vpcId: "vpc-1",
      availabilityZone: "us-west-2a",
      cidrBlock: "10.0.1.0/24",
      availableIpAddressCount: 250,
      mapPublicIpOnLaunch: true,
    });
  });

  it("leaves out what EC2 does not say", () => {
    expect(translate.toSubnet({ SubnetId: "subnet-1" })).toEqual({
      subnetId: "subnet-1",
      cidrBlock: "",
      availableIpAddressCount: 0,
    });
  });
});

describe(translate.toRouteTable.name, () => {
  const routesOf = (route: Route) => translate.toRouteTable({ Routes: [{ State: "active", ...route }] }).routes;

  it("reads the subnets that it is associated with, and whether it is the main one", () => {
    expect(
      translate.toRouteTable({
        RouteTableId: "rtb-1",
        VpcId: "vpc-1",
        Associations: [
          { Main: true },
          { SubnetId: "subnet-1", AssociationState: { State: "associated" } },
          { SubnetId: "subnet-2", AssociationState: { State: "associating" } },
          { SubnetId: "subnet-3", AssociationState: { State: "disassociated" } },
          { GatewayId: "igw-1", AssociationState: { State: "associated" } },
        ],
      }),
    ).toEqual({
      vpcId: "vpc-1",
      isMain: true,
      subnetIds: ["subnet-1", "subnet-2"],
      routes: [],
    });
  });

  it("is not the main one once that association has gone", () => {
    const Associations = [{ Main: true, AssociationState: { State: "disassociating" as const } }];
    expect(translate.toRouteTable({ Associations }).isMain).toBe(false);
  });

  it.each<{ target: string; route: Route }>([
    { target: "igw-1", route: { GatewayId: "igw-1" } },
    { target: "vgw-1", route: { GatewayId: "vgw-1" } },
    { target: "nat-1", route: { NatGatewayId: "nat-1" } },
    { target: "tgw-1", route: { TransitGatewayId: "tgw-1" } },
    { target: "pcx-1", route: { VpcPeeringConnectionId: "pcx-1" } },
    { target: "eigw-1", route: { EgressOnlyInternetGatewayId: "eigw-1" } },
    { target: "i-1", route: { InstanceId: "i-1", NetworkInterfaceId: "eni-1" } },
    { target: "eni-1", route: { NetworkInterfaceId: "eni-1" } },
    { target: "lgw-1", route: { LocalGatewayId: "lgw-1" } },
    { target: "cagw-1", route: { CarrierGatewayId: "cagw-1" } },
    { target: "arn:core", route: { CoreNetworkArn: "arn:core" } },
    { target: "unknown", route: {} },
  ])("reads a route to $target", ({ target, route }) => {
    expect(routesOf({ DestinationCidrBlock: "0.0.0.0/0", ...route })).toEqual([{ destination: "0.0.0.0/0", target }]);
  });

  it.each<{ destination: string; route: Route }>([
    { destination: "10.9.0.0/16", route: { DestinationCidrBlock: "10.9.0.0/16" } },
    { destination: "::/0", route: { DestinationIpv6CidrBlock: "::/0" } },
    { destination: "pl-1", route: { DestinationPrefixListId: "pl-1" } },
    { destination: "unknown", route: {} },
  ])("reads a route to everything in $destination", ({ destination, route }) => {
    expect(routesOf({ GatewayId: "tgw-1", ...route })).toEqual([{ destination, target: "tgw-1" }]);
  });

  it.each<{ label: string; route: Route }>([
    { label: "within the VPC", route: { GatewayId: "local" } },
    { label: "into nothing", route: { GatewayId: "igw-1", State: "blackhole" } },
  ])("leaves out a route $label", ({ route }) => {
    expect(routesOf({ DestinationCidrBlock: "10.0.0.0/16", ...route })).toEqual([]);
  });
});

describe(translate.toSecurityGroup.name, () => {
  const V4 = { IpRanges: [{ CidrIp: "0.0.0.0/0" }] };
  const V6 = { Ipv6Ranges: [{ CidrIpv6: "::/0" }] };

  it.each([
    { permission: { IpProtocol: "tcp", FromPort: 22, ToPort: 22, ...V4 }, open: ["tcp 22 from 0.0.0.0/0"] },
    { permission: { IpProtocol: "tcp", FromPort: 8000, ToPort: 8080, ...V6 }, open: ["tcp 8000-8080 from ::/0"] },
    { permission: { IpProtocol: "udp", FromPort: 0, ToPort: 65535, ...V4 }, open: ["udp 0-65535 from 0.0.0.0/0"] },
    { permission: { IpProtocol: "-1", ...V4, ...V6 }, open: ["all from 0.0.0.0/0", "all from ::/0"] },
    { permission: { ...V4 }, open: ["all from 0.0.0.0/0"] },
    { permission: { IpProtocol: "icmp", FromPort: -1, ToPort: -1, ...V4 }, open: ["icmp from 0.0.0.0/0"] },
    { permission: { IpProtocol: "icmp", FromPort: 8, ToPort: 0, ...V4 }, open: ["icmp 8 from 0.0.0.0/0"] },
    { permission: { IpProtocol: "icmp", FromPort: 8, ToPort: -1, ...V4 }, open: ["icmp 8 from 0.0.0.0/0"] },
    { permission: { IpProtocol: "50", ...V4 }, open: ["50 from 0.0.0.0/0"] },
    { permission: { IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "10.0.0.0/8" }] }, open: [] },
    { permission: { IpProtocol: "tcp", FromPort: 22, ToPort: 22, UserIdGroupPairs: [{ GroupId: "sg-2" }] }, open: [] },
  ])("reads what everybody may reach: $open", ({ permission, open }) => {
    expect(translate.toSecurityGroup({ GroupId: "sg-1", GroupName: "web", IpPermissions: [permission] })).toEqual({
      groupId: "sg-1",
      groupName: "web",
      openIngress: open,
    });
  });

  it("has nothing open without rules", () => {
    expect(translate.toSecurityGroup({ GroupId: "sg-1" })).toEqual({ groupId: "sg-1", groupName: "", openIngress: [] });
  });
});
