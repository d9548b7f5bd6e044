/** The primary network interface of a launch template's data. Pure. */
import { listOf, numberOf, objectOf, textOf } from "../../drs/members";
import { type Ec2Members, interfacesOf } from "../../ec2/templateVersion";
import { primaryInterface, type SettingValue, type SettingValues } from "../../vocabulary";
import { withoutUndefined } from "../../withoutUndefined";
import type { TemplateEdit } from "./templateEdit";

/** Members of the args that are the primary interface's, by EC2's names. */
const NAMES: Readonly<Record<string, string>> = {
  subnetId: "SubnetId",
  securityGroupIds: "Groups",
  privateIpAddress: "PrivateIpAddress",
  associatePublicIpAddress: "AssociatePublicIpAddress",
};

/** The security groups of a template without an interface of its own: EC2 refuses them beside one. */
const BESIDE = ["SecurityGroupIds", "SecurityGroups"] as const;

/** The value of a member of the primary interface; null: not set. */
export function valueOfInterface(member: string, data: Ec2Members): SettingValue {
  const primary = primaryOf(interfacesOf({ data }));
  if (member === "securityGroupIds") {
    const groups = textsOf(primary?.["Groups"]);
    const own = groups.length > 0 ? groups : textsOf(data["SecurityGroupIds"]);
    return own.length === 0 ? null : own;
  }
  if (member === "privateIpAddress") {
    return textOf(primary?.["PrivateIpAddress"]) ?? textOf(primaryAddress(primary)?.["PrivateIpAddress"]) ?? null;
  }
  const value = primary?.[NAMES[member] ?? member];
  return typeof value === "string" || typeof value === "boolean" ? value : null;
}

/** The edit with the members of the primary interface that are among these. */
export function withInterface(data: Ec2Members, members: SettingValues, edit: TemplateEdit): TemplateEdit {
  const wanted = Object.entries(members).filter(([member]) => member in NAMES);
  if (wanted.length === 0) {
    return edit;
  }
  const interfaces = interfacesOf({ data });
  const [only] = wanted;
  if (interfaces.length === 0 && wanted.length === 1 && only?.[0] === "securityGroupIds") {
    return withGroupsBeside(data, only[1], edit);
  }
  const found = primaryOf(interfaces);
  const primary = found ?? { DeviceIndex: 0 };
  const beside = textsOf(data["SecurityGroupIds"]);
  const groups = beside.length > 0 && textsOf(primary["Groups"]).length === 0 ? { Groups: beside } : {};
  const edited = withValues({ ...primary, ...groups }, wanted);
  const list =
    found === undefined ? [edited, ...interfaces] : interfaces.map((each) => (each === found ? edited : each));
  return {
    data: { ...edit.data, NetworkInterfaces: list },
    without: [...edit.without, ...BESIDE.filter((name) => data[name] !== undefined)],
  };
}

/** A template that names no interface has its groups beside it. */
function withGroupsBeside(data: Ec2Members, value: SettingValue, edit: TemplateEdit): TemplateEdit {
  const names = BESIDE.filter((name) => name !== "SecurityGroupIds" && data[name] !== undefined);
  return value === null
    ? { ...edit, without: [...edit.without, ...names, "SecurityGroupIds"] }
    : { data: { ...edit.data, SecurityGroupIds: value }, without: [...edit.without, ...names] };
}

function withValues(primary: Ec2Members, wanted: readonly (readonly [string, SettingValue])[]): Ec2Members {
  const values = wanted.map(([member, value]) => [NAMES[member] ?? member, value] as const);
  const edited = { ...primary, ...Object.fromEntries(values) };
  const address = edited["PrivateIpAddress"];
  // An address may stand in a list of its own, of which one is the primary.
  const listed = primaryAddress(primary);
  const moved =
    listed === undefined || typeof address !== "string"
      ? edited
      : {
          ...edited,
          PrivateIpAddress: null,
          PrivateIpAddresses: listOf(primary["PrivateIpAddresses"])?.map((each) =>
            objectOf(each)["Primary"] === true ? { ...objectOf(each), PrivateIpAddress: address } : each,
          ),
        };
  return Object.fromEntries(Object.entries(moved).filter(([, value]) => value !== null));
}

/** Why these members cannot be set on the primary interface; undefined when they can. */
export function interfaceObstacle(data: Ec2Members, members: SettingValues): string | undefined {
  const interfaces = interfacesOf({ data });
  const primary = primaryOf(interfaces);
  const existing = textOf(primary?.["NetworkInterfaceId"]);
  const named = Object.keys(members).filter((member) => member in NAMES && members[member] !== null);
  if (named.length === 0) {
    return undefined;
  }
  if (primary === undefined && interfaces.length > 0) {
    return "the launch template has network interfaces, and none or several of them could be the primary one";
  }
  if (existing !== undefined) {
    return `the launch template attaches the existing interface ${existing}, which has its own subnet, security groups and addresses`;
  }
  if (members["associatePublicIpAddress"] === true && interfaces.length > 1) {
    return "the launch template has several network interfaces, and EC2 gives a public address only to an instance with one";
  }
  return undefined;
}

/** The interface that the args are about; undefined when there is none, and when it is not clear which one it is. */
export function primaryOf(interfaces: readonly Ec2Members[]): Ec2Members | undefined {
  const numbered = interfaces.map((members) =>
    withoutUndefined({
      members,
      deviceIndex: numberOf(members["DeviceIndex"]),
      networkCardIndex: numberOf(members["NetworkCardIndex"]),
    }),
  );
  return primaryInterface(numbered)?.members;
}

function primaryAddress(primary: Ec2Members | undefined): Ec2Members | undefined {
  return (listOf(primary?.["PrivateIpAddresses"]) ?? []).map(objectOf).find(({ Primary }) => Primary === true);
}

function textsOf(value: unknown): string[] {
  return (listOf(value) ?? []).flatMap((each) => (typeof each === "string" ? [each] : []));
}
