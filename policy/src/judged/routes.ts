import { BlockList } from "node:net";
import type { ObservedRoute, ObservedSubnet } from "pulumi-drillwave/vocabulary";
import { Unanswerable } from "./judgement";
import { observation } from "./observed";
import { ownMember } from "./ownMember";
import type { JudgedWave } from "./wave";

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

/** Gateways behind which the internet is. */
const TO_INTERNET: readonly (string | undefined)[] = ["nat", "internet", "egress-only-internet", "carrier-gateway"];

/** Ranges that nobody has on the internet (https://www.iana.org/assignments/iana-ipv4-special-registry). */
const PRIVATE = new BlockList();
PRIVATE.addSubnet("10.0.0.0", 8);
PRIVATE.addSubnet("172.16.0.0", 12);
PRIVATE.addSubnet("192.168.0.0", 16);
PRIVATE.addSubnet("100.64.0.0", 10);
PRIVATE.addSubnet("fc00::", 7, "ipv6");

/** The routes out of the VPC that apply to a subnet. @throws Unanswerable when they were not seen */
export function routesFrom(wave: JudgedWave, subnet: ObservedSubnet & { subnetId: string }): readonly ObservedRoute[] {
  if (subnet.routes !== undefined) {
    return subnet.routes.filter(isOutward);
  }
  const reason = observation(wave).surroundings?.unseen?.routes;
  throw new Unanswerable("not observed", reason ?? `the routes of ${subnet.subnetId} were not found`);
}

/** False for a gateway endpoint: its destinations are an AWS service's prefix list. */
function isOutward({ destination, target }: ObservedRoute): boolean {
  return kindOf(target) !== "endpoint" || !destination.startsWith("pl-");
}

/**
 * True for a way to the internet: through one of its gateways, and not to a private range, to which a NAT gateway leads
 * by the routes of its own subnet. What a prefix list has is not known, and may be private.
 */
export function leadsToInternet({ destination, target }: ObservedRoute): boolean {
  return TO_INTERNET.includes(kindOf(target)) && !isPrivate(destination);
}

function isPrivate(destination: string): boolean {
  const [address = "", length] = destination.split("/");
  return length === undefined || PRIVATE.check(address, address.includes(":") ? "ipv6" : "ipv4");
}

/** True when the route's target, or its kind, is among these. */
export function isAllowed({ target }: ObservedRoute, allowed: readonly string[]): boolean {
  const kind = kindOf(target);
  return allowed.includes(target) || (kind !== undefined && allowed.includes(kind));
}

/** The kind of what a route leads to; undefined for what AWS added since. */
export function kindOf(target: string): string | undefined {
  if (/^arn:.*core-network/.test(target)) {
    return CORE_NETWORK;
  }
  const [prefix = "", id] = target.split("-", 2);
  return id === undefined ? undefined : ownMember(KINDS, prefix);
}
