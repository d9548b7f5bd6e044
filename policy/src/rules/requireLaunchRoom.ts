import { type Answer, answerEachWave, answersAbout, unknownOf } from "../judged/answers";
import type { Fact } from "../judged/fact";
import { bySubnets, judgeFreeAddresses, takesAddress } from "../judged/freeAddresses";
import {
  attempt,
  COMPLIANT,
  type Judgement,
  judgeOrUnknown,
  NOT_APPLICABLE,
  Unanswerable,
  violationUnless,
} from "../judged/judgement";
import { everyInterface, type LaunchInterface, nameInterface, subnetIdOf } from "../judged/launchInterfaces";
import { defaultSubnetIds } from "../judged/launchSubnets";
import { existingInstance } from "../judged/observed";
import { ec2AddressOf } from "../judged/place";
import type { PlannedWave } from "../judged/plan";
import { judgedServersOf } from "../judged/servers";
import { changeInterface } from "../judged/templateChange";
import type { JudgedServer } from "../judged/wave";
import { planRule } from "../rule";

/** Launch subnets have room for the recovery instances that live at the same time. */
export const requireLaunchRoom = planRule({
  name: "drs-subnet-require-launch-room",
  displayName: "Launch subnets have room",
  wants:
    "Each launch subnet has a free address for every recovery instance that launches into it and lives at the same time, " +
    "and no address is given to two of them.",
  why:
    "A recovery instance that finds no free address in the subnet of its launch template is not launched, and the job " +
    "log says LAUNCH_FAILED. The waves of a program are counted together: what a wave launches stays until `pulumi destroy`, " +
    'unless it has cleanup: "afterDrill" and the next wave waits for it. Not counted is a server that launches into an ' +
    "existing instance, or that has a recovery instance already: a launch terminates the earlier one first " +
    "(https://docs.aws.amazon.com/drs/latest/userguide/failback-preparing-failover.html), which gives its address back " +
    "where it is in the same subnet. A template without a subnet counts for the default one, or for all from which EC2 picks " +
    "one. Free addresses are those before the drill; of more than 15 they are known to a fifth.",
  fix:
    "Let some of the servers launch into a larger subnet, free addresses in this one, or let waves end what they launched " +
    '(cleanup: "afterDrill").',
  severity: "high",
  levels: { recommended: "mandatory", strict: "mandatory" },
  supports: ["REL13-BP03", "REL13-BP04", "CP-4"],
  config: {},
  judgePlan(plan) {
    const takers: Taker[] = [];
    const unseen = answerEachWave(plan, (planned) => {
      const servers = judgedServersOf(planned.wave);
      takers.push(...servers.filter(takesAddress).flatMap((server) => takersOf(planned, server)));
      return [{ wave: planned.wave, judgement: judgeOrUnknown(() => requireSeen(servers)) }];
    });
    const rooms = bySubnets(takers, subnetIdsOf).map((use) =>
      judgeFreeAddresses({
        ...use,
        what: "recovery instance",
        why: "EC2 refuses a launch without an address, and what a wave has launched keeps its own",
        ofTaker: (taker) => taker,
        isBefore: isGoneBefore,
        move: ({ each }) => changeInterface(each, { SubnetId: "<larger subnet>" }),
        otherwise: 'let waves that others wait for end what they launched (cleanup: "afterDrill")',
      }),
    );
    const answers = [...rooms, ...sharedAddresses(takers), ...unknownOf(unseen)];
    return answers.length > 0 ? answers : plan.waves.map(({ wave }) => ({ wave, judgement: NOT_APPLICABLE }));
  },
});

/** True when the first wave has ended what it launched before the second one launches. @throws Unanswerable when cleanup is unknown */
function isGoneBefore(one: PlannedWave, other: PlannedWave): boolean {
  return other.after.has(one.wave.urn) && one.wave.inputs.cleanup === "afterDrill";
}

/** A network interface that takes an address. */
interface Taker {
  planned: PlannedWave;
  server: JudgedServer;
  each: LaunchInterface;
}

/** None for a server of which that is not known, nor for an interface that exists and has its address. */
function takersOf(planned: PlannedWave, server: JudgedServer): Taker[] {
  const interfaces = attempt(
    () => everyInterface(server),
    () => [],
  );
  return interfaces
    .filter(({ networkInterfaceId }) => networkInterfaceId === undefined)
    .map((each) => ({ planned, server, each }));
}

/** None where that is not known. */
function subnetIdsOf({ server, each }: Taker): readonly string[] {
  return attempt(
    () => {
      const named = subnetIdOf(each);
      return named === undefined ? defaultSubnetIds(server, each) : [named];
    },
    () => [],
  );
}

/** Members by which an interface takes more addresses than one. */
const MORE_ADDRESSES = ["PrivateIpAddresses", "SecondaryPrivateIpAddressCount", "Ipv4Prefixes", "Ipv4PrefixCount"];

/** Room for some of the interfaces does not mean room for all. */
function requireSeen(servers: readonly JudgedServer[]): Judgement {
  for (const server of servers.filter((each) => existingInstance(each) === undefined)) {
    const made = everyInterface(server).filter(({ networkInterfaceId }) => networkInterfaceId === undefined);
    for (const each of made) {
      if (subnetIdOf(each) === undefined) {
        defaultSubnetIds(server, each);
      }
      const member = MORE_ADDRESSES.find((name) => each.otherMembers?.includes(name));
      if (member !== undefined) {
        throw new Unanswerable("not observed", `how many addresses ${nameInterface(each)} takes (${member})`);
      }
    }
  }
  return COMPLIANT;
}

/** Addresses that two launches ask for while both live: EC2 gives one of them none. */
function sharedAddresses(takers: readonly Taker[]): Answer[] {
  const asked = new Map<string, Taker[]>();
  for (const taker of takers) {
    const address = addressOf(taker);
    const [subnetId, ...others] = subnetIdsOf(taker);
    if (address !== undefined && subnetId !== undefined && others.length === 0) {
      const place = [ec2AddressOf(taker.planned.wave), subnetId, address].join();
      asked.set(place, [...(asked.get(place) ?? []), taker]);
    }
  }
  return [...asked.values()].flatMap(([first, ...others]) => {
    if (first === undefined) {
      return [];
    }
    return answersAbout(first.planned.wave, () => {
      const other = others.find((taker) => contend(first, taker));
      return other === undefined ? [] : [sharing(first, other)];
    });
  });
}

/** The private address that the launch asks for; undefined where it takes any, or where that is not known. */
function addressOf({ server, each }: Taker): string | undefined {
  const copies = server.seen?.launchConfiguration.copyPrivateIp === true && each.isPrimary;
  return copies ? server.seen?.source?.privateIp : each.privateIpAddress;
}

/** A launch of the same server ends the earlier one first. */
function contend(one: Taker, other: Taker): boolean {
  const isSame = one.server.sourceServerId === other.server.sourceServerId;
  return !isSame && !isGoneBefore(one.planned, other.planned) && !isGoneBefore(other.planned, one.planned);
}

function sharing(first: Taker, other: Taker): Answer {
  const { server, each, planned } = other;
  const [subnetId = ""] = subnetIdsOf(other);
  const fact: Fact = {
    says: "would ask for an address that another launch has",
    detail: `${addressOf(other)} of ${first.server.name}`,
    at: { how: "in", what: subnetId },
    why: "EC2 refuses the second one",
    fix: {
      words: "give one of the two another address, or copy none (copyPrivateIp)",
      change: changeInterface(each, { PrivateIpAddress: "<another address>" }),
    },
  };
  return { wave: planned.wave, server, judgement: violationUnless([fact]) };
}
