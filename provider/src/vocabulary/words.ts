/** How the engine spells a value that is not known yet, in state too (docs/engine-facts.md#unknown-values-are-a-text). */
export const UNKNOWN_VALUE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Type token of a wave, as policies and state files spell it. */
export const DRILL_WAVE_TYPE = "pulumi-nodejs:dynamic/drs:DrillWave";

/** Type token of the guard that every wave registers beside itself. */
export const DRILL_GUARD_TYPE = "pulumi-nodejs:dynamic/drs:DrillGuard";

/** Type token of the network that drills run in. */
export const DRILL_NETWORK_TYPE = "pulumi-nodejs:dynamic/drs:DrillNetwork";

/** Type token of a server's launch configuration. */
export const LAUNCH_CONFIGURATION_TYPE = "pulumi-nodejs:dynamic/drs:LaunchConfiguration";

/** Type token of a server's post-launch action that is managed by code. */
export const LAUNCH_ACTION_TYPE = "pulumi-nodejs:dynamic/drs:LaunchAction";

/** Type token of the component that has the launch configurations of many servers. */
export const LAUNCH_CONFIGURATIONS_TYPE = "drillwave:drs:LaunchConfigurations";

/**
 * Tag keys of a recovery job that DrillWave sets; a program's `tags` must not use them. `Judged` is set with the
 * verdict before `cleanup: "afterDrill"` terminates what was judged, `Closed` when the drill is deleted. `Concluded` is
 * for whatever later ends a judged drill's instances on purpose and keeps its record: they are not missed then. A job
 * has one of `Judged` and `Concluded` at most.
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
  concluded: "Concluded",
  closed: "Closed",
} as const;

/** Value of the tag `ManagedBy` on every job of ours. */
export const MANAGED_BY = "DRS-Orchestration";

/** DRS's quota for one job (L-B827C881, https://docs.aws.amazon.com/drs/latest/userguide/drs-at-scale.html). */
export const SERVERS_PER_WAVE = 100;

/** DRS's quota for jobs in progress in a Region (L-D88FAC3A, same page). */
export const CONCURRENT_JOBS = 20;

/** DRS's quota for servers in all jobs in progress in a Region (L-05AFA8C6, same page). */
export const SERVERS_IN_ALL_JOBS = 500;

/**
 * Tags that a program may give a wave's job: DRS takes 50 a resource, and DrillWave's own are set on top, of which two
 * exclude each other.
 */
export const TAGS_PER_WAVE = 50 - (Object.keys(JOB_TAG).length - 1);

/** How DRS picks the instance type. `NONE` takes the EC2 launch template's type, which need not be the source's. */
export type RightSizingMethod = "NONE" | "BASIC" | "IN_AWS";
export const RIGHT_SIZING_METHODS = ["NONE", "BASIC", "IN_AWS"] as const satisfies readonly RightSizingMethod[];

/** Whether the recovery instance is started or left stopped; the same for drills and recoveries. */
export type LaunchDisposition = "STARTED" | "STOPPED";
export const LAUNCH_DISPOSITIONS = ["STARTED", "STOPPED"] as const satisfies readonly LaunchDisposition[];

/** Whose tags a selector compares: those of the source server in DRS, or of the EC2 instance that it is. */
export type TagsOf = "sourceServer" | "sourceInstance";
export const TAGS_OF = ["sourceServer", "sourceInstance"] as const satisfies readonly TagsOf[];

/** How DRS recovers a server: `FAST` skips the conversion where the source allows it, `OPTIMAL` does not. */
export type RecoveryMode = "OPTIMAL" | "FAST";
export const RECOVERY_MODES = ["OPTIMAL", "FAST"] as const satisfies readonly RecoveryMode[];

/** What a post-launch action is for, as DRS's console groups them. */
export type LaunchActionCategory = "MONITORING" | "VALIDATION" | "CONFIGURATION" | "SECURITY" | "OTHER";
export const LAUNCH_ACTION_CATEGORIES = [
  "MONITORING",
  "VALIDATION",
  "CONFIGURATION",
  "SECURITY",
  "OTHER",
] as const satisfies readonly LaunchActionCategory[];

/**
 * What a failed server means to its wave: a CRITICAL one counts towards `minimumLaunched`, an OPTIONAL one does not.
 */
export type ImpactLevel = "CRITICAL" | "OPTIONAL";
export const IMPACT_LEVELS = ["CRITICAL", "OPTIONAL"] as const satisfies readonly ImpactLevel[];

/** How far a server is followed: launched, running, or passing EC2's two status checks. */
export type SuccessLevel = "launched" | "running" | "statusChecks";
/** The levels in their order, least first. */
export const SUCCESS_LEVELS = ["launched", "running", "statusChecks"] as const satisfies readonly SuccessLevel[];

/**
 * `PASSED`: every server recovered and every objective was met. `DEGRADED`: enough critical servers recovered, but not
 * everything went well. `FAILED`: too few critical servers recovered.
 */
export type Verdict = "PASSED" | "DEGRADED" | "FAILED";

/** A recovery job's status. `COMPLETED` means that DRS stopped working on it, not that a server launched. */
export type JobStatus = "PENDING" | "STARTED" | "COMPLETED";
