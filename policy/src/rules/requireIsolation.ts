import * as v from "valibot";
import { editInterface } from "../judged/interfaceEdit";
import { COMPLIANT, type Judgement, judgeAll, Unanswerable, violationUnless } from "../judged/judgement";
import { type LaunchInterface, newInterfaces, subnetIdOf } from "../judged/launchInterfaces";
import { defaultSubnetIds, judgeLaunchSubnet, type LaunchSubnet } from "../judged/launchSubnets";
import { observation } from "../judged/observed";
import { productionIn, productionOf } from "../judged/production";
import { isAllowed, leadsToInternet, nameRoute, routesFrom } from "../judged/routes";
import type { JudgedServer } from "../judged/wave";
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
    allowed: v.optional(
      v.pipe(
        v.array(v.pipe(v.string(), v.minLength(1))),
        v.description(
          "VPCs of production (vpc-…) that a drill may be launched in, and targets of routes: kinds (transit-gateway) or ids (tgw-…, a core network's ARN, or whatever a message names).",
        ),
      ),
      [],
    ),
  },
  judgeServer(server, { allowed }) {
    return judgeAll(
      newInterfaces(server).flatMap((each) => {
        const isolate = editInterface(each, { SubnetId: "<isolated subnet>" });
        const judges = [judgeVpc, judgeRoutes].map(
          (judge) => () => judgeLaunchSubnet(server, each, (subnet) => judge({ server, subnet, isolate, allowed })),
        );
        return [...judges, () => judgeStaging(server, each, isolate, allowed)];
      }),
    );
  },
});

interface Subject {
  server: JudgedServer;
  subnet: LaunchSubnet;
  /** The command that takes the interface elsewhere. */
  isolate: string;
  allowed: readonly string[];
}

function judgeVpc({ server, subnet: { vpcId, name }, isolate, allowed }: Subject): Judgement {
  if (vpcId !== undefined && allowed.includes(vpcId)) {
    return COMPLIANT;
  }
  const [found, ...others] = vpcId === undefined ? [] : productionIn(vpcId, server);
  if (found !== undefined) {
    const rest = others.length === 0 ? "" : ` and ${others.length} more of this wave`;
    const seen = `${name} is in ${vpcId}, where production's ${found.instanceId} of ${found.server.name}${rest} runs`;
    const fix = `${isolate}, or let the configuration of ${NAME} say allowed: ["${vpcId}"]`;
    return violationUnless([{ seen, wanted: "must be in another VPC, because a drill reaches all of its own", fix }]);
  }
  if (productionOf(server) !== undefined && vpcId === undefined) {
    throw new Unanswerable("not observed", `which VPC ${name} is in`);
  }
  return COMPLIANT;
}

/** Of several default subnets, EC2 may pick one that is no staging subnet. */
function judgeStaging(
  server: JudgedServer,
  each: LaunchInterface,
  isolate: string,
  allowed: readonly string[],
): Judgement {
  const named = subnetIdOf(each);
  const [subnetId, ...others] = named === undefined ? defaultSubnetIds(server, each) : [named];
  // Where it could not be read, the rules about replication settings say so.
  const configurations = Object.values(observation(server.wave).surroundings?.replicationConfigurations ?? {});
  const isStaging = configurations.some(({ stagingAreaSubnetId }) => stagingAreaSubnetId === subnetId);
  if (subnetId === undefined || others.length > 0 || !isStaging || allowed.includes(subnetId)) {
    return COMPLIANT;
  }
  const fix = `${isolate}, or let the configuration of ${NAME} say allowed: ["${subnetId}"]`;
  return violationUnless([
    {
      seen: `${subnetId} is the staging subnet, where replication servers run and take addresses`,
      wanted: "must be another subnet, because a drill takes what replication needs and reaches its servers",
      fix,
    },
  ]);
}

function judgeRoutes({ server, subnet, isolate, allowed }: Subject): Judgement {
  const routes = routesFrom(server.wave, subnet).filter((route) => !leadsToInternet(route));
  return violationUnless(
    routes
      .filter((route) => !isAllowed(route, allowed))
      .map((route) => ({
        seen: nameRoute(route, subnet.name),
        wanted: "must not lead into another network unless its target or its kind is allowed",
        fix: `${isolate}, or let the configuration of ${NAME} say allowed: ["${route.target}"]`,
      })),
  );
}
