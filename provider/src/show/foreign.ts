/** Reads what a stack's state holds: other versions wrote it, or people did. What is not as expected is not there. Pure. */
import { harmless, UNKNOWN_VALUE } from "../vocabulary";

/** What stands for a value that is encrypted in state: it is never decrypted. */
export const SECRET = "[secret]";

/** The member that marks a special value in state, and the mark of an encrypted one (pulumi/sdk/go/common/resource/sig). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

/** A value of state with `[secret]` for what is encrypted, and without what is unknown. Undefined: all of it is. */
export function readable(value: unknown): unknown {
  if (value === UNKNOWN_VALUE) {
    return undefined;
  }
  if (Array.isArray(value)) {
    return value.map(readable).filter((item) => item !== undefined);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const signature = member(value, SIGNATURE);
  if (signature !== undefined) {
    return signature === SECRET_SIGNATURE ? SECRET : undefined;
  }
  const members = Object.entries(value).map(([name, each]) => [name, readable(each)] as const);
  return Object.fromEntries(members.filter(([, each]) => each !== undefined));
}

/** An own member of an object; undefined of anything else. */
export function member(value: unknown, name: string): unknown {
  const isThere = typeof value === "object" && value !== null && !Array.isArray(value) && Object.hasOwn(value, name);
  return isThere ? (value as Record<string, unknown>)[name] : undefined;
}

/** A text as it can be shown; undefined for the empty one and for anything else. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? harmless(value) : undefined;
}

/** A number, of seconds or of attempts; undefined for anything else. */
export function amount(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** The items of a list; none of anything else. */
export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The texts of a list. */
export function texts(value: unknown): string[] {
  return items(value).flatMap((item) => text(item) ?? []);
}
