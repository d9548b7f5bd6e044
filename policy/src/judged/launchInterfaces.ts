import {
  type ObservedLaunchTemplate,
  type ObservedNetworkInterface,
  primaryInterface,
} from "pulumi-drillwave/vocabulary";
import { Unanswerable } from "./judgement";
import { nameTemplate, templateOf } from "./launchTemplate";
import type { JudgedServer } from "./wave";

/** A network interface that a launch makes. */
export interface LaunchInterface extends ObservedNetworkInterface {
  template: ObservedLaunchTemplate;
  /** Its place in the template's list; undefined where the template has none and the launch makes it all the same. */
  index?: number;
  isPrimary: boolean;
  /** The launch makes no other. */
  isOnly: boolean;
}

/** Types of interfaces that have an address; the others are not understood. */
const TYPES: readonly (string | undefined)[] = [undefined, "interface", "efa"];

/**
 * Every network interface that a launch of the server makes, or takes where it is an existing one.
 *
 * @throws Unanswerable when what the template says of them is not understood
 */
export function everyInterface(server: JudgedServer): LaunchInterface[] {
  const template = templateOf(server, "NetworkInterfaces");
  const { networkInterfaces } = template;
  // Without a list, EC2 makes the primary one; an older observation has the primary one alone.
  if (networkInterfaces === undefined || networkInterfaces.length === 0) {
    const { subnetId, securityGroupIds, associatePublicIp } = template;
    const primary: ObservedNetworkInterface = {
      ...(subnetId === undefined ? {} : { subnetId }),
      ...(securityGroupIds === undefined ? {} : { securityGroupIds }),
      ...(associatePublicIp === undefined ? {} : { associatePublicIp }),
    };
    return [{ ...primary, template, isPrimary: true, isOnly: true }];
  }
  const primary = primaryInterface(networkInterfaces);
  if (primary === undefined) {
    throw new Unanswerable("not observed", `which network interface of ${nameTemplate(template)} is the primary one`);
  }
  return networkInterfaces.map((each, index) => {
    if (!TYPES.includes(each.interfaceType)) {
      const what = `what ${each.interfaceType} means, the type of network interface ${index} of ${nameTemplate(template)}`;
      throw new Unanswerable("not observed", what);
    }
    return { ...each, template, index, isPrimary: each === primary, isOnly: networkInterfaces.length === 1 };
  });
}

/** The network interfaces, all of which the launch makes. @throws Unanswerable when one of them exists already */
export function newInterfaces(server: JudgedServer): LaunchInterface[] {
  return everyInterface(server).map(asNew);
}

/** The primary network interface, which the launch makes. @throws Unanswerable when it exists already */
export function newPrimaryInterface(server: JudgedServer): LaunchInterface {
  const [primary] = everyInterface(server).filter(({ isPrimary }) => isPrimary);
  if (primary === undefined) {
    throw new Unanswerable("not observed", `the primary network interface of ${server.name}`);
  }
  return asNew(primary);
}

/** An existing one has its own subnet, groups and addresses (docs/drs-facts.md#network-interfaces-of-a-launch-template). */
function asNew(each: LaunchInterface): LaunchInterface {
  const { networkInterfaceId, template } = each;
  if (networkInterfaceId === undefined) {
    return each;
  }
  const what = `${nameTemplate(template)} attaches the existing network interface ${networkInterfaceId}, which is not looked at`;
  throw new Unanswerable("not observed", what);
}

/** `launch template lt-… (version 2)`, and which of its interfaces where it has several. */
export function nameInterface({ template, index, isOnly }: LaunchInterface): string {
  return isOnly ? nameTemplate(template) : `network interface ${index} of ${nameTemplate(template)}`;
}

/**
 * The security groups that the interface gets; empty when the template names none.
 *
 * @throws Unanswerable when it is not known which these are
 */
export function groupIdsOf({ template, isOnly, isPrimary, securityGroupIds = [] }: LaunchInterface): readonly string[] {
  const { networkInterfaces = [], securityGroupsBesideInterface, securityGroupNames } = template;
  const isBeside = securityGroupsBesideInterface === true && networkInterfaces.length > 0;
  if (isBeside || (securityGroupNames !== undefined && networkInterfaces.length > 0)) {
    const what = `which security groups apply: ${nameTemplate(template)} names some beside its network interfaces, which EC2 refuses`;
    throw new Unanswerable("not observed", what);
  }
  if (securityGroupNames !== undefined && isOnly && isPrimary) {
    const what = `the security groups that ${nameTemplate(template)} gives by name (${securityGroupNames.join(", ")})`;
    throw new Unanswerable("not observed", what);
  }
  return securityGroupIds;
}

/**
 * The id of the subnet that the interface is made in; undefined when it is the only one and the template names none.
 *
 * @throws Unanswerable when it is one of several and names none
 */
export function subnetIdOf({ subnetId, isOnly, ...others }: LaunchInterface): string | undefined {
  if (subnetId === undefined && !isOnly) {
    const what = `the subnet of ${nameInterface({ ...others, isOnly })}, which names none`;
    throw new Unanswerable("not observed", what);
  }
  return subnetId;
}
