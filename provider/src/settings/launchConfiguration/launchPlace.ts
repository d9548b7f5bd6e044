/** Where a launch may go, and which instance types are offered there. */
import type { Ec2Gateway } from "../../ec2/gateway";
import { harmless } from "../../vocabulary";
import { type Refusal, WRITE_THE_TYPE } from "./refusal";

/** The reads that it takes. */
export type PlaceEc2 = Pick<Ec2Gateway, "listSubnets" | "listDefaultSubnets" | "listOfferedInstanceTypesOnce">;

/** Where a launch may go, and what is offered in all of it. */
export interface Place {
  zones: readonly string[];
  offered: ReadonlySet<string>;
}

/**
 * The zone of the subnet; without one those of all default subnets, because it is not known in which of them EC2 launches
 * (docs/drs-facts.md#a-template-without-a-subnet).
 */
export async function findPlace(ec2: PlaceEc2, subnetId: string | undefined): Promise<Place | Refusal> {
  const found = await (subnetId === undefined ? findDefaultZones(ec2) : findZone(ec2, subnetId));
  if ("refusal" in found) {
    return found;
  }
  const { zones } = found;
  const offers = await Promise.all(zones.map((zone) => ec2.listOfferedInstanceTypesOnce(zone)));
  const silent = zones.filter((_, index) => offers[index]?.length === 0);
  if (silent.length > 0) {
    return { refusal: `EC2 does not say which instance types are offered in ${silent.join(", ")}` };
  }
  const [first = [], ...others] = offers.map((names) => new Set(names));
  return { zones, offered: new Set([...first].filter((name) => others.every((names) => names.has(name)))) };
}

type Zones = { zones: readonly string[] };

async function findZone(ec2: PlaceEc2, subnetId: string): Promise<Zones | Refusal> {
  const subnets = await ec2.listSubnets([subnetId]);
  const subnet = subnets.find((each) => each.subnetId === subnetId);
  if (subnet?.availabilityZone === undefined) {
    const seen = subnet === undefined ? "shows no" : "does not say the zone of";
    return {
      refusal: `EC2 ${seen} subnet ${harmless(subnetId)}`,
      fix: `name a subnet that exists, or ${WRITE_THE_TYPE}`,
    };
  }
  return { zones: [subnet.availabilityZone] };
}

async function findDefaultZones(ec2: PlaceEc2): Promise<Zones | Refusal> {
  const subnets = await ec2.listDefaultSubnets();
  const zones = [...new Set(subnets.map(({ availabilityZone }) => availabilityZone))].sort();
  return zones.length === 0
    ? {
        refusal: "the launch template names no subnet, and EC2 shows no default subnet",
        fix: `name a subnet in launchTemplate.subnetId`,
      }
    : { zones };
}
