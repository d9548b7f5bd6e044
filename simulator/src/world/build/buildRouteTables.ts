import type { RouteTableFile, WorldFile } from "../schema/worldFile";
import { enclosingBlock } from "../state/addresses";
import { derivedId } from "../state/ids";
import type { RouteState, RouteTableState, SubnetState } from "../state/network";

/** The route tables that the world lists. One without a VPC is in that of its first subnet, or in the given one. */
export function listedRouteTables(
  file: WorldFile,
  subnets: readonly SubnetState[],
  unlistedVpcId: string,
): RouteTableState[] {
  return (file.routeTables ?? []).map((given) => {
    const first = subnets.find((subnet) => subnet.subnetId === given.subnetIds?.[0]);
    const vpcId = given.vpcId ?? first?.vpcId ?? unlistedVpcId;
    return {
      routeTableId: given.routeTableId,
      vpcId,
      main: given.main ?? false,
      subnetIds: given.subnetIds ?? [],
      routes: [...localRoutes(vpcId, subnets), ...(given.routes ?? []).map(routeState)],
      tags: given.tags ?? {},
    };
  });
}

function routeState(given: NonNullable<RouteTableFile["routes"]>[number]): RouteState {
  return {
    destination: given.destination,
    target: given.target,
    state: given.state ?? "active",
    origin: given.propagated === true ? "EnableVgwRoutePropagation" : "CreateRoute",
  };
}

/** The main route table of a VPC for which the world lists none: the default VPC's leads to the internet, others lead nowhere (Amazon VPC user guide). */
export function mainRouteTable(vpcId: string, subnets: readonly SubnetState[]): RouteTableState {
  const isDefault = subnets.some((subnet) => subnet.defaultForAz && subnet.vpcId === vpcId);
  const internet = { destination: "0.0.0.0/0", target: derivedId("igw-", vpcId) };
  return {
    routeTableId: derivedId("rtb-", `${vpcId}/main`),
    vpcId,
    main: true,
    subnetIds: [],
    routes: [...localRoutes(vpcId, subnets), ...(isDefault ? [routeState(internet)] : [])],
    tags: {},
  };
}

// A world has no VPCs of its own. The largest block that a VPC can have is a /16: those that its subnets lie in are taken for its blocks.
function localRoutes(vpcId: string, subnets: readonly SubnetState[]): RouteState[] {
  const within = subnets.filter((subnet) => subnet.vpcId === vpcId);
  const blocks = new Set(within.map((subnet) => enclosingBlock(subnet.cidrBlock, 16)));
  return [...(blocks.size > 0 ? blocks : ["10.0.0.0/16"])].map((destination) => ({
    destination,
    target: "local",
    state: "active",
    origin: "CreateRouteTable",
  }));
}
