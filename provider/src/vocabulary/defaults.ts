import type { DrillWaveIntent, WaveServer } from "./intent";

/** What holds where a program leaves an arg out. Written here alone; the docs of each arg repeat it, and a test compares. */
export const DEFAULTS = {
  isDrill: true,
  allowRecovery: false,
  observe: "live",
  onUnreadableLaunchConfiguration: "fail",
  success: "statusChecks",
  minimumLaunched: "100%",
  retries: { maximumAttempts: 2 },
  preflight: {
    maximumLagSeconds: 600,
    busyServers: "wait",
    // AWS does not document the tag's name; it was seen in the field. A wrong name finds nothing and harms nothing.
    sourceServerTag: "AWSElasticDisasterRecoverySourceServerID",
  },
  cleanup: "onDestroy",
  replaceRecoveryInstances: false,
  polling: { intervalSeconds: 10 },
} as const satisfies DrillWaveIntent;

/** What holds where a program leaves a member of a server out. */
export const SERVER_DEFAULTS = { impactLevel: "CRITICAL" } as const satisfies Partial<WaveServer>;

/** How long an operation of a wave may take where `customTimeouts` does not say, waiting for other jobs included. */
export const DEFAULT_TIMEOUTS = { create: "90m", update: "90m", delete: "60m" } as const;
