/** What is stored and no arg of `LaunchConfiguration` says: each with its value, so that nothing is lost. Pure. */
import { listOf as listIn, objectOf } from "../drs/members";
import type { Ec2Members, TemplateVersion } from "../ec2/templateVersion";
import { primaryOf } from "../settings/launchConfiguration/templateInterface";
import type { SettingValues } from "../vocabulary";

/** Something that is stored and that the program does not say. */
export interface Note {
  /** The object whose comment it is: the launch configuration's own, or its launch template's. */
  readonly at: "configuration" | "template";
  /** `CpuOptions {"CoreCount":2}`. */
  readonly what: string;
  /** Why the program does not say it, such as `LaunchConfiguration has no arg for it`. */
  readonly why: string;
}

/** Why a member of the API is left out that no arg is for. */
const NO_ARG = "LaunchConfiguration has no arg for it";

/** Members of a launch configuration that are one plain value. */
const PLAIN: readonly string[] = [
  "targetInstanceTypeRightSizingMethod",
  "launchDisposition",
  "copyPrivateIp",
  "copyTags",
  "postLaunchEnabled",
  "recoveryMode",
];

/** The members of these that an arg has. */
const STRUCTURES: Readonly<Record<string, string>> = {
  licensing: "osByol",
  launchIntoInstanceProperties: "launchIntoEC2InstanceID",
};

/** What of the stored launch configuration no arg says: members of DRS that are newer than this package, and odd values. */
export function leftInConfiguration(settings: object): Note[] {
  return Object.entries(settings).flatMap(([name, value]) => {
    const known = Object.hasOwn(STRUCTURES, name) ? STRUCTURES[name] : undefined;
    const isPlain = typeof value !== "object" || value === null;
    if (PLAIN.includes(name) && isPlain) {
      return [];
    }
    if (known === undefined || isPlain || Array.isArray(value)) {
      return [noteOf("configuration", name, value)];
    }
    const others = Object.entries(value).filter(([member, each]) => member !== known || !isScalar(each));
    return others.map(([member, each]) => noteOf("configuration", `${name}.${member}`, each));
  });
}

/**
 * Members of a template that DRS itself keeps, from the server's disks and the instance type: the page of the command says
 * once that they are not repeated.
 */
const KEPT_BY_DRS: readonly string[] = ["BlockDeviceMappings", "EbsOptimized"];

/** What of the launch template no arg says. `values`: what the program says, by path in the args. */
export function leftInTemplate(
  { data, incomplete }: TemplateVersion,
  values: SettingValues,
  hostname: string | undefined,
): Note[] {
  const unread = incomplete.map((member) => ({
    at: "template" as const,
    what: member,
    why: "it has members that this version of @aws-sdk/client-ec2 does not read",
  }));
  const left = Object.entries(data).flatMap(([name, value]) => {
    if (KEPT_BY_DRS.includes(name)) {
      return [];
    }
    const rest = Object.hasOwn(REST, name) ? REST[name] : undefined;
    return rest === undefined ? [noteOf("template", name, value)] : rest(value, { values, hostname });
  });
  return [...left, ...unread];
}

interface Said {
  readonly values: SettingValues;
  readonly hostname: string | undefined;
}

