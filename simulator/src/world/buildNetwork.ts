import { listedRouteTables, mainRouteTable } from "./buildRouteTables";
import { defaultSecurityGroup, listedSecurityGroups } from "./buildSecurityGroups";
import { buildSubnets } from "./buildSubnets";
import type { WorldFile } from "./schema";
import type { WorldState } from "./state";

/** The world's network: what it lists, what it only names, and what every VPC has by itself. */
export function buildNetwork(file: WorldFile): Pick<WorldState, "subnets" | "routeTables" | "securityGroups"> {
  const subnets = buildSubnets(file);
  const routeTables = listedRouteTables(file, subnets);
  const securityGroups = listedSecurityGroups(file, subnets);
  const vpcIds = [...new Set([...subnets, ...routeTables, ...securityGroups].map(({ vpcId }) => vpcId))];
  const lacking = (has: (vpcId: string) => boolean) => vpcIds.filter((vpcId) => !has(vpcId));
  const withoutMain = lacking((vpcId) => routeTables.some((table) => table.main && table.vpcId === vpcId));
  const withoutDefault = lacking((vpcId) =>
    securityGroups.some((group) => group.groupName === "default" && group.vpcId === vpcId),
  );
  return {
    subnets,
    routeTables: [...routeTables, ...withoutMain.map((vpcId) => mainRouteTable(vpcId, subnets))],
    securityGroups: [...securityGroups, ...withoutDefault.map(defaultSecurityGroup)],
  };
}
