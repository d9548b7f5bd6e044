import type { WorldState } from "../world/state/worldState";

/** The Availability Zones of the world: a to c of its Region, and those of its subnets. */
export function zonesOf({ region, subnets }: WorldState): string[] {
  const usual = ["a", "b", "c"].map((letter) => region + letter);
  return [...new Set([...usual, ...subnets.map(({ availabilityZone }) => availabilityZone)])];
}

/** Whether EC2 offers the type in this zone; without a zone, in one of them at least. */
export function isOffered(state: WorldState, instanceType: string, availabilityZone?: string): boolean {
  const zones = availabilityZone === undefined ? zonesOf(state) : [availabilityZone];
  const without = state.notOffered.filter((entry) => entry.instanceType === instanceType);
  return zones.some((zone) => !without.some((entry) => (entry.availabilityZone ?? zone) === zone));
}
