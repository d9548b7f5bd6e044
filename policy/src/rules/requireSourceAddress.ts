import { contains } from "../judged/addressRange";
import { compliantWhen, type Judgement, NOT_APPLICABLE, Unanswerable } from "../judged/judgement";
import { newPrimaryInterface } from "../judged/launchInterfaces";
import { findSetting } from "../judged/launchSetting";
import { judgeLaunchSubnet, type LaunchSubnet } from "../judged/launchSubnets";
import { existingInstance, observed } from "../judged/observed";
import { changeLaunchConfiguration } from "../judged/serverChange";
import type { JudgedServer } from "../judged/wave";
import { serverRule } from "../rule";

/** A server that keeps its private address is launched into a subnet that has it. */
export const requireSourceAddress = serverRule({
  name: "drs-subnet-require-source-address",
  displayName: "Launch subnets hold the addresses that servers keep",
  wants: "Where copyPrivateIp is true, the launch subnet contains the source's primary private address.",
  why:
    "With copyPrivateIp the source's primary private address must lie in the launch template's subnet, or the launch " +
    "fails (DRS user guide, EC2 launch template key considerations). A template without a subnet launches into a " +
    "default one, and those of the Region are looked at. One that is launched into an existing instance is not judged; free addresses are " +
    "drs-subnet-require-launch-room's business. The rule does not judge whether that very address is free, or one of the five that AWS reserves in a subnet " +
    "(https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html).",
  fix:
    "Let the launch template name a subnet whose range has the source's address, with security groups of the same VPC, " +
    "or set copyPrivateIp to false.",
  severity: "high",
  levels: { recommended: "mandatory", strict: "mandatory" },
  supports: ["REL13-BP03", "REL13-BP04", "CP-4", "DORA-25"],
  config: {},
  judgeServer(server) {
    if (existingInstance(server) !== undefined) {
      return NOT_APPLICABLE;
    }
    if (findSetting(server, "copyPrivateIp", (keeps) => keeps === true) === undefined) {
      return NOT_APPLICABLE;
    }
    const primary = newPrimaryInterface(server);
    const { privateIp } = observed(server).source ?? {};
    return judgeLaunchSubnet(server, primary, (subnet) => judgeRange(server, subnet, privateIp));
  },
});

function judgeRange(server: JudgedServer, subnet: LaunchSubnet, address: string | undefined): Judgement {
  if (address === undefined) {
    throw new Unanswerable("not observed", `DRS does not report the private address of ${server.name}`);
  }
  return compliantWhen(contains(subnet, address), {
    says: "cannot start with the address that they keep (copyPrivateIp)",
    detail: address,
    at: { how: "in", what: `${subnet.name} (${subnet.cidrBlock})` },
    why: "EC2 refuses an address outside of the subnet",
    fix: {
      words: "choose a subnet that has it, or let them take another address (copyPrivateIp: false, in the program too)",
      change: changeLaunchConfiguration(server, { path: "copyPrivateIp", value: false }),
    },
  });
}
