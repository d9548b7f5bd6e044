import { describe, expect, it } from "vitest";
import type { RouteTable } from "../../../../../provider/src/ec2/types";
import { routesOf } from "../../../../../provider/src/wave/look/routes";

const SUBNET = { subnetId: "subnet-1", vpcId: "vpc-1", cidrBlock: "10.0.1.0/24", availableIpAddressCount: 250 };
const OUT = { destination: "0.0.0.0/0", target: "igw-1" };
const TO_PEER = { destination: "10.9.0.0/16", target: "pcx-1" };

function aTable(changes: Partial<RouteTable>): RouteTable {
  return { routeTableId: "rtb-1", vpcId: "vpc-1", isMain: false, subnetIds: [], routes: [], ...changes };
}

const MAIN = aTable({ isMain: true, routes: [TO_PEER] });

describe(routesOf.name, () => {
  it.each([
    {
      label: "the associated table's, not the main one's",
      tables: [MAIN, aTable({ subnetIds: ["subnet-1"] })],
      routes: [],
    },
    {
      label: "the associated table's when it is the main one too",
      tables: [aTable({ isMain: true, subnetIds: ["subnet-1"], routes: [OUT] })],
      routes: [OUT],
    },
    {
      label: "the main table's when it is associated with none",
      tables: [aTable({ subnetIds: ["subnet-2"], routes: [OUT] }), MAIN],
      routes: [TO_PEER],
    },
    {
      label: "nobody's when another VPC's tables alone are known",
      tables: [{ ...MAIN, vpcId: "vpc-2" }],
      routes: undefined,
    },
    { label: "nobody's when no table is known", tables: [], routes: undefined },
  ])("gives $label", ({ tables, routes }) => {
    expect(routesOf(SUBNET, tables)).toEqual(routes);
  });
});
