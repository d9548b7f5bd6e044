import { createHash } from "node:crypto";
import { present } from "../present";
import {
  type DrillWaveIntent,
  type ImpactLevel,
  JOB_TAG,
  type LaunchConfigurationSettings,
  MANAGED_BY,
  type Observation,
  type ObservedServer,
  type WaveServer,
} from "../vocabulary";

/** One server of a wave with what is known of it before the launch. */
export interface PlannedServer {
  sourceServerId: string;
  hostname?: string;
  role?: string;
  impactLevel: ImpactLevel;
  recoverySnapshotId?: string;
  launchConfiguration: LaunchConfigurationSettings;
  lagSeconds?: number;
}

/** What a wave will do: one recovery job for these servers, found again by this execution id. */
export interface WavePlan {
  executionId: string;
  isDrill: boolean;
  account: string;
  region: string;
  servers: PlannedServer[];
  /** Tags of every job of the wave, without those that differ by attempt. */
  tags: Record<string, string>;
}

/** The plan for what was observed. The observation decides who the servers are, so a selector is not resolved twice. Pure. */
export function planWave(intent: DrillWaveIntent, drillNonce: string, observation: Observation): WavePlan {
  const isDrill = intent.isDrill ?? true;
  const executionId = executionIdOf(intent, drillNonce, observation.region);
  return {
    executionId,
    isDrill,
    account: observation.account,
    region: observation.region,
    servers: observation.servers.map((server) => planServer(server, intent)),
    tags: jobTags(intent, executionId, drillNonce),
  };
}

function planServer(observed: ObservedServer, intent: DrillWaveIntent): PlannedServer {
  const declared = declaredServer(intent, observed.sourceServerId);
  return present({
    sourceServerId: observed.sourceServerId,
    hostname: observed.hostname,
    role: declared.role,
    impactLevel: declared.impactLevel ?? "CRITICAL",
    recoverySnapshotId: declared.recoverySnapshotId,
    launchConfiguration: observed.launchConfiguration,
    lagSeconds: observed.lagSeconds,
  });
}

/** What the program says of a server; a selected one gets the selector's role. Pure. */
export function declaredServer(intent: DrillWaveIntent, sourceServerId: string): WaveServer {
  const declared = intent.sourceServers?.find((server) => server.sourceServerId === sourceServerId);
  return declared ?? present({ sourceServerId, role: intent.selector?.role });
}

/** The tags that every job of the wave carries; the user's cannot take ours (check refuses them). Pure. */
export function jobTags(intent: DrillWaveIntent, executionId: string, drillNonce: string): Record<string, string> {
  return present({
    ...intent.tags,
    [JOB_TAG.executionId]: executionId,
    [JOB_TAG.drillNonce]: drillNonce,
    [JOB_TAG.executionType]: (intent.isDrill ?? true) ? "DRILL" : "RECOVERY",
    [JOB_TAG.managedBy]: MANAGED_BY,
    [JOB_TAG.recoveryPlan]: intent.recoveryPlan,
    [JOB_TAG.wave]: intent.wave,
  }) as Record<string, string>;
}

/**
 * 32 hexadecimal digits that name one drill: a hash of the guard's nonce, the triggers and what else makes it another
 * drill. The same program in the same stack gets the same one, so a lost job is found again. Pure.
 */
export function executionIdOf(intent: DrillWaveIntent, drillNonce: string, region: string): string {
  const defining = JSON.stringify({ drillNonce, region, ...runDefining(intent) });
  return createHash("sha256").update(defining).digest("hex").slice(0, 32);
}

/** The part of the intent that makes it another drill when it changes, in canonical order. Region apart. Pure. */
export function runDefining(intent: DrillWaveIntent) {
  const servers = intent.sourceServers?.map(({ sourceServerId, recoverySnapshotId }) =>
    recoverySnapshotId === undefined ? sourceServerId : `${sourceServerId}@${recoverySnapshotId}`,
  );
  const selectorTags = Object.entries(intent.selector?.tags ?? {});
  return {
    sourceServers: servers?.sort() ?? [],
    selector: selectorTags.sort(([a], [b]) => (a < b ? -1 : 1)),
    isDrill: intent.isDrill ?? true,
    triggers: intent.triggers ?? [],
  };
}
