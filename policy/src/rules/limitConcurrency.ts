import { CONCURRENT_JOBS, count, SERVERS_IN_ALL_JOBS, someOf } from "pulumi-drillwave/vocabulary";
import * as v from "valibot";
import { type Answer, judgeEachWave, unknownOf } from "../judged/answers";
import type { Fact } from "../judged/fact";
import { COMPLIANT, compliantWhen } from "../judged/judgement";
import { largestOverlap } from "../judged/largestOverlap";
import { knownPlaceOf, mayBeSamePlace } from "../judged/place";
import type { PlannedWave } from "../judged/plan";
import { knownServersOf } from "../judged/servers";
import { planRule } from "../rule";

/** Waves that can run at the same time stay within DRS's quotas for jobs. */
export const limitConcurrency = planRule({
  name: "drs-plan-limit-concurrency",
  displayName: "Waves stay within DRS's quotas",
  wants:
    "Waves that can run at the same time stay within DRS's quotas for concurrent jobs and for servers in all jobs.",
  why:
    `A wave is one recovery job. DRS allows ${CONCURRENT_JOBS} concurrent jobs in progress (L-D88FAC3A) and ${SERVERS_IN_ALL_JOBS} source servers in all ` +
    "jobs (L-05AFA8C6), see https://docs.aws.amazon.com/drs/latest/userguide/drs-at-scale.html; a wave that finds no " +
    "room waits or is refused (preflight.busyServers), in the middle of a drill and in an order that nobody chose. The " +
    "rule takes the worst moment that the order of the waves allows, by account and Region, as if every wave were drilled. " +
    "A wave that nobody has looked at counts in each of them, and jobs of other programs are not seen.",
  fix: "Let waves wait for others (dependsOn). Or raise the quota in Service Quotas, and this rule's maximum with it.",
  severity: "high",
  levels: { recommended: "mandatory", strict: "mandatory" },
  supports: ["REL13-BP03", "CP-4", "DORA-25"],
  config: {
    maximumJobs: v.optional(
      v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000), v.description("Jobs at the same time.")),
      CONCURRENT_JOBS,
    ),
    maximumServers: v.optional(
      v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000), v.description("Servers in all jobs.")),
      SERVERS_IN_ALL_JOBS,
    ),
  },
  judgePlan(plan, { maximumJobs, maximumServers }) {
    const sizes = new Map<PlannedWave, number>();
    const unsized = judgeEachWave(plan, (planned) => {
      sizes.set(planned, knownServersOf(planned.wave).length);
      return COMPLIANT;
    });
    const size = (planned: PlannedWave) => sizes.get(planned) ?? 0;
    const jobs: Counted = {
      what: "recovery job",
      weight: () => 1,
      maximum: maximumJobs,
      quota: "L-D88FAC3A",
      member: "maximumJobs",
    };
    const servers: Counted = {
      what: "server",
      weight: size,
      maximum: maximumServers,
      quota: "L-05AFA8C6",
      member: "maximumServers",
    };
    const answers = byPlace(plan.waves).flatMap(({ place, waves }) =>
      [jobs, servers].map((counted) => judgeOverlap(waves, place, counted)),
    );
    return [...answers, ...unknownOf(unsized)];
  },
});

/** Quotas are an account's in a Region; a wave of which these are not known may be in any. */
function byPlace(all: readonly PlannedWave[]): { place: string; waves: PlannedWave[] }[] {
  const places = all.map(({ wave }) => knownPlaceOf(wave));
  const known = places.filter(({ region }) => region !== undefined);
  const exact = known.filter(
    (place, index) =>
      known.findIndex((each) => each.region === place.region && each.account === place.account) === index &&
      (place.account !== undefined ||
        !known.some((each) => each.account !== undefined && each.region === place.region)),
  );
  if (exact.length === 0) {
    return all.length === 0 ? [] : [{ place: "", waves: [...all] }];
  }
  return exact.map((place) => ({
    place: ` in ${[place.account, place.region].filter((part) => part !== undefined).join(" ")}`,
    waves: all.filter((_wave, index) => mayBeSamePlace(place, places[index] ?? {})),
  }));
}

/** What is counted of waves. */
interface Counted {
  /** For people, of one. */
  what: "recovery job" | "server";
  weight(planned: PlannedWave): number;
  maximum: number;
  quota: string;
  /** The member of the configuration that says the maximum. */
  member: string;
}

/** About the last of the waves that are too many together: it is the one that can wait. */
function judgeOverlap(waves: readonly PlannedWave[], place: string, counted: Counted): Answer {
  const { weight, maximum } = counted;
  const isBefore = (first: PlannedWave, second: PlannedWave) => second.after.has(first.wave.urn);
  const overlap = largestOverlap({ nodes: waves, weight, isBefore });
  const total = overlap.reduce((sum, planned) => sum + weight(planned), 0);
  const names = overlap.map(({ wave }) => wave.name);
  const wave = overlap.at(-1)?.wave;
  const judgement = compliantWhen(total <= maximum, excess(names, total, place, counted));
  return { judgement, ...(wave === undefined ? {} : { wave }) };
}

function excess(names: readonly string[], total: number, place: string, counted: Counted): Fact {
  const { what, maximum, quota, member } = counted;
  const [first = ""] = names;
  const isAlone = names.length === 1;
  const others = names.slice(0, -1);
  const together = `${others.length === 1 ? "wave" : "waves"} ${someOf(others)}, which makes ${count(total, what)}`;
  return {
    says: isAlone
      ? `would have ${count(total, what)} at the same time, over the limit of ${maximum}${place} (DRS quota ${quota})`
      : `could go over the limit of ${count(maximum, what)} at the same time${place} (DRS quota ${quota})`,
    ...(isAlone ? {} : { at: { how: "with" as const, what: together } }),
    why: "a wave would wait or be refused in the middle of the drill",
    fix: {
      words:
        `${isAlone ? "split it into waves that wait for each other" : `let it wait for another one ({ dependsOn: [${first}] })`}, ` +
        `or raise the quota, and ${member} of this rule with it`,
    },
  };
}
