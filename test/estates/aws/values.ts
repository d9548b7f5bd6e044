/** A value of an option cannot be read. */
export class ValueError extends Error {
  override readonly name = "ValueError";
}

/**
 * Reads a structure as the AWS CLI takes it: JSON, or its shorthand `a=1,b=x,y` in which what has no name goes on with the
 * list of the member before it.
 *
 * @throws ValueError for what is neither
 */
export function structureOf(text: string): object {
  const trimmed = text.trim();
  if (trimmed.startsWith("{")) {
    return jsonObject(trimmed);
  }
  const members: Record<string, unknown> = {};
  let name: string | undefined;
  for (const part of trimmed.split(",")) {
    const [, key, value = ""] = /^([\w-]+)=(.*)$/s.exec(part) ?? [];
    if (key !== undefined) {
      name = key;
      members[key] = scalar(value);
    } else if (name !== undefined) {
      const before = members[name];
      members[name] = [...(Array.isArray(before) ? before : [before]), scalar(part)];
    } else {
      throw new ValueError(`Error parsing parameter: Expected: '=', received: 'EOF' for input: ${text}`);
    }
  }
  return members;
}

/** Reads a list of structures: one JSON array, or one structure each. @throws ValueError */
export function structuresOf(texts: readonly string[]): object[] {
  const [first = ""] = texts;
  if (texts.length === 1 && first.trim().startsWith("[")) {
    const list: unknown = parsed(first);
    return Array.isArray(list) ? list : [];
  }
  return texts.map(structureOf);
}

/** Reads a list of texts: one JSON array, or one text each. @throws ValueError */
export function listOf(texts: readonly string[]): unknown[] {
  const [first = ""] = texts;
  const list: unknown = texts.length === 1 && first.trim().startsWith("[") ? parsed(first) : texts;
  return Array.isArray(list) ? list : [];
}

/** Members of structures that are lists in the API and are written without brackets when they have one item. */
export function withLists(value: unknown, lists: readonly string[]): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      lists.includes(name) && !Array.isArray(member) ? [member] : member,
    ]),
  );
}

function jsonObject(text: string): object {
  const value = parsed(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ValueError(`Error parsing parameter: Invalid JSON: expected an object, received: ${text}`);
  }
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ValueError(
      `Error parsing parameter: Invalid JSON: ${error instanceof Error ? error.message : error}\nJSON received: ${text}`,
    );
  }
}

function scalar(text: string): string | boolean {
  return text === "true" || text === "false" ? text === "true" : text;
}
