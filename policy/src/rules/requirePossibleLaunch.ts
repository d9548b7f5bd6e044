import { listed } from "pulumi-drillwave/vocabulary";
import { contains } from "../judged/addressRange";
import {
  COMPLIANT,
  compliantWhen,
  type Judgement,
  judgeAll,
  NOT_APPLICABLE,
  Unanswerable,
  violationUnless,
} from "../judged/judgement";
import { everyInterface, groupIdsOf, type LaunchInterface, subnetIdOf } from "../judged/launchInterfaces";
import { A_SUBNET, defaultSubnetIds, judgeLaunchSubnet, NAME_SUBNET } from "../judged/launchSubnets";
import { groupOf, nameTemplate, templateOf, templateType, typeNameOf } from "../judged/launchTemplate";
import {
  entry,
  existingInstance,
  metadataDefaults,
  observation,
  observed,
  part,
  reported,
  stored,
} from "../judged/observed";
import { anAddress, changeInterface, changeTemplate, changeWithin } from "../judged/templateChange";
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
    "(https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataDefaultsResponse.html). A network interface " +
    "takes security groups of its own VPC alone, and an address of its subnet's range. Without right-sizing, the template's instance " +
    "type has to be offered in the zone of the launch subnet, to run the source's architecture, and must not be built on Nitro for a " +
    "source that does not support that. A volume with " +
    "product codes of AWS Marketplace is launched only where the account is subscribed " +
    "(https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachVolume.html), which is not looked at: that is said as not " +
    "known. A server that is launched into an existing instance is not judged, nor whether EC2 has capacity, or permissions suffice.",
  fix:
    "Let the launch template name a subnet, with security groups of its VPC and an address of its range or none, and an instance " +
    "type that its zone offers and the source can run on; require IMDSv2 (HttpTokens: required) where the account enforces it.",
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
      () =>
        judgeAll(
          everyInterface(server).flatMap((each) =>
            [judgeSubnet, judgeGroups, judgeAddress, judgeZone].map((judge) => () => judge(server, each)),
          ),
        ),
      () => judgeMetadata(server),
      () => judgeType(server),
      () => judgeVolumes(server),
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
    says: "cannot start: their launch templates name no subnet, and there is no default one",
    at: { how: "in", what: String(zone) },
    fix: { words: NAME_SUBNET, change: changeInterface(each, { SubnetId: A_SUBNET }) },
  });
}

/** A group that was not seen is not known; so is a subnet. */
function judgeGroups(server: JudgedServer, each: LaunchInterface): Judgement {
  if (each.networkInterfaceId !== undefined) {
    return COMPLIANT;
  }
  const groups = groupIdsOf(each);
  if (groups.length === 0) {
    return COMPLIANT;
  }
  return judgeLaunchSubnet(server, each, ({ name, vpcId }) => {
    const known = reported(vpcId, `the VPC of ${name}`);
    const foreign = groups.flatMap((id) => {
      const own = reported(groupOf(server, id).vpcId, `the VPC of security group ${id}`);
      return own === known ? [] : [`${id} of ${own}`];
    });
    return compliantWhen(foreign.length === 0, {
      says: "cannot start: their security groups are of another VPC than their subnets",
      at: { how: "with", what: `${foreign.join(" and ")} in ${name} of ${known}` },
      fix: { change: changeInterface(each, { Groups: [`<security group of ${known}>`] }) },
    });
  });
}

/** An address that DRS copies from the source is drs-subnet-require-source-address' business. */
function judgeAddress(server: JudgedServer, each: LaunchInterface): Judgement {
  const { privateIpAddress: address, networkInterfaceId, isPrimary } = each;
  if (address === undefined || networkInterfaceId !== undefined) {
    return COMPLIANT;
  }
  if (isPrimary && stored(server).copyPrivateIp === true) {
    return COMPLIANT;
  }
  return judgeLaunchSubnet(server, each, (subnet) =>
    compliantWhen(contains(subnet, address), {
      says: "cannot start: the addresses that their launch templates fix lie outside of their subnets",
      detail: address,
      at: { how: "in", what: `${subnet.name} (${subnet.cidrBlock})` },
      fix: { change: changeInterface(each, { PrivateIpAddress: anAddress(subnet.cidrBlock, each.template) }) },
    }),
  );
}

