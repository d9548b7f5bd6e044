import type { ObservedLaunchTemplate, SettingValues } from "pulumi-drillwave/vocabulary";
import type { InterfaceEdit, TemplateChange } from "./change";
import type { LaunchInterface } from "./launchInterfaces";
import { interfaceSettings, metadataSettings, templateSettings } from "./settingPaths";

/** Other members of the launch template, whatever they are now. */
export function changeTemplate(
  template: ObservedLaunchTemplate,
  data: Readonly<Record<string, unknown>>,
): TemplateChange {
  return { kind: "template", template, data, ...asSettings(templateSettings(data)) };
}

/** Something that no command can do, as words behind "a new default version with". */
export function changeByHand(
  template: ObservedLaunchTemplate,
  words: string,
  settings?: SettingValues,
): TemplateChange {
  return { kind: "template", template, byHand: [words], ...asSettings(settings) };
}

function asSettings(settings: SettingValues | undefined): Pick<TemplateChange, "settings"> {
  return settings === undefined ? {} : { settings };
}

/** Some members of a member; the others stay, also those that nobody looked at. */
export function changeWithin(
  template: ObservedLaunchTemplate,
  name: "MetadataOptions" | "Placement" | "InstanceRequirements",
  change: Readonly<Record<string, unknown>>,
): TemplateChange {
  return name === "MetadataOptions"
    ? changeMetadata(template, change)
    : { kind: "template", template, within: { [name]: change } };
}

/** EC2 answers more than it takes (State), so that the others are written as they were seen. */
function changeMetadata(template: ObservedLaunchTemplate, change: Readonly<Record<string, unknown>>): TemplateChange {
  const { metadataOptions } = template;
  const settings = metadataSettings(change);
  return metadataOptions === undefined
    ? changeByHand(template, `its MetadataOptions as they are but for ${JSON.stringify(change)}`, settings)
    : {
        ...changeTemplate(template, { MetadataOptions: { ...metadataOptions, ...change } }),
        ...asSettings(settings),
      };
}

/** What a person fills in for an address: another one for each template, so that no loop gives one twice. */
export function anAddress(
  subnet: string,
  { launchTemplateId }: Pick<ObservedLaunchTemplate, "launchTemplateId">,
): string {
  return `<address in ${subnet} for ${launchTemplateId}>`;
}

/** What a person fills in for the security groups of an interface. */
export const A_GROUP = "<security group>";

/** What a launch template shall say of a network interface, by EC2's names. */
interface InterfaceChange {
  SubnetId?: string;
  Groups?: readonly string[];
  AssociatePublicIpAddress?: boolean;
  PrivateIpAddress?: string;
  /** Groups that it shall have no longer. */
  withoutGroups?: readonly string[];
}

/** Some members of one network interface; the others stay, also those that nobody looked at. */
export function changeInterface(each: LaunchInterface, change: InterfaceChange): TemplateChange {
  const { template, index = 0, privateIpAddress } = each;
  const { withoutGroups, ...set } = change;
  // An address lies in one subnet alone.
  const moves = set.SubnetId !== undefined && privateIpAddress !== undefined && set.PrivateIpAddress === undefined;
  const edit: InterfaceEdit = {
    index,
    set: moves ? { ...set, PrivateIpAddress: anAddress("that subnet", template) } : set,
    ...(withoutGroups === undefined ? {} : { withoutGroups }),
  };
  const settings = interfaceSettings(each, {
    ...edit.set,
    ...addressOfOne(edit.set, template),
    ...(withoutGroups === undefined ? {} : { Groups: groupsLeft(each, withoutGroups) }),
  });
  const obstacle = obstacleTo(template);
  return obstacle === undefined
    ? { kind: "template", template, interfaces: [edit], ...asSettings(settings) }
    : changeByHand(template, `${obstacle}${JSON.stringify({ ...edit.set, ...without(withoutGroups) })}`, settings);
}

/** A member that a network interface shall not have: a new version only adds and replaces. */
export function dropFromInterface({ template, index = 0 }: LaunchInterface, member: string): TemplateChange {
  return changeByHand(template, `its network interfaces as they are, but without ${member} in number ${index}`);
}

/** The settings of a server are no loop over templates, so a person need not be told which it is for. */
function addressOfOne({ PrivateIpAddress: address }: InterfaceEdit["set"], template: ObservedLaunchTemplate): object {
  return typeof address === "string"
    ? { PrivateIpAddress: address.replace(` for ${template.launchTemplateId}>`, ">") }
    : {};
}

/** One that a person fills in where none is left. */
function groupsLeft({ securityGroupIds = [] }: LaunchInterface, withoutGroups: readonly string[]): readonly string[] {
  const left = securityGroupIds.filter((group) => !withoutGroups.includes(group));
  return left.length === 0 ? [A_GROUP] : left;
}

function without(groups: readonly string[] | undefined): object {
  return groups === undefined ? {} : { Groups: `without ${groups.join(", ")}` };
}

/** Why a command cannot change the interfaces, as the beginning of what to do by hand; undefined when one can. */
function obstacleTo(template: ObservedLaunchTemplate): string | undefined {
  if (template.securityGroupsBesideInterface === true || template.securityGroupNames !== undefined) {
    // From another version a new one keeps what is beside the interfaces, and EC2 refuses groups in both places.
    return "its SecurityGroupIds and SecurityGroups moved into the network interface, and with that one's ";
  }
  // An observation of an earlier version has the primary interface alone.
  return template.networkInterfaces === undefined ? "its first network interface as it is but for " : undefined;
}
