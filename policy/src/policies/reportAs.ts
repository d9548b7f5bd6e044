import type { EnforcementLevel, ReportViolation } from "@pulumi/policy";

/** A report at a level of its own: @pulumi/policy 1.21.0 takes one (server.js, makeReportViolationFun), its types do not. */
export function reportAs(
  report: ReportViolation,
  violation: { message: string; urn?: string | undefined; enforcementLevel?: EnforcementLevel },
): void {
  (report as unknown as (violation: object) => void)(violation);
}
