import type { FindingKind } from "../../scripts/torture/results";

/** One thing that went wrong in a cell. */
export interface Finding {
  kind: FindingKind;
  text: string;
}

/** A finding. */
export function finding(kind: FindingKind, text: string): Finding {
  return { kind, text };
}