/** With right-sizing, DRS takes another type in the end. An existing interface has its zone. */
function judgeZone(server: JudgedServer, each: LaunchInterface): Judgement {
  const { isPrimary, networkInterfaceId, template: launched } = each;
  const isFixed = stored(server).targetInstanceTypeRightSizingMethod === "NONE";
  if (!isPrimary || networkInterfaceId !== undefined || !isFixed || launched.instanceRequirements !== undefined) {
    return COMPLIANT;
  }
  const type = typeNameOf(server);
  if (type === undefined) {
    return COMPLIANT;
  }
  const { wave } = server;
  const offered = entry(
    wave,
    "instanceTypeOfferings",
    part(wave, "instanceTypeOfferings"),
    type,
    `where ${type} is offered`,
  );
  return judgeLaunchSubnet(server, each, ({ name, availabilityZone }) => {
    const zone = reported(availabilityZone, `the zone of ${name}`);
    return compliantWhen(offered.includes(zone), {
      says: `cannot start: ${type} is not offered in the zone of their subnets`,
      at: { how: "in", what: `${zone} (${name})` },
      fix: {
        words: `take another instance type${offered.length === 0 ? "" : `, or a subnet in ${listed(offered)}`}`,
        change: changeTemplate(launched, { InstanceType: `<type that ${zone} offers>` }),
      },
    });
  });
}

/** With right-sizing, DRS takes another type in the end; of requirements, EC2 takes what fits the image. */
function judgeType(server: JudgedServer): Judgement {
  const { architecture, supportsNitroInstances } = observed(server).source ?? {};
  const isDemanding = architecture !== undefined || supportsNitroInstances === false;
  if (!isDemanding || stored(server).targetInstanceTypeRightSizingMethod !== "NONE") {
    return COMPLIANT;
  }
  const launched = templateOf(server, "InstanceType");
  const type = launched.instanceRequirements === undefined ? templateType(server) : undefined;
  if (type === undefined) {
    return COMPLIANT;
  }
  const { architectures, isNitro } = type;
  return judgeAll([
    () => {
      const runs = architecture === undefined ? [] : reported(architectures, `which architectures ${type.name} runs`);
      return compliantWhen(architecture === undefined || runs.includes(architecture), {
        says: `cannot start: ${type.name} runs ${runs.join(" and ")}, and the sources are ${architecture}`,
        fix: { change: changeTemplate(launched, { InstanceType: `<type for ${architecture}>` }) },
      });
    },
    () =>
      compliantWhen(supportsNitroInstances !== false || !reported(isNitro, `whether ${type.name} is built on Nitro`), {
        says: `cannot boot: ${type.name} is built on Nitro, which the sources do not support`,
        fix: { change: changeTemplate(launched, { InstanceType: "<type on Xen>" }) },
      }),
  ]);
}

/** DRS's word for a volume whose product codes it has found. */
const MARKETPLACE = " CONTAINS_MARKETPLACE_PRODUCT_CODES";

/** Whether the account is subscribed to the product cannot be seen. */
function judgeVolumes(server: JudgedServer): Judgement {
  const { volumeProblems = [] } = observed(server).replication ?? {};
  const disks = volumeProblems.flatMap((each) =>
    each.endsWith(MARKETPLACE) ? [each.slice(0, -MARKETPLACE.length)] : [],
  );
  if (disks.length > 0) {
    const what = `whether this account may launch ${disks.join(" and ")}, which has product codes of AWS Marketplace`;
    throw new Unanswerable("not observed", what);
  }
  return COMPLIANT;
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
      says: `cannot start: their launch templates say HttpTokens ${launched.httpTokens}, and the account enforces IMDSv2 (HttpTokensEnforced)`,
      at: { how: "in", what: region },
      fix: { change: changeWithin(launched, "MetadataOptions", { HttpTokens: "required" }) },
    },
  ]);
}
