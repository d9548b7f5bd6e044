import { createHash } from "node:crypto";
import type { WorldState } from "./worldState";

/** The prefixes of ids in the simulated world. */
type IdPrefix =
  | "drsjob-"
  | "pit-"
  | "lct-"
  | "i-"
  | "lt-"
  | "subnet-"
  | "vpc-"
  | "sg-"
  | "sgr-"
  | "rtb-"
  | "rtbassoc-"
  | "igw-"
  | "ami-"
  | "snap-"
  | "vol-"
  | "eni-"
  | "dopt-"
  | "vpc-cidr-assoc-"
  | "eni-attach-";

/** A new id in the form of DRS and EC2: the prefix and 17 hexadecimal digits. */
export function freshId(state: WorldState, prefix: IdPrefix): string {
  state.nextId += 1;
  return derivedId(prefix, `${state.seed}/${state.nextId}`);
}

/** The id of `subject`, always the same, so that a world loaded twice has the same launch templates and snapshots. */
export function derivedId(prefix: IdPrefix, subject: string): string {
  return prefix + digest(`${prefix}${subject}`).slice(0, 17);
}

/** A new UUID. */
export function freshUuid(state: WorldState): string {
  state.nextId += 1;
  return derivedUuid(`${state.seed}/${state.nextId}`);
}

/** The UUID of `subject`, always the same. */
export function derivedUuid(subject: string): string {
  const hex = digest(subject);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}

/** The MAC address of `subject`, always the same; its prefix marks it as locally administered, as EC2's are. */
export function derivedMacAddress(subject: string): string {
  return `0a:${(digest(`${subject}/mac`).slice(0, 10).match(/../g) ?? []).join(":")}`;
}

/** A number in [0, 1) for `subject`, always the same: it makes servers differ that would otherwise be alike. */
export function fraction(subject: string): number {
  return Number.parseInt(digest(subject).slice(0, 8), 16) / 2 ** 32;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
