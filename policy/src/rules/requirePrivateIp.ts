import { roleAmong } from "pulumi-drillwave/vocabulary";
import { contains } from "../judged/addressRange";
import type { Fact } from "../judged/fact";
import { attempt, COMPLIANT, type Judgement, NOT_APPLICABLE } from "../judged/judgement";
import { type LaunchInterface, newPrimaryInterface } from "../judged/launchInterfaces";
import { findSetting, judgeLaunchSetting } from "../judged/launchSetting";
import { existingInstance, subnetOf } from "../judged/observed";
import type { JudgedServer } from "../judged/wave";
import { names } from "../names";
import { serverRule } from "../rule";

const DEFAULT_ROLES = ["directory"];

/** Servers that others find by their address are recovered with one that is known before. */
export const requirePrivateIp = serverRule({
  name: "drs-server-require-private-ip",
  displayName: "Servers that are found by address have a known one",
  wants:
    "Servers of the configured roles keep their private IP address (copyPrivateIp), or get a fixed one by their launch template.",
  why:
    "Clients of a directory or of a name server often have its address in their own configuration, and copyPrivateIp is " +
    "off unless someone turns it on (DRS user guide, Launch settings). It copies the source's primary private address " +
    "alone, which the launch subnet has to hold, or the launch fails " +
    "(https://docs.aws.amazon.com/drs/latest/userguide/ec2-key-considerations.html): in a network with other addresses, let " +
    "the launch template give the primary network interface a fixed PrivateIpAddress of its subnet. That clients are told " +
    "of a new address is not judged; whether the subnet has it is drs-subnet-require-source-address's to judge.",
  fix:
    "Set copyPrivateIp to true, in DRS and where the program declares it, and launch into a subnet with that address; or " +
    "give the launch template a fixed address.",
  severity: "medium",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["REL13-BP03", "REL13-BP04", "CP-4"],
  config: {
    roles: names("Further roles whose servers have a known private address, besides directory."),
  },
  rolesIn: ({ roles }) => roles,
  judgeServer(server, { roles }) {
    const role = roleAmong(server.role, [...DEFAULT_ROLES, ...roles]);
    // An instance that exists has its address, and DRS takes no other into it.
    if (role === undefined || existingInstance(server) !== undefined) {
      return NOT_APPLICABLE;
    }
    const judgement = judgeLaunchSetting(server, {
      member: "copyPrivateIp",
      accepts: (copies) => copies === true,
      says: () =>
        "would start with an address that is not known before (copyPrivateIp is off, and the launch template fixes none)",
      why: () => `clients find the role ${role} by address`,
      wanted: true,
    });
    return judgement.status === "violation" ? judgeFixedAddress(server, judgement) : judgement;
  },
});

/**
 * The judgement, unless the template fixes an address. While DRS copies the source's, which a declaration alone may be
 * against, the template's does not count.
 *
 * @throws Unanswerable when it is not known what the template says
 */
function judgeFixedAddress(server: JudgedServer, judgement: Judgement & { status: "violation" }): Judgement {
  const copies = attempt(
    () => findSetting(server, "copyPrivateIp", (kept) => kept === true) !== undefined,
    () => false,
  );
  const primary = newPrimaryInterface(server);
  if (primary.privateIpAddress !== undefined && !copies) {
    return COMPLIANT;
  }
  return { ...judgement, facts: judgement.facts.map((each) => withPossibleFix(server, primary, each)) };
}

/** Copying an address into a subnet that cannot hold it makes the launch fail. */
function withPossibleFix(server: JudgedServer, primary: LaunchInterface, fact: Fact): Fact {
  const address = server.seen?.source?.privateIp;
  const { subnetId } = primary;
  const subnet = attempt(
    () => (subnetId === undefined ? undefined : { subnetId, ...subnetOf(server.wave, subnetId) }),
    () => undefined,
  );
  const holds = attempt(
    () => subnet === undefined || address === undefined || contains(subnet, address),
    () => true,
  );
  if (holds || subnet === undefined) {
    return fact;
  }
  return {
    ...fact,
    detail: `${address}, which ${subnet.subnetId} (${subnet.cidrBlock}) cannot hold`,
    // Which address of the subnet each gets is theirs to say who know the network.
    fix: {
      words:
        "fix an address of that subnet in its launch template (PrivateIpAddress), or launch into a subnet that holds the source's",
    },
  };
}
