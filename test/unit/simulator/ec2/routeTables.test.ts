import { describe, expect, it } from "vitest";
import { routeTableToXml } from "../../../../simulator/src/ec2/routeTables";
import type { RouteState, RouteTableState } from "../../../../simulator/src/world/state/network";
import { aState } from "../aWorld";

const CORE_NETWORK = "arn:aws:networkmanager::111122223333:core-network/core-network-0123456789abcdef0";

/** A route table with one route. */
function aTable(route: Partial<RouteState>): RouteTableState {
  const whole = {
    destination: "0.0.0.0/0",
    target: "local",
    state: "active",
    origin: "CreateRoute",
    ...route,
  } as const;
  return { routeTableId: "rtb-1", vpcId: "vpc-1", main: true, subnetIds: [], routes: [whole], tags: {} };
}

describe(routeTableToXml.name, () => {
  it.each([
    { target: "local", member: "gatewayId" },
    { target: "igw-1", member: "gatewayId" },
    { target: "vgw-1", member: "gatewayId" },
    { target: "vpce-1", member: "gatewayId" },
    { target: "nat-1", member: "natGatewayId" },
    { target: "tgw-1", member: "transitGatewayId" },
    { target: "pcx-1", member: "vpcPeeringConnectionId" },
    { target: "eigw-1", member: "egressOnlyInternetGatewayId" },
    { target: "i-1", member: "instanceId" },
    { target: "eni-1", member: "networkInterfaceId" },
    { target: "lgw-1", member: "localGatewayId" },
    { target: "cagw-1", member: "carrierGatewayId" },
    { target: CORE_NETWORK, member: "coreNetworkArn" },
  ])("tells $target as $member", ({ target, member }) => {
    const instanceOwnerId = target === "i-1" ? "111122223333" : undefined;
    expect(routeTableToXml(aState(), aTable({ target }))).toMatchObject({
      routeSet: {
        item: [
          {
            destinationCidrBlock: "0.0.0.0/0",
            [member]: target,
            instanceOwnerId,
            state: "active",
            origin: "CreateRoute",
          },
        ],
      },
    });
  });

  it.each([
    { destination: "10.0.0.0/8", member: "destinationCidrBlock" },
    { destination: "::/0", member: "destinationIpv6CidrBlock" },
    { destination: "pl-1", member: "destinationPrefixListId" },
  ])("tells $destination as $member", ({ destination, member }) => {
    expect(routeTableToXml(aState(), aTable({ destination }))).toMatchObject({
      routeSet: { item: [{ [member]: destination }] },
    });
  });

  it("tells which gateways propagate their routes, once each", () => {
    const { routes, ...table } = aTable({ target: "vgw-1", origin: "EnableVgwRoutePropagation" });
    expect(routeTableToXml(aState(), { ...table, routes: [...routes, ...routes] })).toMatchObject({
      propagatingVgwSet: { item: [{ gatewayId: "vgw-1" }] },
    });
  });
});
