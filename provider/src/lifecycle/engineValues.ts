/** Values as the engine passes them and takes them back. Pure. */
import { UNKNOWN_VALUE } from "../vocabulary";

/** True when the value, or anything in it, is not known yet. */
export function hasUnknown(value: unknown): boolean {
  if (value === UNKNOWN_VALUE) {
    return true;
  }
  return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}

/**
 * The value as JSON has it. Everything that goes back to the engine passes through here: `undefined` anywhere in thrown
 * properties hangs `pulumi up`, and a Date becomes `{}` (docs/engine-facts.md#only-plain-values-cross-the-wire).
 */
export function toPlain<T extends object>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

/** JSON with sorted keys at every depth: two values with the same members give the same text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
