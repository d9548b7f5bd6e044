/**
 * What this package uses of @pulumi/policy that its types do not know (1.21.0): this file alone, and a test that fails
 * when a release takes it away.
 */
import type { EnforcementLevel, ReportViolation } from "@pulumi/policy";
import { DRILL_WAVE_TYPE, harmless, LAUNCH_CONFIGURATION_TYPE } from "pulumi-drillwave/vocabulary";

/** Reports, harmless, at a level of its own, and about a resource, also in the stack pass (server.js, makeReportViolationFun). */
export function reportAs(
  report: ReportViolation,
  violation: { message: string; urn?: string | undefined; enforcementLevel?: EnforcementLevel },
): void {
  (report as unknown as (violation: object) => void)({ ...violation, message: harmless(violation.message) });
}

/** True for the error that reading a value throws which is unknown at preview; its class is not exported (proxy.js). */
export function isUnknownValueError(error: unknown): boolean {
  return error instanceof Error && "unknownTypeSentinel" in error;
}

/**
 * Stands for the class of a wave in `validateResourceOfType`, which matches resources by this member alone (server.js,
 * isTypeOf): the class itself would load Pulumi's runtime into every policy pack.
 */
export const WAVE_CLASS = { __pulumiType: DRILL_WAVE_TYPE } as unknown as new () => never;

/** As {@link WAVE_CLASS}, for a `LaunchConfiguration`. */
export const LAUNCH_CONFIGURATION_CLASS = { __pulumiType: LAUNCH_CONFIGURATION_TYPE } as unknown as new () => never;
