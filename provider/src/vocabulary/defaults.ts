import type { DrillWaveIntent, ServerSelector, WaveServer } from "./intent";

/**
 * What applies where a program leaves an arg out. Written only here; each arg's doc comment repeats it, and a test
 * compares.
 */
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
    // Not documented by AWS (docs/drs-facts.md#the-tag-of-a-launched-instance). A wrong name finds nothing and harms
    // nothing.
    sourceServerTag: "AWSElasticDisasterRecoverySourceServerID",
  },
  cleanup: "onDestroy",
  replaceRecoveryInstances: false,
} as const satisfies DrillWaveIntent;

/** What applies where a program leaves a member of a server out. */
export const SERVER_DEFAULTS = { impactLevel: "CRITICAL" } as const satisfies Partial<WaveServer>;

/** What applies where a program leaves a member of a selector out. */
export const SELECTOR_DEFAULTS = { tagsOf: "sourceServer" } as const satisfies Partial<ServerSelector>;

/** How long an operation of a wave may take where `customTimeouts` does not say, waiting for other jobs included. */
export const DEFAULT_TIMEOUTS = { create: "90m", update: "90m", delete: "60m" } as const;
