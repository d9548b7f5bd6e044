import { bySubnet, judgeFreeAddresses } from "../judged/freeAddresses";
import { COMPLIANT, type Judgement, judgeAll, NOT_APPLICABLE } from "../judged/judgement";
import { reported } from "../judged/observed";
import { ownMember } from "../judged/ownMember";
import { replicationOf, updateReplication } from "../judged/replication";
import { judgedServersOf } from "../judged/servers";
import { findObservation, type JudgedServer } from "../judged/wave";
import { waveRule } from "../rule";

/** Staging subnets have room for the conversion servers of a wave. */
export const requireStagingRoom = waveRule({
  name: "drs-subnet-require-staging-room",
  displayName: "Staging subnets have room",
  wants: "Each staging subnet has a free address for every server of the wave that is replicated through it.",
  why:
    "A launch converts each source server's snapshot on a conversion server, which DRS starts in the staging area " +
    "beside the replication servers (https://docs.aws.amazon.com/drs/latest/userguide/Replication-Related-FAQ.html); " +
    "without a free address it cannot start, and the job log ends with CONVERSION_FAIL. Other waves that run at the " +
    "same time, and recoveryMode FAST, which needs no conversion, are not judged: the rule counts this wave alone.",
  fix: "Replicate some of the servers through a larger subnet, or drill them in smaller waves.",
  severity: "medium",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["REL13-BP03", "REL13-BP04", "CP-4"],
  config: {},
  judgeWave(wave) {
    const servers = judgedServersOf(wave);
    if (servers.length === 0) {
      return NOT_APPLICABLE;
    }
    const judges = [...bySubnet(servers, seenSubnetId)].map(([subnetId, users]) => () => {
      const wanted = "must have one for each, as a drill starts a conversion server there a source server";
      return judgeFreeAddresses(wave, {
        ...{ title: "staging subnet", subnetId, takers: users, wanted, move },
        serverOf: (server) => server,
      });
    });
    return judgeAll([...judges, () => requireSeen(servers)]);
  },
});

function seenSubnetId({ wave, sourceServerId }: JudgedServer): string | undefined {
  const configurations = findObservation(wave)?.surroundings?.replicationConfigurations ?? {};
  return ownMember(configurations, sourceServerId ?? "")?.stagingAreaSubnetId;
}

/** Room for some of the servers does not mean room for all. */
function requireSeen(servers: readonly JudgedServer[]): Judgement {
  for (const server of servers) {
    reported(replicationOf(server).stagingAreaSubnetId, `the staging subnet of ${server.name}`);
  }
  return COMPLIANT;
}

function move(server: JudgedServer): string {
  return updateReplication(server, "--staging-area-subnet-id <larger subnet>");
}
