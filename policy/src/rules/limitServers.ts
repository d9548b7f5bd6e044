import { count, SERVERS_PER_WAVE } from "pulumi-drillwave/vocabulary";
import * as v from "valibot";
import { compliantWhen } from "../judged/judgement";
import { knownServersOf } from "../judged/servers";
import { waveRule } from "../rule";

/** A wave is small enough for one recovery job. */
export const limitServers = waveRule({
  name: "drs-wave-limit-servers",
  displayName: "Waves are not too large",
  wants: "A wave has no more servers than one recovery job may take.",
  why:
    `DRS takes at most ${SERVERS_PER_WAVE} source servers in one job ` +
    "(quota L-B827C881, https://docs.aws.amazon.com/drs/latest/userguide/drs-at-scale.html); a smaller limit keeps a " +
    "failure small, as all servers of a job start at once. DRS's quotas for all jobs together are not judged here.",
  fix: "Split the wave.",
  severity: "medium",
  levels: { recommended: "mandatory", strict: "mandatory" },
  supports: ["REL13-BP03", "CP-4"],
  config: {
    maximumServers: v.optional(
      v.pipe(
        v.number(),
        v.integer(),
        v.minValue(1),
        v.maxValue(SERVERS_PER_WAVE),
        v.description("Servers that a wave may have."),
      ),
      SERVERS_PER_WAVE,
    ),
  },
  judgeWave(wave, { maximumServers }) {
    const servers = knownServersOf(wave);
    return compliantWhen(servers.length <= maximumServers, {
      seen: `its recovery job has ${count(servers.length, "server")}`,
      wanted: `must have at most ${maximumServers}`,
      fix:
        wave.inputs.selector === undefined
          ? `sourceServers: servers.slice(0, ${maximumServers}), and the others in waves of their own`
          : "one more tag in selector.tags, and the others in waves of their own",
    });
  },
});
