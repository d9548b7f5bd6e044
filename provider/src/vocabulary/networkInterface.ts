import type { ObservedLaunchTemplate, ObservedNetworkInterface } from "./observation";

/**
 * The primary network interface of a launch template's list: the only one with device index 0 on the first network card,
 * or without an index. Undefined when there is none or more than one such: then it is not clear. Pure.
 */
export function primaryInterface<Interface extends Pick<ObservedNetworkInterface, "deviceIndex" | "networkCardIndex">>(
  interfaces: readonly Interface[],
): Interface | undefined {
  const onFirstCard = interfaces.filter(({ networkCardIndex = 0 }) => networkCardIndex === 0);
  const first = onFirstCard.filter(({ deviceIndex }) => deviceIndex === 0);
  const unnumbered = onFirstCard.filter(({ deviceIndex }) => deviceIndex === undefined);
  const [primary, ...others] = [...first, ...unnumbered];
  return others.length === 0 ? primary : undefined;
}

/**
 * True when the template leaves the subnet to EC2: it has no network interface, or a single one that is made anew and names
 * none. With several EC2 wants to know. Pure.
 */
export function leavesSubnetOpen({ subnetId, networkInterfaces = [{}] }: ObservedLaunchTemplate): boolean {
  const [only = {}, ...others] = networkInterfaces;
  const named = [subnetId, only.subnetId, only.networkInterfaceId];
  return others.length === 0 && named.every((id) => id === undefined);
}
