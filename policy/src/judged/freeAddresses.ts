import { count } from "pulumi-drillwave/vocabulary";
import { COMPLIANT, type Judgement, violationUnless } from "./judgement";
import { existingInstance, subnetOf } from "./observed";
import type { JudgedServer, JudgedWave } from "./wave";

/** Servers of a wave, each of which takes an address of the subnet while the wave runs. */
export interface SubnetUse {
  /** For people: `staging subnet`. */
  title: string;
  subnetId: string;
  servers: readonly JudgedServer[];
  /** What is wanted, as a clause that says why each server needs one: `must have one for each, as …`. */
  wanted: string;
  /** The AWS CLI command that takes a server to another subnet. */
  move(server: JudgedServer): string;
}

/** Compliant when the subnet has a free address for each server. @throws Unanswerable when it was not seen. */
export function judgeFreeAddresses(wave: JudgedWave, { title, subnetId, servers, wanted, move }: SubnetUse): Judgement {
  const { cidrBlock, availableIpAddressCount: free } = subnetOf(wave, subnetId);
  const [first] = servers;
  const surplus = servers.length - free;
  if (first === undefined || surplus <= 0) {
    return COMPLIANT;
  }
  const addresses = count(free, "free address", "free addresses");
  const seen = `${title} ${subnetId} (${cidrBlock}) has ${addresses} for ${count(servers.length, "server")}`;
  return violationUnless([
    { seen, wanted, fix: `for ${surplus} of its servers, such as ${first.name}: ${move(first)}` },
  ]);
}

/**
 * True for a server that was seen to need a free address when it is launched: not into an existing instance, and not in
 * place of an earlier recovery instance, which releases its own.
 */
export function takesAddress(server: JudgedServer): boolean {
  return server.seen?.recoveryInstances.length === 0 && existingInstance(server) === undefined;
}

/** Servers by the subnet that they use; those without one are left out. */
export function bySubnet(
  servers: readonly JudgedServer[],
  subnetIdOf: (server: JudgedServer) => string | undefined,
): Map<string, JudgedServer[]> {
  const users = new Map<string, JudgedServer[]>();
  for (const server of servers) {
    const subnetId = subnetIdOf(server);
    if (subnetId !== undefined) {
      users.set(subnetId, [...(users.get(subnetId) ?? []), server]);
    }
  }
  return users;
}
