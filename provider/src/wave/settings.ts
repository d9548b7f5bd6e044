import type { DrillWaveIntent, SuccessLevel } from "../vocabulary";

/** A wave's intent with every default filled in. */
export interface WaveSettings {
  isDrill: boolean;
  observe: "live" | "off";
  onUnreadableLaunchConfiguration: "fail" | "useDefaults";
  objectives: { recoveryTimeSeconds?: number; recoveryPointSeconds?: number };
  success: SuccessLevel;
  minimumLaunched: number | string;
  maximumAttempts: number;
  maximumLagSeconds: number;
  busyServers: "wait" | "fail";
  /** Key of the EC2 tag in which DRS names an instance's source server. */
  sourceServerTag: string;
  cleanup: "onDestroy" | "afterDrill" | "never";
  replaceRecoveryInstances: boolean;
  tags: Record<string, string>;
  pollMs: number;
}

/** AWS does not document the tag's name; seen in the field. A wrong name finds nothing and harms nothing. */
const SOURCE_SERVER_TAG = "AWSElasticDisasterRecoverySourceServerID";

/** The defaults of design section "The contract", applied. Pure. */
export function settingsOf(intent: DrillWaveIntent): WaveSettings {
  return {
    isDrill: intent.isDrill ?? true,
    observe: intent.observe ?? "live",
    onUnreadableLaunchConfiguration: intent.onUnreadableLaunchConfiguration ?? "fail",
    objectives: intent.objectives ?? {},
    success: intent.success ?? "statusChecks",
    minimumLaunched: intent.minimumLaunched ?? "100%",
    maximumAttempts: intent.retries?.maximumAttempts ?? 2,
    maximumLagSeconds: intent.preflight?.maximumLagSeconds ?? 600,
    busyServers: intent.preflight?.busyServers ?? "wait",
    sourceServerTag: intent.preflight?.sourceServerTag ?? SOURCE_SERVER_TAG,
    cleanup: intent.cleanup ?? "onDestroy",
    replaceRecoveryInstances: intent.replaceRecoveryInstances ?? false,
    tags: intent.tags ?? {},
    pollMs: (intent.polling?.intervalSeconds ?? 10) * 1000,
  };
}

/** How many of `criticalServers` must recover: `"80%"` is a share, rounded up; a number is a count. Pure. */
export function requiredServers(minimumLaunched: number | string, criticalServers: number): number {
  if (typeof minimumLaunched === "number") return minimumLaunched;
  // Rounded before it is rounded up: 55 % of 100 is 55.00000000000001 in floating point.
  return Math.ceil(Number(((Number.parseFloat(minimumLaunched) * criticalServers) / 100).toFixed(6)));
}
