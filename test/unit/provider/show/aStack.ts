import {
  DRILL_GUARD_TYPE,
  DRILL_WAVE_TYPE,
  type DrillWaveOutputs,
  type ServerRecord,
} from "../../../../provider/src/vocabulary";

/** A resource as `pulumi stack export` prints it. */
export interface ExportedResource {
  urn: string;
  type: string;
  [member: string]: unknown;
}

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
    phases: [
      { name: "SNAPSHOT", startedAt: "2026-01-15T09:00:00.000Z", endedAt: "2026-01-15T09:00:45.000Z" },
      { name: "CONVERSION", startedAt: "2026-01-15T09:00:45.000Z", endedAt: "2026-01-15T09:04:01.000Z" },
      { name: "LAUNCH", startedAt: "2026-01-15T09:04:01.000Z", endedAt: "2026-01-15T09:08:57.000Z" },
    ],
    attempt: 1,
    ...change,
  };
}

/** A server that DRS could not launch. */
export function aFailedServer(change: Partial<ServerRecord> = {}): ServerRecord {
  return {
    sourceServerId: "s-0123456789abcdef1",
    hostname: "app-2",
    role: "app",
    impactLevel: "CRITICAL",
    launchStatus: "FAILED",
    launchConfiguration: {},
    postLaunchActions: [],
    phases: [],
    attempt: 1,
    failure: { event: "LAUNCH_FAILED", message: "Insufficient capacity." },
    ...change,
  };
}

/** What a wave of one server that passed puts out. */
export function aDrill(change: Partial<DrillWaveOutputs> = {}): DrillWaveOutputs {
  return {
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
    objectivesMet: true,
    servers: [aServer()],
    attempts: [
      { attempt: 1, jobId: "drsjob-0123456789abcdef0", status: "COMPLETED", sourceServerIds: [], lagSeconds: {} },
    ],
    cleanup: { status: "NOT_STARTED" },
    warnings: [],
    ...change,
  };
}

/** Its outputs and args; undefined takes one away. */
export function someOutputs(change: object = {}): Record<string, unknown> {
  return { __provider: "pointer", drillNonce: "n", objectives: { recoveryTimeSeconds: 1800 }, ...aDrill(), ...change };
}

/** A wave in state. */
export function aWaveRow(name: string, outputs = someOutputs(), change: object = {}): ExportedResource {
  return { urn: urnOf(DRILL_WAVE_TYPE, name), type: DRILL_WAVE_TYPE, outputs, ...change };
}

/** The guard of the wave with this name. */
export function aGuardRow(wave: string, nonce = `nonce of ${wave}`): ExportedResource {
  return { urn: urnOf(DRILL_GUARD_TYPE, `${wave}-guard`), type: DRILL_GUARD_TYPE, outputs: { nonce } };
}

/** What `pulumi stack export` prints of a stack with these resources; `creating` are those that were being created. */
export function anExport(resources: readonly ExportedResource[], creating: readonly ExportedResource[] = []): object {
  const stack = { urn: urnOf("pulumi:pulumi:Stack", "shop-dev"), type: "pulumi:pulumi:Stack" };
  const pending_operations = creating.map((resource) => ({ type: "creating", resource }));
  return { version: 3, deployment: { manifest: {}, resources: [stack, ...resources], pending_operations } };
}

/** A value that is encrypted in state. */
export function aSecret(shown: object = { ciphertext: "v1:c2VjcmV0" }): object {
  return { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ...shown };
}

export function urnOf(type: string, name: string): string {
  return `urn:pulumi:dev::shop::${type}::${name}`;
}
