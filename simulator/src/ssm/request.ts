import { AwsError } from "../errors";

/** A request's members. SSM's JSON leaves out what is not given. */
export type SsmMembers = Readonly<Record<string, unknown>>;

/** 400, as SSM refuses a request that breaks its model. */
export function ssmInvalid(message: string): AwsError {
  return new AwsError("ValidationException", 400, message);
}

/** A text member; undefined when it is left out. @throws AwsError SerializationException for anything but a text */
export function textIn(members: SsmMembers, name: string): string | undefined {
  const value = members[name];
  if (value === undefined || value === null) {
    return undefined;
  }
  if (typeof value !== "string") {
    throw new AwsError("SerializationException", 400, `${name}: expected a string`);
  }
  return value;
}

/** A text member that must be there and hold something. @throws AwsError ValidationException without it */
export function requiredIn(members: SsmMembers, name: string): string {
  const text = textIn(members, name);
  if (text === undefined || text === "") {
    const member = name.charAt(0).toLowerCase() + name.slice(1);
    const [seen, must] =
      text === undefined ? ["null", "not be null"] : ["''", "have length greater than or equal to 1"];
    throw ssmInvalid(
      `1 validation error detected: Value ${seen} at '${member}' failed to satisfy constraint: Member must ${must}`,
    );
  }
  return text;
}

/** A list of texts. @throws AwsError ValidationException unless it has 1 to `most` of them */
export function textsIn(members: SsmMembers, name: string, most: number): readonly string[] {
  const value = members[name];
  const texts = Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
  if (texts.length < 1 || texts.length > most) {
    const member = name.charAt(0).toLowerCase() + name.slice(1);
    throw ssmInvalid(
      `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length between 1 and ${most}`,
    );
  }
  return texts;
}

/** `Tags` as SSM has them, a list of `Key` and `Value`. @throws AwsError ValidationException for an entry that is none */
export function tagsIn(members: SsmMembers): Record<string, string> {
  const list: unknown = members["Tags"] ?? [];
  if (!Array.isArray(list)) {
    throw ssmInvalid("Tags: expected a list");
  }
  return Object.fromEntries(
    list.map((tag: { Key?: unknown; Value?: unknown } | null) => {
      if (typeof tag?.Key !== "string" || typeof tag.Value !== "string" || tag.Key === "") {
        throw ssmInvalid("Tags: expected objects with Key and Value");
      }
      return [tag.Key, tag.Value];
    }),
  );
}
