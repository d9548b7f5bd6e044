/** Answers of AWS as values, the places in them, and what can be wrong there. Pure. */
import { XMLBuilder, XMLParser } from "fast-xml-parser";

/** A value of an answer. EC2's XML is read into the same shape: a list is the member `item`. */
export type Value = null | boolean | number | string | Value[] | { [member: string]: Value };

/** A step into every item of a list. */
const ITEMS = "[]";

const XML = { ignoreAttributes: false, parseTagValue: false, parseAttributeValue: false } as const;
const parser = new XMLParser({ ...XML, isArray: (name) => name === "item" });
const builder = new XMLBuilder(XML);

/** A body as a value. */
export function readAnswer(body: string): Value {
  return body.startsWith("<") ? (parser.parse(body) as Value) : (JSON.parse(body === "" ? "{}" : body) as Value);
}

/** The value as a body, in the protocol of the body that it was read from. */
export function writeAnswer(value: Value, original: string): string {
  return original.startsWith("<") ? builder.build(value) : JSON.stringify(value);
}

/** Bookkeeping of the protocols, of which a drill takes no notice. */
const PROTOCOL: readonly string[] = ["nextToken", "requestId", "?xml"];

/** A place that every recorded answer of an operation may have, such as `items.[].status`. */
export interface Place {
  path: readonly string[];
  /** What was seen there, each once. */
  values: readonly Value[];
}

/** Every place in these answers, in the order in which they come. */
export function placesOf(answers: readonly Value[]): Place[] {
  const places = new Map<string, { path: string[]; values: Map<string, Value> }>();
  const visit = (value: Value, path: string[]) => {
    const place = places.get(path.join(".")) ?? { path, values: new Map() };
    place.values.set(JSON.stringify(value), value);
    places.set(path.join("."), place);
    for (const [step, member] of membersOf(value)) {
      if (!(PROTOCOL.includes(step) || step.startsWith("@_"))) {
        visit(member, [...path, step]);
      }
    }
  };
  for (const answer of answers) {
    visit(answer, []);
  }
  return [...places.values()].map(({ path, values }) => ({ path, values: [...values.values()] }));
}

function membersOf(value: Value): [string, Value][] {
  if (Array.isArray(value)) {
    return value.map((item) => [ITEMS, item]);
  }
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

/** What becomes of what is at a place; undefined: it is left out. */
type Change = (value: Value) => Value | undefined;

/** A way in which something at a place can be wrong. */
export interface Edit {
  name: string;
  change: Change;
}

/** Everything that can be wrong at a place. */
export function editsOf({ path, values }: Place): Edit[] {
  const [first] = values;
  if (first === undefined) {
    return [];
  }
  const name = path.at(-1) ?? "";
  if (name === "") {
    return [{ name: "blank", change: () => ({}) }];
  }
  const edits: Edit[] = [
    { name: "absent", change: () => undefined },
    { name: "null", change: () => null },
    { name: "odd", change: toOdd },
  ];
  if (Array.isArray(first)) {
    edits.push(
      { name: "empty", change: () => [] },
      { name: "withoutFirst", change: (list) => (Array.isArray(list) ? list.slice(1) : list) },
      { name: "withoutLast", change: (list) => (Array.isArray(list) ? list.slice(0, -1) : list) },
      { name: "twice", change: (list) => (Array.isArray(list) ? [...list, ...list] : list) },
      { name: "reversed", change: (list) => (Array.isArray(list) ? [...list].reverse() : list) },
      { name: "withStranger", change: (list) => (Array.isArray(list) ? [{}, ...list] : list) },
    );
  } else if (typeof first === "string") {
    edits.push({ name: "empty", change: () => "" });
  }
  if (isStatement(name)) {
    edits.push(...values.slice(0, OTHERS).map((other, index) => ({ name: `other${index}`, change: () => other })));
  }
  return edits;
}

/** How many other values a place is given. */
const OTHERS = 3;

/** False for what names something: a name of something else is a lie that nobody could see through. */
function isStatement(member: string): boolean {
  return !/(ID|Id|[aA]rn)$/.test(member) && member !== ITEMS;
}

function toOdd(value: Value): Value {
  if (Array.isArray(value)) {
    return [{}];
  }
  switch (typeof value) {
    case "string":
      return "odd";
    case "number":
      return -1;
    case "boolean":
      return !value;
    default:
      return "odd";
  }
}

/** The value with what is at the path changed, in every item of the lists on the way. */
export function changeAt(value: Value, path: readonly string[], change: Change): Value | undefined {
  const [step, ...rest] = path;
  if (step === undefined) {
    return change(value);
  }
  if (step === ITEMS) {
    return Array.isArray(value) ? value.flatMap((item) => changeAt(item, rest, change) ?? []) : value;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return value;
  }
  const member = value[step];
  if (member === undefined) {
    return value;
  }
  const { [step]: _old, ...others } = value;
  const changed = changeAt(member, rest, change);
  return changed === undefined ? others : { ...others, [step]: changed };
}

/** Every value that these members lead to, through all items of lists on the way. */
export function valuesAt(value: Value | undefined, path: readonly string[]): Value[] {
  const [step, ...rest] = path;
  if (value === undefined || step === undefined) {
    return value === undefined ? [] : [value];
  }
  return membersOf(value).flatMap(([name, member]) => (name === step ? valuesAt(member, rest) : []));
}
