import { someOf } from "pulumi-drillwave/vocabulary";
import { type Answer, answerEachWave } from "../judged/answers";
import { COMPLIANT, violationUnless } from "../judged/judgement";
import { canOverlap, type PlannedWave } from "../judged/plan";
import { type KnownServer, knownServersOf } from "../judged/servers";
import { planRule } from "../rule";

/** No server is in two waves that can run at the same time. */
export const disallowSharedServers = planRule({
  name: "drs-plan-disallow-shared-servers",
  displayName: "Overlapping waves share no server",
  wants: "A server is in one wave only, or in waves that wait for each other.",
  why:
    "DRS runs one job at a time for a source server (Service Quotas, L-DD6D028C): of two waves, the one that comes " +
    "second waits or is refused (preflight.busyServers), and its launch terminates what the first one launched " +
    "(https://docs.aws.amazon.com/drs/latest/userguide/preparing-failover.html). Waves that wait for each other are " +
    "not judged, although the later one replaces what the earlier one launched.",
  fix: "Take the server out of one of the waves, or let one wave depend on the other.",
  severity: "high",
  levels: { recommended: "mandatory", strict: "mandatory" },
  supports: ["REL13-BP03", "CP-4", "DORA-25"],
  config: {},
  judgePlan(plan) {
    const earlier: { planned: PlannedWave; ids: ReadonlySet<string> }[] = [];
    return answerEachWave(plan, (planned) => {
      const servers = knownServersOf(planned.wave);
      const overlapping = earlier.filter((other) => canOverlap(other.planned, planned));
      const shared = servers.flatMap((server) => {
        const others = overlapping.filter(({ ids }) => ids.has(server.sourceServerId));
        return others.length === 0
          ? []
          : [
              sharing(
                server,
                others.map((other) => other.planned.wave.name),
              ),
            ];
      });
      earlier.push({ planned, ids: new Set(servers.map((server) => server.sourceServerId)) });
      return shared.length === 0 ? [{ wave: planned.wave, judgement: COMPLIANT }] : shared;
    });
  },
});

function sharing(server: KnownServer, others: readonly string[]): Answer {
  const { wave } = server;
  const judgement = violationUnless([
    {
      says: "could be launched at the same time",
      at: { how: "by", what: `waves ${someOf([...others, wave.name])}` },
      why: "one of them waits or is refused, and the later launch terminates what the earlier one launched",
      fix: { words: "keep each server in one wave, or let one of the waves depend on the other (dependsOn)" },
    },
  ]);
  return { wave, server, judgement };
}
