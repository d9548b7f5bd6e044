import { INTERRUPTED_EXIT_CODE } from "../process/interruption";
import type { DrillOutcome } from "./conclusion";

/** Exit codes by outcome; a degraded drill proved that recovery works. */
export const EXIT_CODE: Record<DrillOutcome, number> = {
  PASSED: 0,
  DEGRADED: 0,
  FAILED: 1,
  INTERRUPTED: INTERRUPTED_EXIT_CODE,
};
