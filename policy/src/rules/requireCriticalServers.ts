import { CRITICAL_SERVER_TAG, nameServer } from "pulumi-drillwave/vocabulary";
import { type Answer, judgeEachWave, unknownOf } from "../judged/answers";
import { COMPLIANT, type Judgement, violationUnless } from "../judged/judgement";
import { observation, part } from "../judged/observed";
import type { JudgedPlan } from "../judged/plan";
import { knownServersOf } from "../judged/servers";
import type { JudgedWave } from "../judged/wave";
import { planRule } from "../rule";

const TAG = `${CRITICAL_SERVER_TAG.key}=${CRITICAL_SERVER_TAG.value}`;

/** Every source server that is tagged as critical is in some wave. */
export const requireCriticalServers = planRule({
  name: "drs-plan-require-critical-servers",
  displayName: "Critical servers are drilled",
  wants: `Every source server with the tag ${TAG} in the Regions of the waves is in a wave of the program.`,
  why:
    "A server that replicates and is in no wave has never been shown to recover; it is found by its tag, because a " +
    "program cannot list what its author forgot. Tags are those of DRS's source server, not of the machine in EC2. " +
    "Only the Regions and accounts that a wave seenPlaces at are judged, and only this program's waves count: servers that " +
    "another stack drills need a waiver here.",
  fix: "Put the server into a wave, or remove its tag if it is not critical.",
  severity: "high",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["REL13-BP03", "CP-4", "A1.3", "DORA-25"],
  config: {},
  judgePlan(plan) {
    const critical = new Map<string, CriticalServer>();
    const seenPlaces = new Set<string | undefined>();
    const blind = unknownOf(
      judgeEachWave(plan, ({ wave }) => {
        const { region } = observation(wave);
        for (const server of part(wave, "criticalServers")) {
          critical.set(server.sourceServerId, { ...server, region });
        }
        seenPlaces.add(placeKeyOf(wave));
        return COMPLIANT;
      }),
    );
    if (seenPlaces.size === 0) {
      return blind.slice(0, 1).map(({ judgement }) => ({ judgement }));
    }
    const elsewhere = blind.filter(
      ({ wave }) => wave === undefined || placeKeyOf(wave) === undefined || !seenPlaces.has(placeKeyOf(wave)),
    );
    const answers = [...missingFrom(plan, [...critical.values()]), ...elsewhere];
    return answers.length === 0 ? [{ judgement: COMPLIANT }] : answers;
  },
});

/** Equal for waves in the same account and Region; undefined while the inputs that decide it are unknown. */
function placeKeyOf(wave: JudgedWave): string | undefined {
  if (wave.unknownInputs.includes("region") || wave.unknownInputs.includes("connection")) {
    return undefined;
  }
  return JSON.stringify([wave.inputs.region, wave.inputs.connection]);
}

/** A source server with the tag, as DRS lists it. */
interface CriticalServer {
  sourceServerId: string;
  hostname?: string;
  region: string;
}

/** One answer a server that no wave is known to drill; unknown as long as the servers of some wave are. */
function missingFrom(plan: JudgedPlan, critical: readonly CriticalServer[]): Answer[] {
  const drilled = new Set<string>();
  const reads = judgeEachWave(plan, ({ wave }) => {
    for (const server of knownServersOf(wave)) {
      drilled.add(server.sourceServerId);
    }
    return COMPLIANT;
  });
  const [unread] = unknownOf(reads);
  return critical
    .filter(({ sourceServerId }) => !drilled.has(sourceServerId))
    .map((server) => {
      const judgement = unread?.judgement ?? missing(server);
      return { server: { ...server, name: nameServer(server) }, judgement };
    });
}

function missing({ sourceServerId, region }: CriticalServer): Judgement {
  return violationUnless([
    {
      seen: `has the tag ${TAG} in ${region} and is in no wave`,
      wanted: "must be in a wave of this program",
      fix: `sourceServers: [{ sourceServerId: "${sourceServerId}" }] of a wave`,
    },
  ]);
}
