import { bySubnet, judgeFreeAddresses, takesAddress } from "../judged/freeAddresses";
import { COMPLIANT, type Judgement, judgeAll, NOT_APPLICABLE } from "../judged/judgement";
import { editInterface } from "../judged/launchTemplate";
import { existingInstance, template } from "../judged/observed";
import { judgedServersOf } from "../judged/servers";
import type { JudgedServer } from "../judged/wave";
import { waveRule } from "../rule";

/** Launch subnets have room for the recovery instances of a wave. */
export const requireLaunchRoom = waveRule({
  name: "drs-subnet-require-launch-room",
  displayName: "Launch subnets have room",
  wants: "Each launch subnet has a free address for every server of the wave that launches into it.",
  why:
    "A recovery instance that finds no free address in the subnet of its launch template is not launched, and the job " +
    "log says LAUNCH_FAILED. Not counted is a server that launches into an existing instance, or that has a recovery " +
    "instance already: a launch terminates the earlier one first " +
    "(https://docs.aws.amazon.com/drs/latest/userguide/failback-preparing-failover.html), which gives its address back " +
    "where it is in the same subnet. Servers whose template names no subnet, and other waves that run at the same " +
    "time, are not judged.",
  fix: "Let some of the servers launch into a larger subnet, or free addresses in this one.",
  severity: "high",
  levels: { recommended: "mandatory", strict: "mandatory" },
  supports: ["REL13-BP03", "REL13-BP04", "CP-4"],
  config: {},
  judgeWave(wave) {
    const servers = judgedServersOf(wave);
    const judges = [...bySubnet(servers.filter(takesAddress), seenSubnetId)].map(([subnetId, users]) => () => {
      const wanted = "must have one for each recovery instance";
      return judgeFreeAddresses(wave, { title: "launch subnet", subnetId, servers: users, wanted, move });
    });
    const judgement = judgeAll([...judges, () => requireSeen(servers)]);
    const hasSubnet = servers.some((server) => seenSubnetId(server) !== undefined);
    return judgement.status === "compliant" && !hasSubnet ? NOT_APPLICABLE : judgement;
  },
});

function seenSubnetId({ seen }: JudgedServer): string | undefined {
  return seen?.launchTemplate?.subnetId;
}

/** Room for some of the servers does not mean room for all. */
function requireSeen(servers: readonly JudgedServer[]): Judgement {
  for (const server of servers) {
    if (existingInstance(server) === undefined) {
      template(server);
    }
  }
  return COMPLIANT;
}

function move(server: JudgedServer): string {
  return editInterface(template(server), { SubnetId: "<larger subnet>" });
}
