import * as v from "valibot";
import { editInterface } from "../judged/interfaceEdit";
import { type Advice, type Judgement, judgeAll, Unanswerable, violationUnless } from "../judged/judgement";
import { type LaunchInterface, nameInterface, newInterfaces, subnetOfInterface } from "../judged/launchInterfaces";
import { observation } from "../judged/observed";
import { ownMember } from "../judged/ownMember";
import type { JudgedServer } from "../judged/wave";
import { serverRule } from "../rule";

const NAME = "drs-subnet-require-isolation";

/** What a route leads to, by how its target's id begins. */
const KINDS: Readonly<Record<string, string>> = {
  pcx: "peering",
  tgw: "transit-gateway",
  vgw: "vpn-gateway",
  nat: "nat",
  igw: "internet",
  eigw: "egress-only-internet",
  lgw: "local-gateway",
  cagw: "carrier-gateway",
  i: "appliance",
  eni: "appliance",
  vpce: "endpoint",
};
const CORE_NETWORK = "core-network";

/** Recovery instances are launched in subnets from which no route leads out. */
export const requireIsolation = serverRule({
  name: NAME,
  displayName: "Launch subnets have no routes out",
  wants: "No route of a launch subnet leads out of its VPC, except to targets that are allowed.",
  why:
    "A drill starts copies of servers that are running, with their names, their jobs and their credentials; by a route " +
    "to production they can do their work twice, or answer in its place. What a subnet reaches is in its route table " +
    "(https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html); a gateway endpoint reaches an AWS service " +
    "only and is no way out (https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html). The rule " +
    "does not judge what is reachable within the VPC, interface endpoints, network ACLs or outbound security group rules.",
  fix:
    "Let the launch template name a subnet without routes out of its VPC, with security groups of the same VPC, or " +
    "allow what the drill may reach.",
  severity: "critical",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["REL13-BP03", "CP-4", "DORA-25"],
  config: {
    allowed: v.optional(
      v.pipe(
        v.array(v.pipe(v.string(), v.minLength(1))),
        v.description(
          "Kinds of targets (transit-gateway) and targets (tgw-…, a core network's ARN, or whatever a message names) of routes.",
        ),
      ),
      [],
    ),
  },
  judgeServer(server, { allowed }) {
    return judgeAll(newInterfaces(server).map((each) => () => judgeInterface(server, each, allowed)));
  },
});

function judgeInterface(server: JudgedServer, each: LaunchInterface, allowed: readonly string[]): Judgement {
  const isolate = editInterface(each, { SubnetId: "<isolated subnet>" });
  const subnet = subnetOfInterface(server, each);
  if (subnet === undefined) {
    const seen = `${nameInterface(each)} names no subnet, so that DRS launches into the default VPC`;
    return violationUnless([{ seen, wanted: "must name an isolated one", fix: isolate }]);
  }
  const { subnetId, routes } = subnet;
  if (routes === undefined) {
    const reason = observation(server.wave).surroundings?.unseen?.routes;
    throw new Unanswerable("not observed", reason ?? `the routes of ${subnetId} were not found`);
  }
  const outward = routes.filter((route) => isOutward(route) && !isAllowed(route, allowed));
  return violationUnless(outward.map((route) => adviceOn(route, subnetId, isolate)));
}

type Route = { destination: string; target: string };

/** False for a gateway endpoint: its destinations are an AWS service's prefix list. */
function isOutward({ destination, target }: Route): boolean {
  return kindOf(target) !== "endpoint" || !destination.startsWith("pl-");
}

function isAllowed({ target }: Route, allowed: readonly string[]): boolean {
  const kind = kindOf(target);
  return allowed.includes(target) || (kind !== undefined && allowed.includes(kind));
}

/** Undefined for what AWS added since. */
function kindOf(target: string): string | undefined {
  if (/^arn:.*core-network/.test(target)) {
    return CORE_NETWORK;
  }
  const [prefix = "", id] = target.split("-", 2);
  return id === undefined ? undefined : ownMember(KINDS, prefix);
}

function adviceOn({ destination, target }: Route, subnetId: string, isolate: string): Advice {
  return {
    seen: `route ${destination} of ${subnetId} leads to ${target} (${kindOf(target) ?? "unknown"})`,
    wanted: "must not lead out of the VPC unless its target or its kind is allowed",
    fix: `${isolate}, or let the configuration of ${NAME} say allowed: ["${target}"]`,
  };
}
