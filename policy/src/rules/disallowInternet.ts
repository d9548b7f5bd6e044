import type { ObservedRoute } from "pulumi-drillwave/vocabulary";
import type { Fact } from "../judged/fact";
import { type Judgement, judgeAll, violationUnless } from "../judged/judgement";
import { type LaunchInterface, newInterfaces } from "../judged/launchInterfaces";
import { changeVpc, judgeLaunchSubnet, type LaunchSubnet, NAME_SUBNET, NO_SUBNET } from "../judged/launchSubnets";
import { isAllowed, kindOf, leadsToInternet, routesFrom } from "../judged/routes";
import type { JudgedServer } from "../judged/wave";
import { names } from "../names";
import { serverRule } from "../rule";

const NAME = "drs-subnet-disallow-internet";

/** Recovery instances do not reach the internet. */
export const disallowInternet = serverRule({
  name: NAME,
  displayName: "Launch subnets do not reach the internet",
  wants: "No route of a launch subnet leads to the internet, except through what is allowed.",
  why:
    "A copy of a server that reaches the internet can send mail, pay or report in production's name, though it does not " +
    "reach production's network: less harm than drs-subnet-require-isolation looks for, and often wanted, as for " +
    "activation or updates. Internet, NAT, egress-only and carrier gateways lead there " +
    "(https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html). The rule judges routes alone: no network " +
    "ACLs, outbound rules of security groups, or proxies; where a NAT gateway's own subnet leads is not looked at.",
  fix: "Let the launch template name a subnet without a route to the internet, or allow the gateway.",
  severity: "medium",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["SC-7", "CP-4"],
  config: {
    allowed: names(
      "Kinds of gateways (nat, internet, egress-only-internet, carrier-gateway) and gateways (nat-…) that a drill may use.",
    ),
  },
  judgeServer(server, { allowed }) {
    return judgeAll(newInterfaces(server).map((each) => () => judgeInterface(server, each, allowed)));
  },
});

function judgeInterface(server: JudgedServer, each: LaunchInterface, allowed: readonly string[]): Judgement {
  return judgeLaunchSubnet(server, each, (subnet) => {
    const routes = routesFrom(server.wave, subnet).filter(
      (route) => leadsToInternet(route) && !isAllowed(route, allowed),
    );
    return violationUnless(routes.length === 0 ? [] : [factOf(routes, subnet, each)]);
  });
}

const WHY = "a copy of a server could act in production's name";

function factOf(routes: readonly ObservedRoute[], { subnetId, isDefault }: LaunchSubnet, each: LaunchInterface): Fact {
  if (isDefault) {
    const fix = { words: NAME_SUBNET, change: changeVpc(each) };
    return { says: "able to reach the internet", cause: NO_SUBNET, why: WHY, fix };
  }
  const kinds = [...new Set(routes.map(({ target }) => kindOf(target) ?? target))].toSorted();
  const allow = JSON.stringify(kinds);
  return {
    says: "could reach the internet",
    at: { how: "from", what: `${subnetId} (by ${[...new Set(routes.map(({ target }) => target))].join(", ")})` },
    why: WHY,
    fix: { words: `launch into an isolated subnet, or accept it (allowed: ${allow})` },
  };
}
