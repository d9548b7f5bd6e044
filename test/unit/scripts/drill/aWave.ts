import type { DrillWaveOutputs, ServerRecord } from "pulumi-drillwave/vocabulary";
import type { WaveRecord } from "../../../../scripts/drill/record";

/** A database server that recovered. */
export function aServer(change: Partial<ServerRecord> = {}): ServerRecord {
  return {
    sourceServerId: "s-0123456789abcdef0",
    hostname: "db-1",
    role: "database",
    impactLevel: "CRITICAL",
    launchStatus: "LAUNCHED",
    recoveryInstanceId: "i-0123456789abcdef0",
    launchConfiguration: { targetInstanceTypeRightSizingMethod: "NONE" },
    instanceType: "r5.2xlarge",
    verifiedTo: "statusChecks",
    postLaunchActions: [],
    launchTimeSeconds: 537,
    recoveryTimeSeconds: 539,
    recoveryTimeAtLeastSeconds: 537,
    recoveryPointSeconds: 4,
    phases: [],
    attempt: 1,
    ...change,
  };
}

/** A wave of one server that passed. */
export function aWave(name: string, change: Partial<DrillWaveOutputs> = {}): WaveRecord {
  return {
    name,
    urn: `urn:pulumi:drill::three-tier-drill::pulumi-nodejs:dynamic/drs:DrillWave::${name}`,
    standing: "recorded",
    errors: [],
    outputs: {
      jobId: "drsjob-0123456789abcdef0",
      executionId: "dw-1",
      account: "111122223333",
      region: "us-west-2",
      pending: [],
      status: "COMPLETED",
      verdict: "PASSED",
      startedAt: "2026-01-15T09:00:00.000Z",
      recoveryTimeSeconds: 539,
      recoveryPointSeconds: 4,
      servers: [aServer()],
      attempts: [],
      cleanup: { status: "NOT_STARTED" },
      warnings: [],
      ...change,
    },
  };
}

/** A server that DRS could not launch. */
export function aFailedServer(change: Partial<ServerRecord> = {}): ServerRecord {
  const {
    recoveryInstanceId: _,
    instanceType: __,
    verifiedTo: ___,
    ...server
  } = aServer({
    hostname: "app-2",
    role: "app",
    launchStatus: "FAILED",
    failure: { event: "LAUNCH_FAILED", message: "Insufficient capacity." },
  });
  return { ...server, ...change };
}
