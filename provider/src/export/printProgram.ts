/** A program as TypeScript, as a formatter with its usual settings leaves it: two blanks, 80 columns, double quotes. Pure. */
import { escapeUnit, harmless } from "../vocabulary";
import type { MemberSource, ObjectSource, PlainValue, Program, ResourceSource } from "./program";

/** Columns that a formatter allows a line. */
const WIDTH = 80;

/** The program's text, with a line end at its end. */
export function printProgram({ header, place, resources, footer }: Program): string {
  const kinds = [...new Set(resources.map(({ kind }) => kind))].sort();
  const parts = [
    [...header.map(comment), ...importOf(kinds)].join("\n"),
    ...(resources.length === 0 ? [] : [`const place = ${printObject(place, "", "const place = ".length + 1)};`]),
    ...resources.map(printResource),
    ...(footer.length === 0 ? [] : [footer.map(comment).join("\n")]),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** Without a resource, the file is a module all the same. */
function importOf(kinds: readonly string[]): string[] {
  return kinds.length === 0 ? ["export {};"] : [`import { ${kinds.join(", ")} } from "pulumi-drillwave";`];
}

function comment(line: string): string {
  return `// ${harmless(line)}`.trimEnd();
}

function printResource({ kind, name, variable, comments, args }: ResourceSource): string {
  const head = `const ${variable} = new ${kind}(`;
  const isShort = `${head}${quoted(name)}, {`.length <= WIDTH;
  const call = isShort
    ? `${head}${quoted(name)}, ${printObject(args, "", 0)});`
    : `${head}\n  ${quoted(name)},\n  ${printObject(args, "  ", 0)},\n);`;
  return [...comments.map(comment), call].join("\n");
}

/**
 * @param indent - of the line that the object begins on
 * @param around - columns that this line has beside indent and object
 */
function printObject({ comments, members, isTall }: ObjectSource, indent: string, around: number): string {
  const flat = flatObject({ comments, members, isTall });
  if (flat !== undefined && indent.length + around + flat.length <= WIDTH) {
    return flat;
  }
  const inner = `${indent}  `;
  const lines = [
    ...comments.map((line) => `${inner}${comment(line)}`),
    ...members.map((member) => `${inner}${printMember(member, inner)},`),
  ];
  return lines.length === 0 ? "{}" : `{\n${lines.join("\n")}\n${indent}}`;
}

/** On one line; undefined for an object that has several. */
function flatObject({ comments, members, isTall }: ObjectSource): string | undefined {
  if (isTall || comments.length > 0) {
    return undefined;
  }
  const parts: string[] = [];
  for (const member of members) {
    if ("spread" in member) {
      parts.push(`...${member.spread}`);
      continue;
    }
    const value = isObject(member.value) ? flatObject(member.value) : flatValue(member.value);
    if (value === undefined) {
      return undefined;
    }
    parts.push(`${printKey(member.key)}: ${value}`);
  }
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
}

function printMember(member: MemberSource, indent: string): string {
  if ("spread" in member) {
    return `...${member.spread}`;
  }
  const key = printKey(member.key);
  // Colon, blank and comma.
  const around = key.length + 3;
  if (isObject(member.value)) {
    return `${key}: ${printObject(member.value, indent, around)}`;
  }
  const value = printValue(member.value, indent, around);
  const isLong = typeof member.value === "string" && indent.length + around + value.length > WIDTH;
  return isLong && key.length >= BREAKING_KEY ? `${key}:\n${indent}  ${value}` : `${key}: ${value}`;
}

/** Behind a shorter key, a long text stays on the line: it would gain next to nothing on the next one. */
const BREAKING_KEY = 5;

function printValue(value: PlainValue, indent: string, around: number): string {
  const flat = flatValue(value);
  if (!isList(value) || indent.length + around + flat.length <= WIDTH) {
    return flat;
  }
  const items = value.map((item) => `${indent}  ${printValue(item, `${indent}  `, 1)},`);
  return `[\n${items.join("\n")}\n${indent}]`;
}

function flatValue(value: PlainValue): string {
  if (isList(value)) {
    return `[${value.map(flatValue).join(", ")}]`;
  }
  return typeof value === "string" ? quoted(value) : String(value);
}

/** A key as it must be written. `__proto__` in an object literal would be its prototype. */
function printKey(key: string): string {
  if (key === "__proto__") {
    return '["__proto__"]';
  }
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key);
}

/** A text as a literal, in the quotes that need fewer escapes; whatever an editor would act on is escaped. */
function quoted(text: string): string {
  const inDouble = JSON.stringify(text)
    .slice(1, -1)
    .replace(/[^\x20-\x7e]/gu, visible);
  const doubles = text.split('"').length - 1;
  const singles = text.split("'").length - 1;
  if (doubles <= singles) {
    return `"${inDouble}"`;
  }
  return `'${inDouble.replace(/\\"|'/g, (found) => (found === "'" ? "\\'" : '"'))}'`;
}

function visible(character: string): string {
  return harmless(character) === character ? character : character.split("").map(escapeUnit).join("");
}

function isObject(value: PlainValue | ObjectSource): value is ObjectSource {
  return typeof value === "object" && "members" in value;
}

function isList(value: PlainValue): value is readonly PlainValue[] {
  return Array.isArray(value);
}
