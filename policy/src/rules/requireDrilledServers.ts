import { nameServer } from "pulumi-drillwave/vocabulary";
import { dayOf } from "../judged/age";
import { judgeEachWave } from "../judged/answers";
import { NOT_APPLICABLE, violationUnless } from "../judged/judgement";
import { drillAgain, lastRecord } from "../judged/plan";
import { knownServersOf } from "../judged/servers";
import { planRule } from "../rule";

/** The servers that a selector matches now are those that were drilled. */
export const requireDrilledServers = planRule({
  name: "drs-wave-require-drilled-servers",
  displayName: "Selected servers are the drilled ones",
  wants: "The servers that a wave's selector matches now are those that its last drill launched.",
  why:
    "A selector follows tags, and a drill is of the servers that it matched then: nothing is launched because another " +
    "server matches later. Until the wave is drilled again, its record says nothing of that server. A wave that lists " +
    "its servers is not judged, since a change of the list is another drill.",
  fix: "Drill the wave again by changing its triggers.",
  severity: "medium",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["REL13-BP04", "REL13-BP03", "CP-4", "DORA-25"],
  config: {},
  judgePlan: (plan) =>
    judgeEachWave(plan, (planned) => {
      const { wave } = planned;
      if (planned.isNew || wave.inputs.selector === undefined) {
        return NOT_APPLICABLE;
      }
      const record = lastRecord(planned);
      if (record === undefined) {
        return NOT_APPLICABLE;
      }
      const selected = new Map(knownServersOf(wave).map((server) => [server.sourceServerId, server.name]));
      const drilled = new Map(record.servers.map((server) => [server.sourceServerId, nameServer(server)]));
      const added = [...selected].filter(([id]) => !drilled.has(id)).map(([, name]) => name);
      const gone = [...drilled].filter(([id]) => !selected.has(id)).map(([, name]) => name);
      const drill = `the drill of ${dayOf(record.startedAt)}`;
      return violationUnless(
        [
          ...(added.length === 0 ? [] : [`the selector now matches ${added.join(", ")} too, not in ${drill}`]),
          ...(gone.length === 0 ? [] : [`the selector no longer matches ${gone.join(", ")}, in ${drill}`]),
        ].map((seen) => ({ seen, wanted: "must be of the servers that match now", fix: drillAgain(wave) })),
      );
    }),
});
