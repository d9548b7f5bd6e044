import { derivedId } from "../world/state/ids";
import type { RouteState, RouteTableState } from "../world/state/network";
import type { WorldState } from "../world/state/worldState";
import { items, tagSet, type Xml } from "./xml";

/** EC2's RouteTableAssociation, without its state. */
interface Association {
  readonly routeTableAssociationId: string;
  readonly routeTableId: string;
  readonly subnetId?: string;
  readonly main: boolean;
}

/** What a route table applies to: its VPC, if it is the main table, and each subnet that is associated with it. */
export function associations({ routeTableId, main, subnetIds }: RouteTableState): Association[] {
  return [
    ...(main
      ? [{ routeTableAssociationId: derivedId("rtbassoc-", `${routeTableId}/main`), routeTableId, main: true }]
      : []),
    ...subnetIds.map((subnetId) => ({
      routeTableAssociationId: derivedId("rtbassoc-", `${routeTableId}/${subnetId}`),
      routeTableId,
      subnetId,
      main: false,
    })),
  ];
}

/** EC2's RouteTable. */
export function routeTableToXml(state: WorldState, table: RouteTableState): Xml {
  const propagating = table.routes.filter((route) => route.origin === "EnableVgwRoutePropagation");
  const gateways = [...new Set(propagating.map((route) => route.target))];
  return {
    routeTableId: table.routeTableId,
    vpcId: table.vpcId,
    ownerId: state.account,
    routeSet: items(table.routes.map((route) => routeToXml(state, route))),
    associationSet: items(
      associations(table).map((association) => ({ ...association, associationState: { state: "associated" } })),
    ),
    propagatingVgwSet: items(gateways.map((gatewayId) => ({ gatewayId }))),
    tagSet: tagSet(table.tags),
  };
}

function routeToXml(state: WorldState, { destination, target, state: status, origin }: RouteState): Xml {
  const kind = target.split("-")[0] ?? "";
  return {
    [destinationMember(destination)]: destination,
    [TARGET_MEMBERS[kind] ?? "coreNetworkArn"]: target,
    instanceOwnerId: kind === "i" ? state.account : undefined,
    state: status,
    origin,
  };
}

function destinationMember(destination: string): string {
  if (destination.startsWith("pl-")) {
    return "destinationPrefixListId";
  }
  return destination.includes(":") ? "destinationIpv6CidrBlock" : "destinationCidrBlock";
}

// By the part of the target before the first hyphen. Anything else is the ARN of a core network.
const TARGET_MEMBERS: Readonly<Record<string, string>> = {
  local: "gatewayId",
  igw: "gatewayId",
  vgw: "gatewayId",
  vpce: "gatewayId",
  nat: "natGatewayId",
  tgw: "transitGatewayId",
  pcx: "vpcPeeringConnectionId",
  eigw: "egressOnlyInternetGatewayId",
  i: "instanceId",
  eni: "networkInterfaceId",
  lgw: "localGatewayId",
  cagw: "carrierGatewayId",
};
