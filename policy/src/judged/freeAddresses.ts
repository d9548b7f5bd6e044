import { count, mostFree } from "pulumi-drillwave/vocabulary";
import type { Answer } from "./answers";
import type { Change } from "./change";
import { attempt, COMPLIANT, type Judgement, judgeOrUnknown, Unanswerable, violationUnless } from "./judgement";
import { largestOverlap } from "./largestOverlap";
import { existingInstance, subnetOf } from "./observed";
import { ec2AddressOf } from "./place";
import type { PlannedWave } from "./plan";
import type { JudgedServer } from "./wave";

/** What takes addresses of a subnet, one each: servers, or their network interfaces. */
export interface SubnetUse<Taker> {
  /** What takes one, for people: `recovery instance`. */
  what: string;
  /** Several where EC2 picks one of them for each. */
  subnetIds: readonly string[];
  takers: readonly Taker[];
  ofTaker(taker: Taker): { planned: PlannedWave; server: JudgedServer };
  /** True when what the first wave takes is given back before the second one takes any. Transitive. May throw Unanswerable. */
  isBefore(one: PlannedWave, other: PlannedWave): boolean;
  /** Why each needs one, as a clause. */
  why: string;
  /** What takes one of the takers to another subnet. */
  move(taker: Taker): Change;
  /** What else would help where several waves are too many together. */
  otherwise: string;
}

/** About the last of the waves that take the most together: compliant when there is an address for each. */
export function judgeFreeAddresses<Taker>(use: SubnetUse<Taker>): Answer {
  return attempt(
    () => judgeMost(use),
    (judgement) => ({ judgement }),
  );
}

function judgeMost<Taker>(use: SubnetUse<Taker>): Answer {
  const waves = [...new Set(use.takers.map((taker) => use.ofTaker(taker).planned))];
  const takersOf = (planned: PlannedWave) => use.takers.filter((taker) => use.ofTaker(taker).planned === planned);
  const weight = (planned: PlannedWave) => takersOf(planned).length;
  const together = largestOverlap({ nodes: waves, weight, isBefore: use.isBefore });
  const sets = [together, ...waves.map((planned) => [planned])];
  const judgements = sets.map((set) => ({
    set,
    judgement: judgeOrUnknown(() => judgeSet(use, set.flatMap(takersOf))),
  }));
  const { set, judgement } = judgements.find((each) => each.judgement.status === "violation") ??
    judgements.find((each) => each.judgement.status === "unknown") ?? { set: together, judgement: COMPLIANT };
  const wave = set.at(-1)?.wave;
  return { judgement, ...(wave === undefined ? {} : { wave }) };
}

/** What these take at the same time. @throws Unanswerable when the subnets were not seen, or the figure is not exact enough */
function judgeSet<Taker>(use: SubnetUse<Taker>, takers: readonly Taker[]): Judgement {
  const [first] = takers;
  if (first === undefined) {
    return COMPLIANT;
  }
  const subnets = use.subnetIds.map((id) => freeIn(use, id));
  const waves = new Set(takers.map((taker) => use.ofTaker(taker).planned.wave.name));
  // One wave's own need is counted exactly (see `roundFree` of the provider).
  const least = Math.min(...subnets.map(({ free }) => free));
  const most = sum(subnets.map(({ free }) => (waves.size === 1 ? free : mostFree(free))));
  if (takers.length <= least) {
    return COMPLIANT;
  }
  const named = subnets.map(({ subnetId, cidrBlock }) => `${subnetId} (${cidrBlock})`).join(" and ");
  const users = `${nameTakers(use, takers)}${waves.size === 1 ? "" : ` of ${[...waves].join(", ")}`}`;
  if (takers.length <= most) {
    throw new Unanswerable("not observed", `whether ${named} has free addresses for ${users}`);
  }
  const exact = most === sum(subnets.map(({ free }) => free));
  const addresses = `${exact ? "" : "at most "}${count(most, "free address", "free addresses")}`;
  const surplus = count(takers.length - most, use.what);
  const { name } = use.ofTaker(first).server;
  const otherwise = waves.size > 1 ? `${use.otherwise}; or ` : "";
  return violationUnless([
    {
      says: `would find ${addresses} for ${users}`,
      at: { how: "in", what: named },
      why: use.why,
      fix: {
        words: `${otherwise}take ${surplus} to a larger subnet, such as that of ${name}`,
        change: use.move(first),
      },
      changedByDrill: true,
    },
  ]);
}

function nameTakers<Taker>({ what, ofTaker }: SubnetUse<Taker>, takers: readonly Taker[]): string {
  const servers = new Set(takers.map((taker) => ofTaker(taker).server.sourceServerId));
  return servers.size === takers.length
    ? count(takers.length, what)
    : `${count(takers.length, "network interface")} of ${count(servers.size, what)}`;
}

/** As the wave saw it that looked first: in `up`, those before a later one have taken theirs by then. */
function freeIn<Taker>({ takers, ofTaker }: SubnetUse<Taker>, subnetId: string) {
  const waves = takers.map((taker) => ofTaker(taker).planned.wave);
  const seen = waves.flatMap((wave) =>
    attempt(
      () => [subnetOf(wave, subnetId)],
      () => [],
    ),
  );
  // Where none saw it, the first one says why.
  const all = seen.length === 0 ? waves.slice(0, 1).map((wave) => subnetOf(wave, subnetId)) : seen;
  const free = Math.max(...all.map(({ availableIpAddressCount }) => availableIpAddressCount));
  return { subnetId, cidrBlock: all[0]?.cidrBlock ?? "", free };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/**
 * True for a server that was seen to need a free address when it is launched: not into an existing instance, and not in
 * place of an earlier recovery instance, which releases its own.
 */
export function takesAddress(server: JudgedServer): boolean {
  return server.seen?.recoveryInstances.length === 0 && existingInstance(server) === undefined;
}

/** Takers by the subnets that they may use; those without one are left out. */
export function bySubnets<Taker extends { planned: PlannedWave }>(
  takers: readonly Taker[],
  subnetIdsOf: (taker: Taker) => readonly string[],
): { subnetIds: readonly string[]; takers: Taker[] }[] {
  const users = new Map<string, { subnetIds: readonly string[]; takers: Taker[] }>();
  for (const taker of takers) {
    const subnetIds = subnetIdsOf(taker).toSorted();
    const key = [ec2AddressOf(taker.planned.wave), ...subnetIds].join();
    const known = users.get(key) ?? { subnetIds, takers: [] };
    known.takers.push(taker);
    users.set(key, known);
  }
  return [...users.values()].filter(({ subnetIds }) => subnetIds.length > 0);
}
