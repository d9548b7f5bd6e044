import type { RouteTable, Subnet } from "../../ec2/types";

/**
 * The routes of the table that applies to a subnet: the one it is associated with, else its VPC's main one
 * (https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html). Undefined when none of these does. Pure.
 */
export function routesOf(subnet: Subnet, tables: readonly RouteTable[]): RouteTable["routes"] | undefined {
  const own = tables.find((table) => table.subnetIds.includes(subnet.subnetId));
  return (own ?? tables.find((table) => table.isMain && table.vpcId === subnet.vpcId))?.routes;
}
