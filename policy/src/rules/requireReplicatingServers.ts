import * as v from "valibot";
import { type Answer, judgeEachWave, unknownOf } from "../judged/answers";
import { COMPLIANT, type Judgement, violationUnless } from "../judged/judgement";
import { hasMembers } from "../judged/ownMember";
import type { JudgedPlan } from "../judged/plan";
import { answerAbout, isDrilledBySomebody, type ServerInRegion, serversOfRegions } from "../judged/region";
import { knownServersOf } from "../judged/servers";
import { planRule } from "../rule";

/** Every source server that replicates is in some wave, or is drilled by somebody else. */
export const requireReplicatingServers = planRule({
  name: "drs-plan-require-replicating-servers",
  displayName: "Servers that replicate are drilled",
  wants: "Every source server that replicates in the Regions of the waves is in a wave of the program.",
  why:
    "A server that replicates and is in no wave costs as much as the others, and nobody has shown that it recovers; a program " +
    "cannot list what its author forgot. Without tags in the configuration, a server that DRS says somebody has drilled, such " +
    "as another stack, is left out: whether that was long ago is drs-server-require-drill's business. With tags, each server " +
    "that has all of them has to be in a wave of this program. Tags are those of DRS's source server, not of the machine in " +
    "EC2. Servers that are stopped, disconnected, in their first synchronisation or on their way back are not judged, nor " +
    "Regions and accounts in which no wave is.",
  fix: "Put the server into a wave, or stop its replication if nobody needs it.",
  severity: "high",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["REL13-BP03", "CP-4", "A1.3", "DORA-25"],
  config: {
    tags: v.optional(
      v.pipe(
        v.record(v.pipe(v.string(), v.minLength(1)), v.string()),
        v.description(
          'Tags that a source server has to have to be meant, such as { "Tier": "database" }; none: every one.',
        ),
      ),
      {},
    ),
  },
  judgePlan(plan, { tags }) {
    const wanted = Object.entries(tags);
    const { servers, unread } = serversOfRegions(plan);
    const meant = servers.filter(
      (server) => hasMembers(server.tags, tags) && (wanted.length > 0 || !isDrilledBySomebody(server)),
    );
    const answers = [...missingFrom(plan, meant, wanted), ...unread];
    return answers.length === 0 && plan.waves.length > 0 ? [{ judgement: COMPLIANT }] : answers;
  },
});

type Tags = readonly (readonly [key: string, value: string])[];

/** One answer a server that no wave has; a single unknown as long as the servers of some wave are. */
function missingFrom(plan: JudgedPlan, meant: readonly ServerInRegion[], tags: Tags): Answer[] {
  const drilled = new Set<string>();
  const reads = judgeEachWave(plan, ({ wave }) => {
    for (const server of knownServersOf(wave)) {
      drilled.add(server.sourceServerId);
    }
    return COMPLIANT;
  });
  const absent = meant.filter(({ sourceServerId }) => !drilled.has(sourceServerId));
  const [unread] = unknownOf(reads);
  if (unread !== undefined && absent.length > 0) {
    return [unread];
  }
  return absent.map((server) => answerAbout(server, missing(server, tags)));
}

function missing({ neverLaunched }: ServerInRegion, tags: Tags): Judgement {
  const tagged =
    tags.length === 0 ? "" : ` although tagged ${tags.map(([key, value]) => `${key}=${value}`).join(", ")}`;
  const says =
    neverLaunched === true
      ? `never went through a drill, and no wave has them${tagged}`
      : `cannot be drilled by this program, as no wave has them${tagged}`;
  const words = "let a wave have them (sourceServers or selector), or stop their replication if nobody needs it";
  return violationUnless([{ says, why: "they replicate, and nothing shows that a recovery works", fix: { words } }]);
}
