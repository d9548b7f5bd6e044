import type { ObservedRoute } from "pulumi-drillwave/vocabulary";
import type { Fact } from "../judged/fact";
import {
  COMPLIANT,
  type Judgement,
  judgeAll,
  NOT_APPLICABLE,
  Unanswerable,
  violationUnless,
} from "../judged/judgement";
import { type LaunchInterface, newInterfaces, subnetIdOf } from "../judged/launchInterfaces";
import {
  changeVpc,
  defaultSubnetIds,
  judgeLaunchSubnet,
  type LaunchSubnet,
  NAME_SUBNET,
  NO_SUBNET,
} from "../judged/launchSubnets";
import { observation } from "../judged/observed";
import { productionIn, productionOf } from "../judged/production";
import { isAllowed, leadsToInternet, routesFrom } from "../judged/routes";
import type { JudgedServer } from "../judged/wave";
import { names } from "../names";
import { serverRule } from "../rule";

const NAME = "drs-subnet-require-isolation";

/** Recovery instances are launched where they do not reach production. */
export const requireIsolation = serverRule({
  name: NAME,
  displayName: "Launch subnets do not reach production",
  wants:
    "A launch subnet is in another VPC than the servers that are copied, is no staging subnet, and no route of it leads into " +
    "other networks, except to what is allowed.",
  why:
    "A drill starts copies of servers that are running, with their names, their jobs and their credentials; where they " +
    "reach production they can do its work twice, or answer in its place. Within a VPC every subnet reaches every other " +
    "by the local route (https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html); which VPC production " +
    "is in is known for EC2 instances of this Region and account that are servers of the wave. What else a subnet reaches " +
    "is in its route table: peering, transit gateways, VPNs, core networks, local gateways and appliances lead into other " +
    "networks. Ways to the internet are drs-subnet-disallow-internet's to judge, except a NAT gateway's for private ranges " +
    "or prefix lists; a gateway endpoint reaches an AWS service only and is no way out " +
    "(https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html). In a staging subnet, what a drill launches takes " +
    "addresses from replication servers and reaches them. The rule does not judge network ACLs, " +
    "security groups, interface endpoints, or where the other servers of a VPC are copied from.",
  fix:
    "Let the launch template name a subnet of another VPC than production's, without routes into other networks, with " +
    "security groups of the same VPC; or allow what the drill may reach.",
  severity: "critical",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["REL13-BP03", "CP-4", "DORA-25"],
  config: {
    allowed: names(
      "VPCs of production (vpc-…) and staging subnets (subnet-…) that a drill may be launched in, and targets of routes: kinds (transit-gateway) or ids (tgw-…, a core network's ARN, or whatever a message names).",
    ),
  },
  judgeServer(server, { allowed }) {
    return judgeAll(
      newInterfaces(server).flatMap((each) => [
        ...[judgeVpc, judgeRoutes].map(
          (judge) => () => judgeLaunchSubnet(server, each, (subnet) => judge({ server, subnet, each, allowed })),
        ),
        () => judgeStaging(server, each, allowed),
      ]),
    );
  },
});

interface Subject {
  server: JudgedServer;
  subnet: LaunchSubnet;
  each: LaunchInterface;
  allowed: readonly string[];
}

const WHY = "copies could do production's work twice, or answer in its place";

function judgeVpc({ server, subnet, each, allowed }: Subject): Judgement {
  const { vpcId } = subnet;
  if (vpcId !== undefined && allowed.includes(vpcId)) {
    return COMPLIANT;
  }
  if (vpcId !== undefined && productionIn(vpcId, server).length > 0) {
    const accept = `allowed: ["${vpcId}"]`;
    return violationUnless([
      subnet.isDefault
        ? {
            says: "beside production",
            why: WHY,
            cause: NO_SUBNET,
            fix: { words: NAME_SUBNET, change: changeVpc(each) },
          }
        : {
            says: "would start beside production",
            at: { how: "in", what: vpcId },
            why: `within a VPC every subnet reaches every other, and ${WHY}`,
            fix: { words: `launch into a subnet and groups of another VPC, or accept it (${accept})` },
          },
    ]);
  }
  if (productionOf(server) !== undefined && vpcId === undefined) {
    throw new Unanswerable("not observed", `which VPC ${subnet.name} is in`);
  }
  return COMPLIANT;
}

/** Of several default subnets, EC2 may pick one that is no staging subnet. */
function judgeStaging(server: JudgedServer, each: LaunchInterface, allowed: readonly string[]): Judgement {
  const named = subnetIdOf(each);
  const [subnetId, ...others] = named === undefined ? defaultSubnetIds(server, each) : [named];
  if (subnetId === undefined) {
    return NOT_APPLICABLE;
  }
  // Where it could not be read, the rules about replication settings say so.
  const configurations = Object.values(observation(server.wave).surroundings?.replicationConfigurations ?? {});
  const isStaging = configurations.some(({ stagingAreaSubnetId }) => stagingAreaSubnetId === subnetId);
  if (others.length > 0 || !isStaging || allowed.includes(subnetId)) {
    return COMPLIANT;
  }
  const why = "a drill takes the addresses that replication servers need, and reaches them";
  return violationUnless([
    named === undefined
      ? {
          says: "among replication servers",
          why,
          cause: NO_SUBNET,
          fix: { words: NAME_SUBNET, change: changeVpc(each) },
        }
      : {
          says: "would start among replication servers",
          at: { how: "in", what: subnetId },
          why,
          fix: { words: `launch into another subnet, or accept it (allowed: ["${subnetId}"])` },
        },
  ]);
}

function judgeRoutes({ server, subnet, each, allowed }: Subject): Judgement {
  const routes = routesFrom(server.wave, subnet).filter(
    (route) => !leadsToInternet(route) && !isAllowed(route, allowed),
  );
  return violationUnless(routes.length === 0 ? [] : [factOf(routes, subnet, each)]);
}

/** What the subnet leads to, with how to leave or accept it. */
function factOf(routes: readonly ObservedRoute[], { subnetId, isDefault }: LaunchSubnet, each: LaunchInterface): Fact {
  if (isDefault) {
    const fix = { words: NAME_SUBNET, change: changeVpc(each) };
    return { says: "able to reach other networks", why: WHY, cause: NO_SUBNET, fix };
  }
  const targets = [...new Set(routes.map(({ target }) => target))].toSorted();
  return {
    says: "could reach other networks",
    at: { how: "from", what: `${subnetId} (${nameSomeRoutes(routes)})` },
    why: WHY,
    // Which subnet, of which VPC and with which groups, is a design and no edit.
    fix: { words: `launch into an isolated subnet, or accept it (allowed: ${JSON.stringify(targets)})` },
  };
}

/** `10.0.0.0/8 by tgw-…`, and how many more. */
function nameSomeRoutes(routes: readonly ObservedRoute[]): string {
  const [first, ...others] = routes.map(({ destination, target }) => `${destination} by ${target}`);
  return others.length === 0 ? `${first}` : `${first} and ${others.length} more`;
}
