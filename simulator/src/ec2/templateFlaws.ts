import { isIPv4 } from "node:net";
import { stateName, TEMPLATE_DATA, type TemplateMember, type TemplateMembers } from "../model/launchTemplateData";
import type { LaunchTemplateData } from "../world/state/launchTemplate";
import { items, type Xml } from "./xml";

/** What is wrong with a launch template's data, in EC2's words. */
export interface TemplateFlaw {
  readonly code: string;
  readonly message: string;
}

/**
 * What EC2 cannot even read in a launch template's data: ids and addresses of another form, values that an enum does not have, a type beside
 * instance requirements. Whether a subnet or group exists is not asked (docs/drs-facts.md, "What EC2 checks in a launch template").
 */
export function malformedIn(data: LaunchTemplateData): TemplateFlaw[] {
  const both = data.instanceType !== undefined && data.instanceRequirements !== undefined;
  return [
    ...malformed(data, TEMPLATE_DATA, "LaunchTemplateData"),
    ...(both
      ? [
          {
            code: "InvalidParameterCombination",
            message: "You cannot specify both InstanceType and InstanceRequirements in a launch template.",
          },
        ]
      : []),
  ];
}

/** What no launch will accept in a launch template's data, although EC2 keeps it. */
export function unfitIn({
  securityGroupIds,
  securityGroups,
  networkInterfaces = [],
}: LaunchTemplateData): TemplateFlaw[] {
  const hasGroups = securityGroupIds !== undefined || securityGroups !== undefined;
  return hasGroups && networkInterfaces.length > 0 ? [GROUPS_BESIDE_INTERFACES] : [];
}

// What RunInstances answers then.
const GROUPS_BESIDE_INTERFACES: TemplateFlaw = {
  code: "InvalidParameterCombination",
  message: "Network interfaces and an instance-level security groups may not be specified on the same request",
};

/** EC2's ValidationWarning; undefined when there is nothing to warn of. */
export function warningToXml(flaws: readonly TemplateFlaw[]): Xml {
  return flaws.length === 0 ? undefined : { errorSet: items(flaws.map(({ code, message }) => ({ code, message }))) };
}

type Values = Readonly<Record<string, unknown>>;

function malformed(values: Values, members: TemplateMembers, path: string): TemplateFlaw[] {
  return Object.entries(members).flatMap(([name, member]) => {
    const value = values[stateName(name)];
    const given: readonly unknown[] = Array.isArray(value) ? value : [value];
    return given.flatMap((one) => flawsOf(one, name, member, `${path}.${name}`));
  });
}

function flawsOf(
  value: unknown,
  name: string,
  { members, enum: options }: TemplateMember,
  path: string,
): TemplateFlaw[] {
  if (members !== undefined) {
    return isValues(value) ? malformed(value, members, path) : [];
  }
  if (typeof value === "number") {
    const most = MOST[name];
    return most !== undefined && (value < 1 || value > most)
      ? [invalid(path, String(value), `a number from 1 to ${most}`)]
      : [];
  }
  if (typeof value !== "string") {
    return [];
  }
  if (options !== undefined && !options.includes(value)) {
    return [invalid(path, value, `one of ${options.join(", ")}`)];
  }
  const flaw = FORMS[name]?.(value, path);
  return flaw === undefined ? [] : [flaw];
}

function isValues(value: unknown): value is Values {
  return typeof value === "object" && value !== null;
}

function invalid(path: string, value: string, expected: string): TemplateFlaw {
  return {
    code: "InvalidParameterValue",
    message: `Value (${value}) for parameter ${path} is invalid. Expected: ${expected}.`,
  };
}

/** The numbers that have a limit: "Possible values: Integers from 1 to 64". */
const MOST: Readonly<Record<string, number>> = { HttpPutResponseHopLimit: 64 };

type Form = (value: string, path: string) => TemplateFlaw | undefined;

function idOf(prefix: string, code: string): Form {
  const form = new RegExp(`^${prefix}[0-9a-f]{8,17}$`, "i");
  return (value) =>
    form.test(value) ? undefined : { code, message: `Invalid id: "${value}" (expecting "${prefix}...")` };
}

const group = idOf("sg-", "InvalidGroupId.Malformed");

/** The members whose values have a form, by name, wherever they stand. */
const FORMS: Readonly<Record<string, Form>> = {
  SubnetId: idOf("subnet-", "InvalidSubnetID.Malformed"),
  SecurityGroupIds: group,
  Groups: group,
  NetworkInterfaceId: idOf("eni-", "InvalidNetworkInterfaceId.Malformed"),
  SnapshotId: idOf("snap-", "InvalidSnapshotID.Malformed"),
  HostId: idOf("h-", "InvalidHostID.Malformed"),
  // The id may come from a parameter of Systems Manager instead.
  ImageId: (value, path) =>
    value.startsWith("resolve:ssm:") ? undefined : idOf("ami-", "InvalidAMIID.Malformed")(value, path),
  PrivateIpAddress: (value, path) => (isIPv4(value) ? undefined : invalid(path, value, "an IPv4 address")),
  InstanceType: (value, path) =>
    /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/.test(value) ? undefined : invalid(path, value, "an instance type"),
};
