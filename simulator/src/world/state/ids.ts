import { createHash } from "node:crypto";
import type { WorldState } from "./worldState";

/** What ids of the simulated world begin with. */
type IdPrefix =
  | "drsjob-"
  | "pit-"
  | "lct-"
  | "i-"
  | "lt-"
  | "subnet-"
  | "vpc-"
  | "sg-"
  | "rtb-"
  | "rtbassoc-"
  | "igw-"
  | "ami-"
  | "snap-"
  | "vol-";

/** An id that this world has not given out before: prefix and 17 hexadecimal digits, as DRS and EC2 make them. */
export function freshId(state: WorldState, prefix: IdPrefix): string {
  state.nextId += 1;
  return derivedId(prefix, `${state.seed}/${state.nextId}`);
}

/** The id that always belongs to `subject`, so that a world loaded twice has the same launch templates and snapshots. */
export function derivedId(prefix: IdPrefix, subject: string): string {
  return prefix + digest(`${prefix}${subject}`).slice(0, 17);
}

/** A UUID that this world has not given out before. */
export function freshUuid(state: WorldState): string {
  state.nextId += 1;
  return derivedUuid(`${state.seed}/${state.nextId}`);
}

/** The UUID that always belongs to `subject`. */
export function derivedUuid(subject: string): string {
  const hex = digest(subject);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}

/** A number in [0, 1) that always belongs to `subject`: the spread between servers that were otherwise alike. */
export function fraction(subject: string): number {
  return Number.parseInt(digest(subject).slice(0, 8), 16) / 2 ** 32;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
