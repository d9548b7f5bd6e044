/** The value under this name, never what every object inherits: names come from users, who may write `constructor`. */
export function ownMember<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** True when the record has all of these, such as the tags that are asked for. */
export function hasMembers<Value>(
  record: Readonly<Record<string, Value>>,
  wanted: Readonly<Record<string, Value>>,
): boolean {
  return Object.entries(wanted).every(([name, value]) => ownMember(record, name) === value);
}
