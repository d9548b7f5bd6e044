import type { ObservedNetworkInterface } from "pulumi-drillwave/vocabulary";
import type { InterfaceEdit, TemplateChange } from "../judged/change";
import { A_GROUP, anAddress } from "../judged/templateChange";

/** All changes of one launch template together. */
export interface TemplateEdit {
  launchTemplateId: string;
  data: Readonly<Record<string, unknown>>;
  within: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  interfaces: readonly InterfaceEdit[];
  /** What the template lists. */
  listed: readonly ObservedNetworkInterface[];
  byHand: readonly string[];
}

/** Changes of the same template as one. Where two change the same member, the first counts. Pure. */
export function mergeChanges(changes: readonly [TemplateChange, ...TemplateChange[]]): TemplateEdit {
  const [{ template }] = changes;
  const edits = changes.flatMap(({ interfaces = [] }) => interfaces);
  const indices = [...new Set(edits.map(({ index }) => index))].toSorted((a, b) => a - b);
  return {
    launchTemplateId: template.launchTemplateId,
    data: firstOfEach(changes.map(({ data = {} }) => data)),
    within: mergeWithin(changes.map(({ within = {} }) => within)),
    interfaces: indices.map((index) => mergeEdits(index, edits, template.launchTemplateId)),
    listed: template.networkInterfaces ?? [],
    byHand: [...new Set(changes.flatMap(({ byHand = [] }) => byHand))],
  };
}

function mergeEdits(index: number, edits: readonly InterfaceEdit[], launchTemplateId: string): InterfaceEdit {
  const own = edits.filter((edit) => edit.index === index);
  const withoutGroups = [...new Set(own.flatMap((edit) => edit.withoutGroups ?? []))];
  const set = firstOfEach(own.map(({ set }) => set));
  return {
    index,
    set: withAddressOfItsSubnet(set, own, launchTemplateId),
    ...(withoutGroups.length === 0 ? {} : { withoutGroups }),
  };
}

/** An address is of one subnet: beside another change's subnet, that of a change which stays in its own is void. */
function withAddressOfItsSubnet(
  set: InterfaceEdit["set"],
  edits: readonly InterfaceEdit[],
  launchTemplateId: string,
): InterfaceEdit["set"] {
  const addressed = edits.find((edit) => "PrivateIpAddress" in edit.set);
  const isOfOtherSubnet = "SubnetId" in set && addressed !== undefined && addressed.set["SubnetId"] !== set["SubnetId"];
  return isOfOtherSubnet ? { ...set, PrivateIpAddress: anAddress("that subnet", { launchTemplateId }) } : set;
}

function mergeWithin(all: readonly TemplateEdit["within"][]): TemplateEdit["within"] {
  const names = [...new Set(all.flatMap(Object.keys))];
  return Object.fromEntries(names.map((name) => [name, firstOfEach(all.map((within) => within[name] ?? {}))]));
}

function firstOfEach(objects: readonly Readonly<Record<string, unknown>>[]): Record<string, unknown> {
  return Object.assign({}, ...objects.toReversed());
}

/**
 * The AWS CLI commands that make a changed version of the template its default one, from which DRS launches. They start
 * from the default version of that moment: what the edit does not name stays, also what nobody looked at. `id` is the
 * template as the shell writes it: its id, or a variable.
 */
export function templateCommand(edit: TemplateEdit, id: string): string {
  const of = `--launch-template-id ${id}`;
  const isRead = edit.interfaces.length > 0 || Object.keys(edit.within).length > 0;
  const data = isRead ? `"$(${readChanged(edit, of)})"` : shellQuote(JSON.stringify(edit.data));
  const create = `aws ec2 create-launch-template-version ${of} --source-version '$Default' --launch-template-data ${data} --query LaunchTemplateVersion.VersionNumber --output text`;
  return `aws ec2 modify-launch-template ${of} --default-version "$(${create})"`;
}

/** A new version replaces each member as a whole, so that the default version's is read and changed. */
function readChanged(edit: TemplateEdit, of: string): string {
  const members = [
    ...(edit.interfaces.length === 0 ? [] : [`NetworkInterfaces: ${changedInterfaces(edit)}`]),
    ...Object.entries(edit.within).map(([name, change]) => `${name}: ${changedWithin(name, change)}`),
    ...Object.entries(edit.data).map(([name, value]) => `${name}: ${literal(value)}`),
  ];
  const query = `LaunchTemplateVersions[0].LaunchTemplateData.{${members.join(", ")}}`;
  return `aws ec2 describe-launch-template-versions ${of} --versions '$Default' --query ${shellQuote(query)} --output json`;
}

/** All of them, those that came after anybody looked as well. */
function changedInterfaces({ interfaces, listed }: TemplateEdit): string {
  const places = listed.length === 0 ? [{}] : listed;
  const list = places.map((seen, index) => {
    const edit = interfaces.find((each) => each.index === index);
    const now = `NetworkInterfaces[${index}]`;
    const made = listed.length === 0 ? `${now} || ${literal({ DeviceIndex: 0, DeleteOnTermination: true })}` : now;
    const parts = [...answersOnly(now, seen), ...(edit === undefined ? [] : [literal(membersOf(edit, seen))])];
    return parts.length === 0 ? now : `merge(${[made, ...parts].join(", ")})`;
  });
  return `[[${list.join(", ")}], NetworkInterfaces[${places.length}:]][]`;
}

/** A command repeats what EC2 answers, except for what only its answers have (IsPrimaryIpv6). */
function answersOnly(now: string, { otherMembers = [] }: ObservedNetworkInterface): string[] {
  return otherMembers.includes("Ipv6Addresses")
    ? [`{Ipv6Addresses: ${now}.Ipv6Addresses[].{Ipv6Address: Ipv6Address}}`]
    : [];
}

/** The member at this path with the change, and a greatest value that is no less than a new least one. */
function changedWithin(path: string, change: object): string {
  const values = Object.entries(change).map(([name, value]) => {
    const isStructure = typeof value === "object" && value !== null && !Array.isArray(value);
    return `${name}: ${isStructure ? changedWithin(`${path}.${name}`, value) : literal(value)}`;
  });
  const least = "Min" in change ? `, ${noLessMost(path, change.Min)}` : "";
  return `merge(${path} || ${literal({})}, {${values.join(", ")}}${least})`;
}

/** EC2 refuses a greatest value that is less than the least one. */
function noLessMost(path: string, least: unknown): string {
  return `${path}.Max && {Max: max([${literal(least)}, ${path}.Max])} || ${literal({})}`;
}

function membersOf({ set, withoutGroups = [] }: InterfaceEdit, seen: ObservedNetworkInterface): object {
  if (withoutGroups.length === 0 || "Groups" in set) {
    return set;
  }
  const left = (seen.securityGroupIds ?? []).filter((group) => !withoutGroups.includes(group));
  return { ...set, Groups: left.length === 0 ? [A_GROUP] : left };
}

/** A value in JMESPath (https://jmespath.org/specification.html#literal-expressions), where a backtick ends it. */
function literal(value: unknown): string {
  return `\`${JSON.stringify(value).replaceAll("`", "\\u0060")}\``;
}

function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
