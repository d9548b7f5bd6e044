import type {
  ObservedInstanceRequirements,
  ObservedInstanceType,
  ObservedLaunchTemplate,
  ObservedSecurityGroup,
} from "pulumi-drillwave/vocabulary";
import { Unanswerable } from "./judgement";
import { entry, part, stored, template } from "./observed";
import type { JudgedServer } from "./wave";

/** `launch template lt-… (version 2)`. */
export function nameTemplate({ launchTemplateId, version }: ObservedLaunchTemplate): string {
  return `launch template ${launchTemplateId} (version ${version})`;
}

/** What of a launch template a rule judges. */
type TemplateArea = "InstanceType" | "NetworkInterfaces" | "Placement" | "MetadataOptions";

/** Members that are not understood and that touch one area alone; what they are of is in their path else. */
const AREAS: Readonly<Record<string, TemplateArea>> = { SecondaryInterfaces: "NetworkInterfaces" };

/**
 * The template that the server is launched from, for a rule about one area of it.
 *
 * @throws Unanswerable as {@link template}, and when it says something that is not understood and may touch that area
 */
export function templateOf(server: JudgedServer, area: TemplateArea): ObservedLaunchTemplate {
  const launched = template(server);
  const strange = launched.unknownMembers?.find((path) => {
    const [first = path, member] = path.split(".");
    const touched = member === undefined ? AREAS[first] : first;
    return touched === undefined || touched === area;
  });
  if (strange !== undefined) {
    throw new Unanswerable(
      "not observed",
      `what ${strange} of ${nameTemplate(launched)} means, which is not understood`,
    );
  }
  return launched;
}

/**
 * The instance type that the template names; undefined when it names none.
 *
 * @throws Unanswerable also when it gives requirements instead
 */
export function typeNameOf(server: JudgedServer): string | undefined {
  const launched = templateOf(server, "InstanceType");
  if (launched.instanceRequirements !== undefined) {
    const what = `the instance type: ${nameTemplate(launched)} gives requirements instead of a type, and EC2 picks one at the launch`;
    throw new Unanswerable("not observed", what);
  }
  return launched.instanceType;
}

/**
 * A template that leaves the instance type to EC2 by requirements (docs/drs-facts.md#flexible-instance-types); undefined
 * for any other.
 *
 * @throws Unanswerable also when right-sizing may write a type, or one stands beside the requirements
 */
export function flexibleTemplate(
  server: JudgedServer,
): { launched: ObservedLaunchTemplate; requirements: ObservedInstanceRequirements } | undefined {
  const launched = templateOf(server, "InstanceType");
  const { instanceRequirements: requirements, instanceType } = launched;
  if (requirements === undefined) {
    return undefined;
  }
  const { targetInstanceTypeRightSizingMethod: method } = stored(server);
  if (method === "NONE" && instanceType === undefined) {
    return { launched, requirements };
  }
  const beside = instanceType === undefined ? `the right-sizing ${method ?? "that is not set"}` : instanceType;
  throw new Unanswerable("not observed", `what the requirements of ${nameTemplate(launched)} mean beside ${beside}`);
}

/** The instance type of the server's launch template; undefined when it names none. @throws {@link Unanswerable} */
export function templateType(server: JudgedServer): ({ name: string } & ObservedInstanceType) | undefined {
  const name = typeNameOf(server);
  if (name === undefined) {
    return undefined;
  }
  const { wave } = server;
  return { name, ...entry(wave, "instanceTypes", part(wave, "instanceTypes"), name, `instance type ${name}`) };
}

/** The security group with this id. @throws Unanswerable when it was not seen */
export function groupOf({ wave }: JudgedServer, groupId: string): ObservedSecurityGroup {
  return entry(wave, "securityGroups", part(wave, "securityGroups"), groupId, `security group ${groupId}`);
}
