import type { Baseline } from "./baseline";
import { type BreakPoint, KILLS, type Kill } from "./stage";
import { MOMENTS } from "./wire";

/** What people do after something broke. */
export const FOLLOW_UPS = ["up+destroy", "destroy", "refresh+up+destroy"] as const;
export type FollowUp = (typeof FOLLOW_UPS)[number];

/** One way to break one run. */
export interface CrashCell {
  id: string;
  baseline: Baseline;
  at: BreakPoint;
  /** What the journal has at that place. */
  expected: string;
  kill: Kill;
  followUp: FollowUp;
}

/**
 * Every cell of a scenario, from the journal of its clean run: each entry at each moment, and each operation between its
 * last call and the saving of the state; each with every kill and every follow-up. Pure.
 */
export function crashCells(baseline: Baseline): CrashCell[] {
  const { scenario, requests, operations } = baseline;
  const places = [
    ...requests.flatMap(({ operation, run }, request) =>
      MOMENTS.map((moment) => ({ run, expected: operation, at: { request, moment }, name: moment, number: request })),
    ),
    ...operations.map(({ type, name, run }, operation) => {
      const expected = `${type}-${name}`;
      return { run, expected, at: { operation }, name: "unsaved", number: operation };
    }),
  ];
  return places
    .filter(({ run }) => run >= scenario.breakFrom)
    .flatMap(({ expected, at, name, number }) =>
      KILLS.flatMap((kill) =>
        FOLLOW_UPS.map((followUp) => ({
          id: `${scenario.name}/${number}-${expected}/${name}/${kill}/${followUp}`,
          baseline,
          at,
          expected,
          kill,
          followUp,
        })),
      ),
    );
}