/** By member of the template: what is left of it beside what the program says or tells elsewhere. */
const REST: Readonly<Record<string, (value: unknown, said: Said) => Note[]>> = {
  InstanceType: () => [],
  SecurityGroupIds: (value, { values }) =>
    same(value, values["launchTemplate.securityGroupIds"]) ? [] : [noteOf("template", "SecurityGroupIds", value)],
  IamInstanceProfile: (value) => {
    const { Arn, Name, ...others } = objectOf(value);
    const left = Arn === undefined || Name === undefined ? others : { Name, ...others };
    return noteOfRest("IamInstanceProfile", left);
  },
  MetadataOptions: (value) => {
    const { State: _answer, ...options } = objectOf(value);
    const others = Object.entries(options).filter(([name, each]) => !METADATA.includes(name) || !isScalar(each));
    return noteOfRest("MetadataOptions", Object.fromEntries(others));
  },
  NetworkInterfaces: (value, { values }) => {
    const interfaces = listOf(value).map(objectOf);
    const primary = primaryOf(interfaces);
    return interfaces.flatMap((each, index) => {
      const name = `NetworkInterfaces[${index}]`;
      return each === primary ? leftInPrimary(name, each, values) : [noteOf("template", name, each)];
    });
  },
  TagSpecifications: (value, { hostname }) =>
    listOf(value).flatMap((each) => {
      const { ResourceType, Tags, ...others } = objectOf(each);
      const tags = listOf(Tags).map(objectOf);
      const left = tags.filter(({ Key, Value }) => !isTagOfDrs(String(Key), Value, hostname));
      const isSaid = ResourceType === INSTANCE || left.length === 0;
      return [
        ...(isSaid ? [] : [noteOf("template", `TagSpecifications of ${ResourceType}`, left)]),
        ...noteOfRest(`TagSpecifications of ${ResourceType}`, others),
      ];
    }),
};

const METADATA: readonly string[] = [
  "HttpTokens",
  "HttpEndpoint",
  "HttpPutResponseHopLimit",
  "HttpProtocolIpv6",
  "InstanceMetadataTags",
];

/** The kind of resource whose tags are an arg. */
const INSTANCE = "instance";

/** Whether DRS sets the tag itself, its server's name included (docs/drs-facts.md#instances-that-drs-does-not-list). */
export function isTagOfDrs(key: string, value: unknown, hostname: string | undefined): boolean {
  const isName = key === "Name" && value === hostname;
  return isName || /^(aws:|drs\.amazonaws\.com|AWSElasticDisasterRecovery)/i.test(key);
}

/** Members of the primary interface that are args, by their paths. */
const INTERFACE: Readonly<Record<string, string>> = {
  SubnetId: "launchTemplate.subnetId",
  Groups: "launchTemplate.securityGroupIds",
  PrivateIpAddress: "launchTemplate.privateIpAddress",
  AssociatePublicIpAddress: "launchTemplate.associatePublicIpAddress",
};

/** What is no default and no arg: an arg that could not be said has a note of its own. */
function leftInPrimary(name: string, members: Ec2Members, values: SettingValues): Note[] {
  const left = Object.entries(members).filter(([member, value]) => {
    const isDefault = DEFAULTS[member] === value;
    const isAddress =
      member === "PrivateIpAddresses" && isOnlyAddress(value, values["launchTemplate.privateIpAddress"]);
    return INTERFACE[member] === undefined && !isDefault && !isAddress;
  });
  return noteOfRest(name, Object.fromEntries(left));
}

/** What DRS's own interface has. */
const DEFAULTS: Readonly<Record<string, unknown>> = { DeviceIndex: 0, NetworkCardIndex: 0, DeleteOnTermination: true };

function isOnlyAddress(list: unknown, address: unknown): boolean {
  const [first, ...others] = listOf(list).map(objectOf);
  return others.length === 0 && first?.["Primary"] === true && first["PrivateIpAddress"] === address;
}

function noteOfRest(name: string, rest: Ec2Members): Note[] {
  return Object.keys(rest).length === 0 ? [] : [noteOf("template", name, rest)];
}

function noteOf(at: Note["at"], name: string, value: unknown): Note {
  return { at, what: `${name} ${shown(name, value)}`, why: NO_ARG };
}

/** User data may hold secrets, and the program goes where programs go. */
function shown(name: string, value: unknown): string {
  return name === "UserData" ? `(${String(value).length} characters, not shown)` : JSON.stringify(value);
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function isScalar(value: unknown): boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

function listOf(value: unknown): readonly unknown[] {
  return listIn(value) ?? [];
}
