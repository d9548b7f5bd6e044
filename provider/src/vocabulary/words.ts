/** Type token of a wave, as policies and state files spell it. */
export const DRILL_WAVE_TYPE = "pulumi-nodejs:dynamic/drs:DrillWave";

/** Type token of the guard that every wave registers beside itself. */
export const DRILL_GUARD_TYPE = "pulumi-nodejs:dynamic/drs:DrillGuard";

/**
 * Tag keys of a recovery job that DrillWave sets; a user's `tags` cannot take them. `Judged` is set with the verdict before
 * `cleanup: "afterDrill"` terminates what was judged, `Closed` when the drill is deleted.
 */
export const JOB_TAG = {
  executionId: "ExecutionId",
  drillNonce: "DrillNonce",
  executionType: "ExecutionType",
  managedBy: "ManagedBy",
  serverCount: "ServerCount",
  recoveryPlan: "RecoveryPlan",
  wave: "Wave",
  attempt: "Attempt",
  judged: "Judged",
  closed: "Closed",
} as const;

/** Value of the tag `ManagedBy` on every job of ours. */
export const MANAGED_BY = "DRS-Orchestration";

/** Tag of a source server that must be drilled: policies ask for it in some wave. */
export const CRITICAL_SERVER_TAG = { key: "ImpactLevel", value: "CRITICAL" } as const;

/** DRS's quota for one job (L-B827C881, https://docs.aws.amazon.com/drs/latest/userguide/drs-at-scale.html). */
export const SERVERS_PER_WAVE = 100;

/** Tags that a program may give a wave's job: DRS takes 50 a resource, and DrillWave's own are set on top. */
export const TAGS_PER_WAVE = 50 - Object.keys(JOB_TAG).length;

/** How DRS picks the instance type. `NONE` takes the EC2 launch template's type, which need not be the source's. */
export const RIGHT_SIZING_METHODS = ["NONE", "BASIC", "IN_AWS"] as const;
/** One of {@link RIGHT_SIZING_METHODS}. */
export type RightSizingMethod = (typeof RIGHT_SIZING_METHODS)[number];

/** Whether the recovery instance is started or left stopped; the same for drills and recoveries. */
export const LAUNCH_DISPOSITIONS = ["STARTED", "STOPPED"] as const;
/** One of {@link LAUNCH_DISPOSITIONS}. */
export type LaunchDisposition = (typeof LAUNCH_DISPOSITIONS)[number];

/** What a failed server means to its wave: a CRITICAL one counts towards `minimumLaunched`, an OPTIONAL one does not. */
export const IMPACT_LEVELS = ["CRITICAL", "OPTIONAL"] as const;
/** One of {@link IMPACT_LEVELS}. */
export type ImpactLevel = (typeof IMPACT_LEVELS)[number];

/** How far a server is followed, in this order. `statusChecks` is EC2's two status checks. */
export const SUCCESS_LEVELS = ["launched", "running", "statusChecks"] as const;
/** One of {@link SUCCESS_LEVELS}. */
export type SuccessLevel = (typeof SUCCESS_LEVELS)[number];

/** PASSED: every server recovered and every objective was met. DEGRADED: something less. FAILED: too few critical servers. */
export type Verdict = "PASSED" | "DEGRADED" | "FAILED";

/** A recovery job's status. COMPLETED means that DRS stopped working on it, not that a server launched. */
export type JobStatus = "PENDING" | "STARTED" | "COMPLETED";
