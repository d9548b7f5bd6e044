import type { ObservedLaunchTemplate } from "pulumi-drillwave/vocabulary";
import { bySubnet, judgeFreeAddresses, takesAddress } from "../judged/freeAddresses";
import { editInterface } from "../judged/interfaceEdit";
import { attempt, COMPLIANT, type Judgement, judgeAll, NOT_APPLICABLE, Unanswerable } from "../judged/judgement";
import { everyInterface, type LaunchInterface, nameInterface, subnetIdOf } from "../judged/launchInterfaces";
import { existingInstance } from "../judged/observed";
import { judgedServersOf } from "../judged/servers";
import type { JudgedServer } from "../judged/wave";
import { waveRule } from "../rule";

/** Launch subnets have room for the recovery instances of a wave. */
export const requireLaunchRoom = waveRule({
  name: "drs-subnet-require-launch-room",
  displayName: "Launch subnets have room",
  wants: "Each launch subnet has a free address for every recovery instance of the wave that launches into it.",
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
    const takers = servers.filter(takesAddress).flatMap(takersOf);
    const judges = [...bySubnet(takers, ({ each }) => each.subnetId)].map(([subnetId, users]) => () => {
      const wanted = "must have one for each recovery instance";
      return judgeFreeAddresses(wave, {
        ...{ title: "launch subnet", subnetId, takers: users, wanted },
        serverOf: ({ server }) => server,
        move: ({ each }) => editInterface(each, { SubnetId: "<larger subnet>" }),
      });
    });
    const judgement = judgeAll([...judges, () => requireSeen(servers)]);
    const hasSubnet = servers.some(({ seen }) => hasLaunchSubnet(seen?.launchTemplate));
    return judgement.status === "compliant" && !hasSubnet ? NOT_APPLICABLE : judgement;
  },
});

/** A network interface that takes an address. */
interface Taker {
  server: JudgedServer;
  each: LaunchInterface;
}

/** None for a server of which that is not known, nor for an interface that exists and has its address. */
function takersOf(server: JudgedServer): Taker[] {
  const interfaces = attempt(
    () => everyInterface(server),
    () => [],
  );
  return interfaces
    .filter(({ networkInterfaceId }) => networkInterfaceId === undefined)
    .map((each) => ({ server, each }));
}

function hasLaunchSubnet({ subnetId, networkInterfaces = [] }: Partial<ObservedLaunchTemplate> = {}): boolean {
  return [{ subnetId }, ...networkInterfaces].some((each) => each.subnetId !== undefined);
}

/** Members by which an interface takes more addresses than one. */
const MORE_ADDRESSES = ["PrivateIpAddresses", "SecondaryPrivateIpAddressCount", "Ipv4Prefixes", "Ipv4PrefixCount"];

/** Room for some of the interfaces does not mean room for all. */
function requireSeen(servers: readonly JudgedServer[]): Judgement {
  for (const server of servers.filter((each) => existingInstance(each) === undefined)) {
    const made = everyInterface(server).filter(({ networkInterfaceId }) => networkInterfaceId === undefined);
    for (const each of made) {
      subnetIdOf(each);
      const member = MORE_ADDRESSES.find((name) => each.otherMembers?.includes(name));
      if (member !== undefined) {
        throw new Unanswerable("not observed", `how many addresses ${nameInterface(each)} takes (${member})`);
      }
    }
  }
  return COMPLIANT;
}
