import type { RouteTableFile, WorldFile } from "../schema/worldFile";
import { derivedId } from "../state/ids";
import type { RouteState, RouteTableState, SubnetState } from "../state/network";
import { vpcBlocks } from "../state/vpcs";

/**
 * The route tables that the world lists.
 *
 * @param unlistedVpcId the VPC of a table that has neither a VPC nor subnets
 */
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

/**
 * The main route table of a VPC for which the world lists none. The default VPC's has a route to the internet, others have only local routes
 * (https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html).
 */
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

function localRoutes(vpcId: string, subnets: readonly SubnetState[]): RouteState[] {
  return vpcBlocks(vpcId, subnets).map((destination) => ({
    destination,
    target: "local",
    state: "active",
    origin: "CreateRouteTable",
  }));
}
