/** A version of a launch template as the next one is made from it: by EC2's names, and nothing lost on the way. */
import type { LaunchTemplateVersion as SdkLaunchTemplateVersion } from "@aws-sdk/client-ec2";
import { withoutUndefined } from "../withoutUndefined";
import type { XmlElement } from "./answerXml";
import { memberName } from "./memberName";

/** A member of EC2's, with members of its own, all by EC2's names in requests: `{ SubnetId: "subnet-…" }`. */
export type Ec2Members = { readonly [member: string]: unknown };

/** One version of a launch template, with everything that it launches with. */
export interface TemplateVersion {
  /** Id of the template. */
  launchTemplateId: string;
  /** Number of the version. */
  version: number;
  /** What its maker wrote about it. */
  description?: string;
  /** What it launches with, by EC2's names. */
  data: Ec2Members;
  /**
   * Members of `data` of which the client's version has not read everything. They cannot be sent whole without losing
   * something; a version that is made from this one, and does not name them, keeps them.
   */
  incomplete: string[];
}

/**
 * The version, from the client's shape and the answer as EC2 sent it, which tells what the client has dropped. Pure.
 *
 * @param sent - what the answer has as the version's data; undefined: nothing is known of what was dropped
 * @throws when EC2 does not show what the version launches with: that says nothing of what it leaves open
 */
export function toTemplateVersion(version: SdkLaunchTemplateVersion, sent: XmlElement[] | undefined): TemplateVersion {
  const {
    LaunchTemplateId: launchTemplateId = "",
    VersionNumber = 0,
    VersionDescription,
    LaunchTemplateData,
  } = version;
  if (LaunchTemplateData === undefined && sent === undefined) {
    throw new Error(`EC2 does not show what version ${VersionNumber} launches with (LaunchTemplateData)`);
  }
  const data = toMembers(LaunchTemplateData ?? {});
  return withoutUndefined({
    launchTemplateId,
    version: VersionNumber,
    description: VersionDescription,
    data,
    incomplete: incompleteMembers(data, sent),
  });
}

/** The network interfaces of a version; empty where it has none. */
export function interfacesOf({ data }: Pick<TemplateVersion, "data">): Ec2Members[] {
  const list = data["NetworkInterfaces"];
  return Array.isArray(list)
    ? list.filter((each): each is Ec2Members => typeof each === "object" && each !== null)
    : [];
}

/** Without lists that are empty: the client makes one where EC2 has sent none. */
function toMembers(data: object): Ec2Members {
  return Object.fromEntries(
    Object.entries(data).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );
}

/** Where the answer has more values than the client's shape. Each value that EC2 sends is one of the shape. */
function incompleteMembers(data: Ec2Members, sent: readonly XmlElement[] | undefined): string[] {
  if (sent === undefined) {
    return Object.keys(data);
  }
  return sent.flatMap(({ name, children, text }) => {
    const member = memberName(name);
    return valuesIn(data[member]) < valuesSent({ name, children, text }) ? [member] : [];
  });
}

function valuesIn(value: unknown): number {
  if (typeof value !== "object" || value === null) {
    return value === undefined || value === null ? 0 : 1;
  }
  return Object.values(value).reduce<number>((sum, each) => sum + valuesIn(each), 0);
}

function valuesSent({ children, text }: XmlElement): number {
  return children.length === 0 ? Number(text !== "") : children.reduce((sum, each) => sum + valuesSent(each), 0);
}
