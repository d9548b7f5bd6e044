import type { InterfaceEdit, TemplateChange } from "../judged/change";

/** All changes of one launch template together. */
export interface TemplateEdit {
  launchTemplateId: string;
  data: Readonly<Record<string, unknown>>;
  interfaces: readonly InterfaceEdit[];
  /** How many interfaces the template lists. */
  listed: number;
  /** The groups of each listed interface. */
  groups: readonly (readonly string[])[];
  byHand: readonly string[];
}

/** Changes of the same template as one. Where two change the same member, the first counts. Pure. */
export function mergeChanges(changes: readonly [TemplateChange, ...TemplateChange[]]): TemplateEdit {
  const [{ template }] = changes;
  const edits = changes.flatMap(({ interfaces = [] }) => interfaces);
  const indices = [...new Set(edits.map(({ index }) => index))].toSorted((a, b) => a - b);
  const { networkInterfaces = [] } = template;
  return {
    launchTemplateId: template.launchTemplateId,
    data: firstOfEach(changes.map(({ data = {} }) => data)),
    interfaces: indices.map((index) => mergeEdits(index, edits)),
    listed: networkInterfaces.length,
    groups: networkInterfaces.map(({ securityGroupIds = [] }) => securityGroupIds),
    byHand: [...new Set(changes.flatMap(({ byHand = [] }) => byHand))],
  };
}

function mergeEdits(index: number, edits: readonly InterfaceEdit[]): InterfaceEdit {
  const own = edits.filter((edit) => edit.index === index);
  const withoutGroups = [...new Set(own.flatMap((edit) => edit.withoutGroups ?? []))];
  return {
    index,
    set: firstOfEach(own.map(({ set }) => set)),
    ...(withoutGroups.length === 0 ? {} : { withoutGroups }),
  };
}

function firstOfEach(objects: readonly Readonly<Record<string, unknown>>[]): Record<string, unknown> {
  return Object.assign({}, ...objects.toReversed());
}

/** What a person fills in for groups of which none is left. */
const GROUP_TO_CHOOSE = "<security group>";

/**
 * The AWS CLI commands that make a changed version of the template its default one, from which DRS launches. They start
 * from the default version of that moment: what the edit does not name stays, also what nobody looked at. `id` is the
 * template as the shell writes it: its id, or a variable.
 */
export function templateCommand(edit: TemplateEdit, id: string): string {
  const of = `--launch-template-id ${id}`;
  const data = edit.interfaces.length === 0 ? shellQuote(JSON.stringify(edit.data)) : `"$(${readChanged(edit, of)})"`;
  const create = `aws ec2 create-launch-template-version ${of} --source-version '$Default' --launch-template-data ${data} --query LaunchTemplateVersion.VersionNumber --output text`;
  return `aws ec2 modify-launch-template ${of} --default-version "$(${create})"`;
}

/** A new version replaces the list of interfaces as a whole, so that the list of the default version is read and changed. */
function readChanged({ data, interfaces, listed, groups }: TemplateEdit, of: string): string {
  const places = Array.from({ length: Math.max(listed, 1) }, (_, index) => index);
  const list = places.map((index) => {
    const edit = interfaces.find((each) => each.index === index);
    const now = `NetworkInterfaces[${index}]`;
    const made = listed === 0 ? `${now} || ${literal({ DeviceIndex: 0, DeleteOnTermination: true })}` : now;
    return edit === undefined ? now : `merge(${made}, ${literal(membersOf(edit, groups[index] ?? []))})`;
  });
  const others = Object.entries(data).map(([name, value]) => `, ${name}: ${literal(value)}`);
  const query = `LaunchTemplateVersions[0].LaunchTemplateData.{NetworkInterfaces: [${list.join(", ")}]${others.join("")}}`;
  return `aws ec2 describe-launch-template-versions ${of} --versions '$Default' --query ${shellQuote(query)} --output json`;
}

function membersOf({ set, withoutGroups = [] }: InterfaceEdit, groups: readonly string[]): object {
  if (withoutGroups.length === 0 || "Groups" in set) {
    return set;
  }
  const left = groups.filter((group) => !withoutGroups.includes(group));
  return { ...set, Groups: left.length === 0 ? [GROUP_TO_CHOOSE] : left };
}

/** A value in JMESPath (https://jmespath.org/specification.html#literal-expressions). */
function literal(value: unknown): string {
  return `\`${JSON.stringify(value).replaceAll("`", "\\`")}\``;
}

function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
