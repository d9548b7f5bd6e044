import { editInterface } from "../judged/interfaceEdit";
import {
  COMPLIANT,
  compliantWhen,
  type Judgement,
  judgeAll,
  NOT_APPLICABLE,
  Unanswerable,
  violationUnless,
} from "../judged/judgement";
import { everyInterface, type LaunchInterface, nameInterface, subnetIdOf } from "../judged/launchInterfaces";
import { defaultSubnetIds } from "../judged/launchSubnets";
import { editStructure, nameTemplate, templateOf } from "../judged/launchTemplate";
import { existingInstance, metadataDefaults, observation, observed } from "../judged/observed";
import type { JudgedServer } from "../judged/wave";
import { serverRule } from "../rule";

/** Launch templates say nothing that EC2 refuses. */
export const requirePossibleLaunch = serverRule({
  name: "drs-template-require-possible-launch",
  displayName: "Launches can work",
  wants: "What a launch template says, or leaves open, is nothing for which EC2 refuses the launch.",
  why:
    "A drill finds such a mistake after its snapshots and its conversion, a recovery when it is needed. Without a default " +
    "VPC the template has to name the subnet, or the launch fails " +
    "(https://docs.aws.amazon.com/drs/latest/userguide/ec2-key-considerations.html). Looked at are the default subnets of " +
    "the Region, of the template's Availability Zone where it names one. Where the account enforces IMDSv2 " +
    "(HttpTokensEnforced), an instance that does not require it is not launched " +
    "(https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataDefaultsResponse.html). A server that is launched into an existing " +
    "instance is not judged, nor whether EC2 has capacity, or permissions suffice.",
  fix:
    "Let the launch template name a subnet, with security groups of its VPC, and require IMDSv2 (HttpTokens: required) where " +
    "the account enforces it.",
  severity: "high",
  levels: { recommended: "mandatory", strict: "mandatory" },
  supports: ["REL13-BP03", "REL13-BP04", "CP-4"],
  config: {},
  judgeServer(server) {
    observed(server);
    if (existingInstance(server) !== undefined) {
      return NOT_APPLICABLE;
    }
    return judgeAll([
      () => judgeAll(everyInterface(server).map((each) => () => judgeSubnet(server, each))),
      () => judgeMetadata(server),
    ]);
  },
});

/** An existing interface has its subnet. */
function judgeSubnet(server: JudgedServer, each: LaunchInterface): Judgement {
  if (each.networkInterfaceId !== undefined || subnetIdOf(each) !== undefined) {
    return COMPLIANT;
  }
  const { region } = observation(server.wave);
  const zone = each.template.placement?.["AvailabilityZone"] ?? region;
  return compliantWhen(defaultSubnetIds(server, each).length > 0, {
    seen: `${nameInterface(each)} names no subnet, and there is no default subnet in ${zone}`,
    wanted: "must name one, because EC2 refuses the launch otherwise",
    fix: editInterface(each, { SubnetId: "<subnet>" }),
  });
}

/** Of what the template leaves open the account's default is the first to decide. */
function judgeMetadata(server: JudgedServer): Judgement {
  const launched = templateOf(server, "MetadataOptions");
  if (launched.httpTokens === "required") {
    return COMPLIANT;
  }
  const { httpTokens, httpTokensEnforced } = metadataDefaults(server);
  if (httpTokensEnforced !== "enabled" || (launched.httpTokens === undefined && httpTokens === "required")) {
    return COMPLIANT;
  }
  const { region } = observation(server.wave);
  if (launched.httpTokens === undefined) {
    const what = `whether the image requires IMDSv2, which ${region} enforces and ${nameTemplate(launched)} does not say`;
    throw new Unanswerable("not observed", what);
  }
  return violationUnless([
    {
      seen: `httpTokens of ${nameTemplate(launched)} is ${launched.httpTokens}, and the account enforces IMDSv2 in ${region} (HttpTokensEnforced)`,
      wanted: "must be required, because EC2 refuses the launch otherwise",
      fix: editStructure(launched, "MetadataOptions", { HttpTokens: "required" }),
    },
  ]);
}
