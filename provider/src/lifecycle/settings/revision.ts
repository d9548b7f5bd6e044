import { createHash } from "node:crypto";
import { canonical } from "../engineValues";

/** The output `revision` of what is kept: equal for equal values, in whatever order their members are. */
export function revisionOf(kept: object): string {
  return createHash("sha256").update(canonical(kept)).digest("hex").slice(0, 16);
}
