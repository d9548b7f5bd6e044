import { contains } from "../judged/addressRange";
import { takesAddress } from "../judged/freeAddresses";
import { editInterface } from "../judged/interfaceEdit";
import {
  type Advice,
  COMPLIANT,
  compliantWhen,
  type Judgement,
  judgeAll,
  NOT_APPLICABLE,
  Unanswerable,
  violationUnless,
} from "../judged/judgement";
import { type LaunchInterface, newPrimaryInterface } from "../judged/launchInterfaces";
import { findSetting } from "../judged/launchSetting";
import { judgeLaunchSubnet, type LaunchSubnet } from "../judged/launchSubnets";
import { nameTemplate } from "../judged/launchTemplate";
import { existingInstance, observed } from "../judged/observed";
import type { JudgedServer } from "../judged/wave";
import { serverRule } from "../rule";

/** A server that keeps its private address is launched into a subnet that has it. */
export const requireSourceAddress = serverRule({
  name: "drs-subnet-require-source-address",
  displayName: "Launch subnets hold the addresses that servers keep",
  wants:
    "Where copyPrivateIp is true, the launch subnet contains the source's primary private address and has a free one.",
  why:
    "With copyPrivateIp the source's primary private address must lie in the launch template's subnet, or the launch " +
    "fails (DRS user guide, EC2 launch template key considerations). A template without a subnet launches into a " +
    "default one, and those of the Region are looked at. Free addresses are counted as of the check; a server that has a recovery instance already needs none, " +
    "as a launch terminates that one first, and one that is launched into an existing instance is not judged. The rule " +
    "does not judge whether that very address is free, or one of the five that AWS reserves in a subnet " +
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
    return judgeLaunchSubnet(server, primary, (subnet) =>
      judgeAll([
        () => judgeRange(server, primary, subnet, privateIp),
        () => judgeFree(server, primary, subnet, privateIp),
      ]),
    );
  },
});

function judgeRange(
  server: JudgedServer,
  primary: LaunchInterface,
  subnet: LaunchSubnet,
  address: string | undefined,
): Judgement {
  if (address === undefined) {
    throw new Unanswerable("not observed", `DRS does not report the private address of ${server.name}`);
  }
  return compliantWhen(contains(subnet, address), {
    seen: `copyPrivateIp is true and ${subnet.name} of ${nameTemplate(primary.template)} has the range ${subnet.cidrBlock}`,
    wanted: `must contain the source's address ${address}`,
    fix: editInterface(primary, { SubnetId: `<${subnetWith(address)}>` }),
  });
}

function judgeFree(
  server: JudgedServer,
  primary: LaunchInterface,
  { subnetId, availableIpAddressCount }: LaunchSubnet,
  address: string | undefined,
): Judgement {
  const holds = availableIpAddressCount > 0 || !takesAddress(server);
  return holds ? COMPLIANT : violationUnless([noFreeAddress(primary, subnetId, address)]);
}

function noFreeAddress(primary: LaunchInterface, subnetId: string, address: string | undefined): Advice {
  const elsewhere = { SubnetId: `<larger ${subnetWith(address)}>`, Groups: ["<security group of its VPC>"] };
  return {
    seen: `copyPrivateIp is true and ${subnetId} of ${nameTemplate(primary.template)} has no free address`,
    wanted: "must have at least one",
    fix:
      `${editInterface(primary, elsewhere)}; what takes the addresses is listed by aws ec2 describe-network-interfaces ` +
      `--filters Name=subnet-id,Values=${subnetId} # leave alone what belongs to DRS, to other servers or to AWS services`,
  };
}

function subnetWith(address: string | undefined): string {
  return `subnet that contains ${address ?? "the source address"}`;
}
