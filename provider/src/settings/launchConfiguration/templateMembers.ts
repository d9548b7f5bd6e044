/** The members of a launch template that are managed: how each is read from a version's data, and how the data is made that has it. Pure. */
import { listOf, objectOf, textOf } from "../../drs/members";
import type { Ec2Members, TemplateVersion } from "../../ec2/templateVersion";
import type { SettingValue, SettingValues } from "../../vocabulary";
import { type TemplateEdit, withMember } from "./templateEdit";
import { valueOfInterface, withInterface } from "./templateInterface";

const PREFIX = "launchTemplate.";
const METADATA = "metadataOptions.";
const TAGS = "tags.";

/** The value of a managed member in a version's data; null: not set. */
export function templateValue(path: string, data: Ec2Members): SettingValue {
  const member = path.slice(PREFIX.length);
  if (member === "instanceType") {
    return textOf(data["InstanceType"]) ?? null;
  }
  if (member === "iamInstanceProfile") {
    const { Arn, Name } = objectOf(data["IamInstanceProfile"]);
    return textOf(Arn) ?? textOf(Name) ?? null;
  }
  if (member.startsWith(METADATA)) {
    return plainOf(objectOf(data["MetadataOptions"])[ec2Name(member.slice(METADATA.length))]);
  }
  if (member.startsWith(TAGS)) {
    return tagsOfInstance(data)[member.slice(TAGS.length)] ?? null;
  }
  return valueOfInterface(member, data);
}

/** What makes the version's data have these values, by path; null: not set. Members that are not named stay. */
export function templateEdit(data: Ec2Members, values: SettingValues): TemplateEdit {
  let edit: TemplateEdit = { data: {}, without: [] };
  const members = Object.entries(values).map(([path, value]) => [path.slice(PREFIX.length), value] as const);
  const instanceType = members.find(([member]) => member === "instanceType");
  if (instanceType !== undefined) {
    edit = withMember(edit, "InstanceType", instanceType[1]);
    if (instanceType[1] !== null && data["InstanceRequirements"] !== undefined) {
      edit = { ...edit, without: [...edit.without, "InstanceRequirements"] };
    }
  }
  const profile = members.find(([member]) => member === "iamInstanceProfile");
  if (profile !== undefined) {
    edit = withMember(edit, "IamInstanceProfile", profileOf(profile[1]));
  }
  const metadata = members.filter(([member]) => member.startsWith(METADATA));
  if (metadata.length > 0) {
    const { State: _state, ...present } = objectOf(data["MetadataOptions"]);
    const wanted = metadata.map(([member, value]) => [ec2Name(member.slice(METADATA.length)), value] as const);
    edit = withMember(edit, "MetadataOptions", merged(present, wanted));
  }
  const tags = members.filter(([member]) => member.startsWith(TAGS));
  if (tags.length > 0) {
    const wanted = tags.map(([member, value]) => [member.slice(TAGS.length), value] as const);
    edit = withMember(edit, "TagSpecifications", tagSpecifications(data, merged(tagsOfInstance(data), wanted) ?? {}));
  }
  return withInterface(data, Object.fromEntries(members), edit);
}

/** Why the edit cannot be made without losing what the client's version does not read; undefined when it can. */
export function lossOf(
  edit: TemplateEdit,
  { incomplete, launchTemplateId, version }: TemplateVersion,
): string | undefined {
  const whole = edit.without.length > 0 ? incomplete : incomplete.filter((member) => member in edit.data);
  if (whole.length === 0) {
    return undefined;
  }
  return (
    `version ${version} of launch template ${launchTemplateId} has members in ${whole.join(", ")} that this version of ` +
    "@aws-sdk/client-ec2 does not know, and a new version would lose them"
  );
}

/** Undefined where nothing is left. */
function merged(present: Ec2Members, wanted: readonly (readonly [string, SettingValue])[]): Ec2Members | undefined {
  const all = Object.entries({ ...present, ...Object.fromEntries(wanted) }).filter(([, value]) => value !== null);
  return all.length === 0 ? undefined : Object.fromEntries(all);
}

function profileOf(value: SettingValue): Ec2Members | undefined {
  if (typeof value !== "string") {
    return undefined;
  }
  return value.startsWith("arn:") ? { Arn: value } : { Name: value };
}

/** `httpTokens` is HttpTokens in EC2. */
function ec2Name(member: string): string {
  return `${member.charAt(0).toUpperCase()}${member.slice(1)}`;
}

const INSTANCE = "instance";

function specifications(data: Ec2Members): readonly Ec2Members[] {
  return (listOf(data["TagSpecifications"]) ?? []).map(objectOf);
}

/** The tags of launched instances as a version has them; later ones take the place of earlier ones. */
export function tagsOfInstance(data: Ec2Members): Record<string, string> {
  const ofInstance = specifications(data).filter(({ ResourceType }) => ResourceType === INSTANCE);
  const tags = ofInstance.flatMap(({ Tags }) => (listOf(Tags) ?? []).map(objectOf));
  return Object.fromEntries(tags.map(({ Key, Value }) => [String(Key), textOf(Value) ?? ""]));
}

/** All of them, with these as the instance's; undefined where none is left. */
function tagSpecifications(data: Ec2Members, tags: Ec2Members): Ec2Members[] | undefined {
  const others = specifications(data).filter(({ ResourceType }) => ResourceType !== INSTANCE);
  const list = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const all = list.length === 0 ? others : [...others, { ResourceType: INSTANCE, Tags: list }];
  return all.length === 0 ? undefined : all;
}

function plainOf(value: unknown): SettingValue {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}
