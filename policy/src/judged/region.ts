import { nameServer, type RegionServer } from "pulumi-drillwave/vocabulary";
import { type Answer, judgeEachWave, unknownOf } from "./answers";
import { COMPLIANT, type Judgement } from "./judgement";
import { observation, part } from "./observed";
import type { JudgedPlan } from "./plan";
import type { JudgedWave } from "./wave";

/** A source server that replicates, whether a wave has it or not, and where and when it was seen. */
export interface ServerInRegion extends RegionServer {
  region: string;
  /** ISO 8601 UTC, by the service's clock. */
  observedAt: string;
}

/**
 * Every source server that replicates where the waves drill, each once, and an unknown for each place whose servers nobody
 * could list. Of the waves of one place, the first one lists them.
 */
export function serversOfRegions(plan: JudgedPlan): { servers: ServerInRegion[]; unread: Answer[] } {
  const servers = new Map<string, ServerInRegion>();
  const listed = new Set<string | undefined>();
  const unlisted = unknownOf(
    judgeEachWave(plan, ({ wave }) => {
      const { region, observedAt } = observation(wave);
      for (const server of part(wave, "regionServers")) {
        servers.set(server.sourceServerId, { ...server, region, observedAt });
      }
      listed.add(placeKeyOf(wave));
      return COMPLIANT;
    }),
  );
  if (listed.size === 0) {
    return { servers: [], unread: unlisted.slice(0, 1).map(({ judgement }) => ({ judgement })) };
  }
  const elsewhere = unlisted.filter(({ wave }) => !isListed(wave, listed));
  return { servers: [...servers.values()], unread: elsewhere };
}

function isListed(wave: JudgedWave | undefined, listed: ReadonlySet<string | undefined>): boolean {
  const place = wave === undefined ? undefined : placeKeyOf(wave);
  return place !== undefined && listed.has(place);
}

/** Equal for waves in the same account and Region; undefined while the inputs that decide it are unknown. */
function placeKeyOf(wave: JudgedWave): string | undefined {
  if (wave.unknownInputs.includes("region") || wave.unknownInputs.includes("connection")) {
    return undefined;
  }
  return JSON.stringify([wave.inputs.region, wave.inputs.connection]);
}

/** What a rule answers about a server that may be in no wave. */
export function answerAbout({ sourceServerId, hostname }: ServerInRegion, judgement: Judgement): Answer {
  const name = nameServer({ sourceServerId, hostname });
  return { server: { sourceServerId, name, ...(hostname === undefined ? {} : { hostname }) }, judgement };
}

/** True for a server whose last launch was a drill, whatever became of it. */
export function isDrilledBySomebody({ lastLaunch }: ServerInRegion): boolean {
  return lastLaunch?.type === "DRILL";
}
