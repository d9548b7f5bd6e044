import * as v from "valibot";
import { TEMPLATE_DATA, type TemplateMember, type TemplateMembers } from "../../model/launchTemplateData";
import { dateTime, flag, listOf, numberWithin, objectOf, plainText, wholeNumber } from "./parts";

/** A launch template's data by EC2's names, as the AWS CLI writes it: any member that EC2's API has. */
export const launchTemplateData = structureOf(TEMPLATE_DATA);

function structureOf(members: TemplateMembers): v.GenericSchema<object, Readonly<Record<string, unknown>>> {
  return objectOf(
    Object.fromEntries(Object.entries(members).map(([name, member]) => [name, v.optional(schemaOf(member))])),
  );
}

function schemaOf(member: TemplateMember): v.GenericSchema {
  const one = member.members === undefined ? scalarOf(member.type) : structureOf(member.members);
  return member.item === undefined ? one : listOf(one);
}

function scalarOf(type: string | undefined): v.GenericSchema {
  switch (type) {
    case "integer":
      return wholeNumber(Number.MIN_SAFE_INTEGER);
    case "double":
      return numberWithin(-Number.MAX_VALUE, Number.MAX_VALUE);
    case "boolean":
      return flag;
    case "timestamp":
      return dateTime;
    default:
      return plainText;
  }
}
