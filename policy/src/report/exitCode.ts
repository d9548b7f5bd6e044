import type { PolicyReport } from "./policyReport";

/** From which level on a finding makes the command fail. */
export const FAIL_ON = ["mandatory", "advisory", "never"] as const;
export type FailOn = (typeof FAIL_ON)[number];

/** How the command ends. */
export const EXIT = { clean: 0, findings: 1, unusable: 2, incomplete: 3 } as const;

/** Incomplete wins over findings: who lets 1 pass must not let a preview pass that has died. */
export function exitCodeOf({ gaps, findings }: PolicyReport, failOn: FailOn): number {
  if (gaps.length > 0) return EXIT.incomplete;
  const counts = findings.some(
    ({ level }) => failOn === "advisory" || (failOn === "mandatory" && level === "mandatory"),
  );
  return counts ? EXIT.findings : EXIT.clean;
}
