import type { TemplateChange } from "../judged/change";
import type { Fact } from "../judged/fact";
import { COMPLIANT, compliantWhen, type Judgement, judgeAll, Unanswerable, violationUnless } from "../judged/judgement";
import { type LaunchInterface, nameInterface, newInterfaces } from "../judged/launchInterfaces";
import { changeVpc, judgeLaunchSubnet, type LaunchSubnet, NAME_SUBNET, NO_SUBNET } from "../judged/launchSubnets";
import { changeInterface, dropFromInterface } from "../judged/templateChange";
import type { JudgedServer } from "../judged/wave";
import { serverRule } from "../rule";

/** Recovery instances get no public address. */
export const disallowPublicAddress = serverRule({
  name: "drs-template-disallow-public-address",
  displayName: "Recovery instances have no public address",
  wants: "Recovery instances are launched without a public address, by their launch template or else by their subnet.",
  why:
    "A drill copies production servers with their data; a public address puts them where anyone can try to reach them. " +
    "The launch template decides; where it says nothing the subnet does, and default subnets give public addresses " +
    "unless somebody has changed them (https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html): where the " +
    "template names no subnet, the Region's default subnets are looked at. The rule judges public IPv4 addresses at " +
    "launch: not Elastic IP addresses, IPv6 or load balancers. Every network interface is judged; where one exists " +
    "already, which has addresses of its own, the rule cannot judge. " +
    "AWS Config's ec2-launch-template-public-ip-disabled judges AssociatePublicIpAddress alone.",
  fix: "Let the network interface of the launch template say AssociatePublicIpAddress: false; where there are several, let none say it.",
  severity: "critical",
  levels: { recommended: "mandatory", strict: "mandatory" },
  supports: ["SC-7"],
  config: {},
  judgeServer(server) {
    return judgeAll(newInterfaces(server).map((each) => () => judgeInterface(server, each)));
  },
});

const CARRIER = "AssociateCarrierIpAddress";
const WHY = "anyone could try to reach a copy of production";
const TURN_OFF = "turn that off in the launch template";

function judgeInterface(server: JudgedServer, each: LaunchInterface): Judgement {
  const name = nameInterface(each);
  if (each.associatePublicIp === true) {
    const says = "would start with a public IP address (AssociatePublicIpAddress is true)";
    return violationUnless([{ says, why: WHY, fix: { words: TURN_OFF, change: withoutAddress(each) } }]);
  }
  if (each.otherMembers?.includes(CARRIER) === true) {
    throw new Unanswerable("not observed", `whether ${name} gives an address of a carrier's network (${CARRIER})`);
  }
  if (each.associatePublicIp === false) {
    return COMPLIANT;
  }
  return judgeLaunchSubnet(server, each, (subnet) => {
    if (subnet.mapPublicIpOnLaunch === undefined) {
      throw new Unanswerable("not observed", `whether ${subnet.subnetId} gives public addresses (MapPublicIpOnLaunch)`);
    }
    if (subnet.mapPublicIpOnLaunch && !each.isOnly) {
      // docs/drs-facts.md#network-interfaces-of-a-launch-template does not say what becomes of the subnet's setting.
      throw new Unanswerable(
        "not observed",
        `whether ${name}, one of several, gets the public address that ${subnet.subnetId} gives`,
      );
    }
    return compliantWhen(!subnet.mapPublicIpOnLaunch, factAbout(subnet, each));
  });
}

/** A public address that the subnet gives, as the template says nothing. */
function factAbout({ subnetId, isDefault }: LaunchSubnet, each: LaunchInterface): Fact {
  if (isDefault) {
    const change = changeVpc(each, { AssociatePublicIpAddress: false });
    return { says: "with a public IP address", why: WHY, cause: NO_SUBNET, fix: { words: NAME_SUBNET, change } };
  }
  return {
    says: "would start with a public IP address, given",
    at: { how: "by", what: subnetId },
    why: WHY,
    fix: { words: TURN_OFF, change: withoutAddress(each) },
  };
}

/** Of several interfaces none may say it (docs/drs-facts.md#network-interfaces-of-a-launch-template). */
function withoutAddress(each: LaunchInterface): TemplateChange {
  return each.isOnly
    ? changeInterface(each, { AssociatePublicIpAddress: false })
    : dropFromInterface(each, "AssociatePublicIpAddress");
}
