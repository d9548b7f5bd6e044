import { count } from "pulumi-drillwave/vocabulary";
import { COMPLIANT, type Judgement, violationUnless } from "./judgement";
import { existingInstance, subnetOf } from "./observed";
import type { JudgedServer, JudgedWave } from "./wave";

/** What takes addresses of a subnet while a wave runs, one each: its servers, or their network interfaces. */
export interface SubnetUse<Taker> {
  /** For people: `staging subnet`. */
  title: string;
  subnetId: string;
  takers: readonly Taker[];
  serverOf(taker: Taker): JudgedServer;
  /** What is wanted, as a clause that says why each needs one: `must have one for each, as …`. */
  wanted: string;
  /** The AWS CLI command that takes it to another subnet. */
  move(taker: Taker): string;
}

/** Compliant when the subnet has a free address for each. @throws Unanswerable when it was not seen. */
export function judgeFreeAddresses<Taker>(wave: JudgedWave, use: SubnetUse<Taker>): Judgement {
  const { title, subnetId, takers, serverOf, wanted, move } = use;
  const { cidrBlock, availableIpAddressCount: free } = subnetOf(wave, subnetId);
  const [first] = takers;
  const surplus = takers.length - free;
  if (first === undefined || surplus <= 0) {
    return COMPLIANT;
  }
  const addresses = count(free, "free address", "free addresses");
  const servers = new Set(takers.map((taker) => serverOf(taker).sourceServerId));
  const isOneEach = servers.size === takers.length;
  const users = `${isOneEach ? "" : `${count(takers.length, "network interface")} of `}${count(servers.size, "server")}`;
  const seen = `${title} ${subnetId} (${cidrBlock}) has ${addresses} for ${users}`;
  const some = isOneEach
    ? `${surplus} of its servers, such as ${serverOf(first).name}`
    : `${surplus} of its network interfaces, such as one of ${serverOf(first).name}`;
  return violationUnless([{ seen, wanted, fix: `for ${some}: ${move(first)}` }]);
}

/**
 * True for a server that was seen to need a free address when it is launched: not into an existing instance, and not in
 * place of an earlier recovery instance, which releases its own.
 */
export function takesAddress(server: JudgedServer): boolean {
  return server.seen?.recoveryInstances.length === 0 && existingInstance(server) === undefined;
}

/** Takers by the subnet that they use; those without one are left out. */
export function bySubnet<Taker>(
  takers: readonly Taker[],
  subnetIdOf: (taker: Taker) => string | undefined,
): Map<string, Taker[]> {
  const users = new Map<string, Taker[]>();
  for (const taker of takers) {
    const subnetId = subnetIdOf(taker);
    if (subnetId !== undefined) {
      users.set(subnetId, [...(users.get(subnetId) ?? []), taker]);
    }
  }
  return users;
}
