import model from "./launchTemplateData.json";

/** A member of a launch template's data, by its names in EC2's protocol. It has a type or members. */
export interface TemplateMember {
  /** Its name in requests; absent for a member that only answers have. */
  readonly query?: string;
  /** Its name in answers. */
  readonly xml: string;
  /** Present for a list: the name of an item in answers. */
  readonly item?: string;
  /** `string`, `integer`, `double`, `boolean` or `timestamp`; of the items, if it is a list. */
  readonly type?: string;
  /** The values that a string can have; absent where it can have any. */
  readonly enum?: readonly string[];
  readonly members?: TemplateMembers;
}

/** Members by the names that EC2's API reference, the SDKs and the AWS CLI use. */
export interface TemplateMembers {
  readonly [name: string]: TemplateMember;
}

/** Every member of a launch template's data (RequestLaunchTemplateData and ResponseLaunchTemplateData of EC2's API). */
export const TEMPLATE_DATA: TemplateMembers = model.members;

/** The name that the simulator's state uses for a member: EC2's, with a small first letter. */
export function stateName(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
