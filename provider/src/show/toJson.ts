import { escapeUnit } from "../vocabulary";
import type { DrillsInState } from "./waves";

/** Names the shape of {@link toJson}; another number is another shape. */
const FORMAT = "drillwave-show/1";

/**
 * What a stack's state says of its drills, as JSON in ASCII: what a terminal would act on is escaped. Its shape is
 * documented in docs/stack.md. Pure.
 */
export function toJson({ stack, project, waves }: DrillsInState): string {
  const json = JSON.stringify({ format: FORMAT, stack, project, waves }, null, 2);
  return json.replace(/[\u007f-\uffff]/g, escapeUnit);
}
