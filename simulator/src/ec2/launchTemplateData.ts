import { stateName, TEMPLATE_DATA, type TemplateMember, type TemplateMembers } from "../model/launchTemplateData";
import type { LaunchTemplateData } from "../world/state/launchTemplate";
import type { Form } from "./form";
import { ec2Error, invalidParameterValue } from "./operation";
import { items, type Xml } from "./xml";

type Members = Readonly<Record<string, unknown>>;

/**
 * Reads the LaunchTemplateData of a request, all of EC2's members.
 *
 * @throws AwsError UnknownParameter for a member that EC2 does not have, InvalidParameterValue for a value that does not suit its type
 */
export function dataFromForm(form: Form): LaunchTemplateData {
  return structureFromForm(form, TEMPLATE_DATA, "LaunchTemplateData") ?? {};
}

function structureFromForm(form: Form, members: TemplateMembers, path: string): Members | undefined {
  const named = new Map(Object.entries(members).map(([name, member]) => [member.query, { name, member }]));
  const read = form.members().flatMap((queryName) => {
    const known = named.get(queryName);
    if (known === undefined) {
      throw ec2Error("UnknownParameter", `The parameter ${path}.${queryName} is not recognized`);
    }
    const value = memberFromForm(form, queryName, known.member, `${path}.${queryName}`);
    return value === undefined ? [] : [[stateName(known.name), value]];
  });
  return read.length === 0 ? undefined : Object.fromEntries(read);
}

function memberFromForm(form: Form, queryName: string, member: TemplateMember, path: string): unknown {
  if (member.item === undefined) {
    return valueFromForm(form.structure(queryName), member, path);
  }
  const list = form.structures(queryName).map((item, index) => valueFromForm(item, member, `${path}.${index + 1}`));
  return list.length === 0 ? undefined : list;
}

function valueFromForm(form: Form, { type, members }: TemplateMember, path: string): unknown {
  if (members !== undefined) {
    return structureFromForm(form, members, path);
  }
  const text = form.text("") ?? "";
  const value = scalar(text, type);
  if (value === undefined) {
    throw invalidParameterValue(`Value (${text}) for parameter ${path} is invalid. Expected: '${type}'.`);
  }
  return value;
}

function scalar(text: string, type: string | undefined): unknown {
  switch (type) {
    case "integer":
      return /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
    case "double":
      return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : undefined;
    case "boolean":
      return { true: true, false: false }[text.toLowerCase()];
    case "timestamp":
      return Number.isNaN(Date.parse(text)) ? undefined : text;
    default:
      return text;
  }
}

/** EC2's ResponseLaunchTemplateData. */
export function dataToXml(data: LaunchTemplateData): Xml {
  return structureToXml(data, TEMPLATE_DATA);
}

function structureToXml(structure: Members, members: TemplateMembers): { [name: string]: Xml } {
  const written = Object.entries(members).map(([name, member]) => [
    member.xml,
    memberToXml(structure[stateName(name)], member),
  ]);
  return Object.fromEntries(written);
}

function memberToXml(value: unknown, member: TemplateMember): Xml {
  if (member.item === undefined || value === undefined) {
    return valueToXml(value, member);
  }
  const list = Array.isArray(value) ? value.map((item) => valueToXml(item, member)) : [];
  return member.item === "item" ? items(list) : { [member.item]: list };
}

function valueToXml(value: unknown, { members }: TemplateMember): Xml {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    return value;
  }
  return members === undefined || !isMembers(value) ? undefined : structureToXml(value, members);
}

function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null;
}
