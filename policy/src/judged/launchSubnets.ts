import type { ObservedSubnet } from "pulumi-drillwave/vocabulary";
import type { TemplateChange } from "./change";
import type { Cause } from "./fact";
import { type Judgement, judgeOrUnknown, NOT_APPLICABLE, Unanswerable } from "./judgement";
import { type LaunchInterface, nameInterface, subnetIdOf } from "./launchInterfaces";
import { observation, part, subnetOf } from "./observed";
import { A_GROUP, changeInterface } from "./templateChange";
import type { JudgedServer } from "./wave";

/** A subnet that a network interface may be made in. */
export interface LaunchSubnet extends ObservedSubnet {
  subnetId: string;
  /** For people: `subnet-…`, or `default subnet subnet-…` where the template names none. */
  name: string;
  /** The template names none, and EC2 picks it. */
  isDefault: boolean;
}

/** What a template without a subnet leads to, whatever rules find of it. */
export const NO_SUBNET: Cause = { says: "would start in the default VPC, as their launch templates name no subnet" };

/** What a person fills in, and is told to. */
export const A_SUBNET = "<isolated subnet>";
export const NAME_SUBNET = "name a subnet and security groups in the launch templates";

/** The interface in a subnet of another VPC, which has security groups of its own. */
export function changeVpc(each: LaunchInterface, more: { AssociatePublicIpAddress?: boolean } = {}): TemplateChange {
  const { securityGroupIds = [] } = each;
  const groups = securityGroupIds.length === 0 ? {} : { Groups: [A_GROUP] };
  return changeInterface(each, { SubnetId: A_SUBNET, ...groups, ...more });
}

/**
 * The ids of the default subnets that EC2 may pick for an interface which names none; empty when there is none, and the
 * launch fails (docs/drs-facts.md#a-template-without-a-subnet).
 *
 * @throws Unanswerable when nobody looked
 */
export function defaultSubnetIds({ wave }: JudgedServer, { template }: LaunchInterface): string[] {
  const byZone = part(wave, "defaultSubnets");
  const zone = template.placement?.["AvailabilityZone"];
  return Object.entries(byZone).flatMap(([each, id]) => (zone === undefined || zone === each ? [id] : []));
}

/**
 * Judges the subnet that an interface is made in: the one that it names, else each default subnet that EC2 may pick, which
 * all have to be alike. Not applicable where there is none, because then nothing is launched.
 *
 * @throws Unanswerable when it is not known which subnet that is, or when EC2's pick decides
 */
export function judgeLaunchSubnet(
  server: JudgedServer,
  each: LaunchInterface,
  judge: (subnet: LaunchSubnet) => Judgement,
): Judgement {
  const named = subnetIdOf(each);
  if (named !== undefined) {
    return judge({ subnetId: named, name: named, isDefault: false, ...subnetOf(server.wave, named) });
  }
  const ids = defaultSubnetIds(server, each);
  const judgements = ids.map((subnetId) =>
    judgeOrUnknown(() =>
      judge({ subnetId, name: `default subnet ${subnetId}`, isDefault: true, ...subnetOf(server.wave, subnetId) }),
    ),
  );
  const [first = NOT_APPLICABLE] = judgements;
  const unknown = judgements.find(({ status }) => status === "unknown");
  if (unknown !== undefined || judgements.every(({ status }) => status === first.status)) {
    return unknown ?? first;
  }
  const what = `which default subnet of ${observation(server.wave).region} (${ids.join(", ")}) EC2 picks for ${nameInterface(each)}, which names none`;
  throw new Unanswerable("not observed", what);
}
