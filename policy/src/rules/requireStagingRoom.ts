import { answerEachWave, unknownOf } from "../judged/answers";
import { bySubnets, judgeFreeAddresses } from "../judged/freeAddresses";
import { COMPLIANT, type Judgement, judgeOrUnknown } from "../judged/judgement";
import { reported } from "../judged/observed";
import { ownMember } from "../judged/ownMember";
import type { PlannedWave } from "../judged/plan";
import { replicationOf } from "../judged/replication";
import { changeReplication } from "../judged/serverChange";
import { judgedServersOf } from "../judged/servers";
import { findObservation, type JudgedServer } from "../judged/wave";
import { planRule } from "../rule";

/** Staging subnets have room for the conversion servers of a wave. */
export const requireStagingRoom = planRule({
  name: "drs-subnet-require-staging-room",
  displayName: "Staging subnets have room",
  wants: "Each staging subnet has a free address for every server that is replicated through it and drilled at a time.",
  why:
    "A launch converts each source server's snapshot on a conversion server, which DRS starts in the staging area " +
    "beside the replication servers (https://docs.aws.amazon.com/drs/latest/userguide/Replication-Related-FAQ.html); " +
    "without a free address it cannot start, and the job log ends with CONVERSION_FAIL. Waves that can run at the same " +
    "time are counted together; recoveryMode FAST, which needs no conversion, is not told apart.",
  fix: "Replicate some of the servers through a larger subnet, or drill them in smaller waves.",
  severity: "medium",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["REL13-BP03", "REL13-BP04", "CP-4"],
  config: {},
  judgePlan(plan) {
    const takers: Taker[] = [];
    const unseen = answerEachWave(plan, (planned) => {
      const servers = judgedServersOf(planned.wave);
      takers.push(...servers.map((server) => ({ planned, server })));
      return [{ wave: planned.wave, judgement: judgeOrUnknown(() => requireSeen(servers)) }];
    });
    const rooms = bySubnets(takers, ({ server }) => seenSubnetIds(server)).map((use) =>
      judgeFreeAddresses({
        ...use,
        what: "conversion server",
        why: "a drill starts one a source server there, and it cannot start without an address",
        ofTaker: (taker) => taker,
        isBefore: (one, other) => other.after.has(one.wave.urn),
        move: ({ server }) => changeReplication(server, "--staging-area-subnet-id <larger subnet>"),
        otherwise: "let waves wait for each other (dependsOn)",
      }),
    );
    return [...rooms, ...unknownOf(unseen)];
  },
});

interface Taker {
  planned: PlannedWave;
  server: JudgedServer;
}

function seenSubnetIds({ wave, sourceServerId }: JudgedServer): string[] {
  const configurations = findObservation(wave)?.surroundings?.replicationConfigurations ?? {};
  const subnetId = ownMember(configurations, sourceServerId ?? "")?.stagingAreaSubnetId;
  return subnetId === undefined ? [] : [subnetId];
}

/** Room for some of the servers does not mean room for all. */
function requireSeen(servers: readonly JudgedServer[]): Judgement {
  for (const server of servers) {
    reported(replicationOf(server).stagingAreaSubnetId, `the staging subnet of ${server.name}`);
  }
  return COMPLIANT;
}
