import { createHash } from "node:crypto";
import {
  DEFAULTS,
  type DrillWaveIntent,
  type ImpactLevel,
  JOB_TAG,
  type LaunchConfigurationSettings,
  MANAGED_BY,
  type Objectives,
  type Observation,
  type Preflight,
  type Retries,
  SELECTOR_DEFAULTS,
  SERVER_DEFAULTS,
  type ServerSelector,
  type SuccessLevel,
  type WaveNetwork,
  type WaveServer,
} from "../vocabulary";
import { withoutUndefined } from "../withoutUndefined";

/** What a wave is made from: its args, and what the guard and check add. */
export interface WaveSource extends DrillWaveIntent {
  /** The guard's random text, which every job of the wave carries. Absent while the guard is not there yet. */
  drillNonce?: string;
  /** Ids of the servers that check resolved the selector to. */
  resolvedServers?: string[];
  /** What check saw, when it looked. */
  observed?: Observation;
}

/**
 * One wave as the program wants it, with every default filled in: made once where the engine calls, carried from there.
 */
export interface Wave {
  /** Names the drill: the same program in the same stack gets the same one, so that a lost job is found again. */
  executionId: string;
  /** Empty while the guard is not there yet, when no job can be this wave's. */
  drillNonce: string;
  region: string;
  /** The wave's name in its recovery plan, if it has one. */
  name?: string;
  /** Tags of every job of the wave, without those that differ by attempt. */
  jobTags: Record<string, string>;
  isDrill: boolean;
  /** As declared, in the program's order, or what check resolved the selector to. */
  servers: readonly DeclaredServer[];
  selector?: ServerSelector;
  onUnreadableLaunchConfiguration: NonNullable<DrillWaveIntent["onUnreadableLaunchConfiguration"]>;
  objectives: Objectives;
  success: SuccessLevel;
  minimumLaunched: number | string;
  retries: Required<Retries>;
  preflight: Required<Preflight> & LagWish;
  cleanup: NonNullable<DrillWaveIntent["cleanup"]>;
  replaceRecoveryInstances: boolean;
  /** Where its servers are launched; absent: where their launch templates say. */
  network?: WaveNetwork;
  /** Whether launch templates may be in a drill network because of this wave, of an earlier `up` too. */
  mayHaveSwaps: boolean;
}

/** Whether a lag that is not known refuses a launch: where the program itself gives the limit. */
interface LagWish {
  lagMustBeKnown: boolean;
}

/** One server as the program wants it, with every default filled in. */
export interface DeclaredServer {
  sourceServerId: string;
  role?: string;
  impactLevel: ImpactLevel;
  recoverySnapshotId?: string;
  /** The launch configuration that must be stored; empty when the program expects nothing. */
  expected: LaunchConfigurationSettings;
  /** The one existing EC2 instance that DRS may launch it into. */
  allowLaunchIntoInstance?: string;
  /** Whether it may be launched while it replicates back. */
  allowFailback?: boolean;
}

/**
 * What the inputs do not say: the Region that is called, and for a wave in state the execution id that its jobs carry.
 */
export interface WaveIdentity {
  region: string;
  executionId?: string;
}

/** The wave that these inputs ask for. Pure. */
export function toWave(source: WaveSource, identity: WaveIdentity): Wave {
  const { drillNonce = "", sourceServers, resolvedServers = [], selector } = source;
  const executionId = identity.executionId ?? executionIdOf(source, drillNonce, identity.region);
  const servers = sourceServers?.map(declareServer) ?? resolvedServers.map((id) => selectServer(id, selector));
  const isDrill = source.isDrill ?? DEFAULTS.isDrill;
  return {
    ...withoutUndefined({ name: source.wave, selector, network: source.network }),
    mayHaveSwaps: source.network !== undefined || hasSeenSwap(source, drillNonce),
    executionId,
    drillNonce,
    region: identity.region,
    jobTags: jobTagsOf(source, { executionId, drillNonce, isDrill }),
    isDrill,
    servers,
    onUnreadableLaunchConfiguration: source.onUnreadableLaunchConfiguration ?? DEFAULTS.onUnreadableLaunchConfiguration,
    objectives: source.objectives ?? {},
    success: source.success ?? DEFAULTS.success,
    minimumLaunched: source.minimumLaunched ?? DEFAULTS.minimumLaunched,
    retries: { ...DEFAULTS.retries, ...source.retries },
    preflight: {
      ...DEFAULTS.preflight,
      ...source.preflight,
      lagMustBeKnown: source.preflight?.maximumLagSeconds !== undefined,
    },
    cleanup: source.cleanup ?? DEFAULTS.cleanup,
    replaceRecoveryInstances: source.replaceRecoveryInstances ?? DEFAULTS.replaceRecoveryInstances,
  };
}

/** True where check saw a launch template in a drill network of this wave's, which the program may have given up since. */
function hasSeenSwap({ observed }: WaveSource, drillNonce: string): boolean {
  const swaps = (observed?.servers ?? []).flatMap(({ launchTemplate }) => launchTemplate?.openSwap ?? []);
  return swaps.some(({ nonce }) => nonce === drillNonce);
}

/** A server of the program, with its defaults. Pure. */
export function declareServer({ launchConfiguration = {}, ...server }: WaveServer): DeclaredServer {
  return { ...SERVER_DEFAULTS, ...server, expected: launchConfiguration };
}

/** A server that a selector found. Pure. */
export function selectServer(sourceServerId: string, selector: ServerSelector | undefined): DeclaredServer {
  return declareServer(withoutUndefined({ sourceServerId, role: selector?.role }));
}

/**
 * The server that a job or state names, as the program declares it now, or with defaults where it no longer does. Pure.
 */
export function serverOf(wave: Wave, sourceServerId: string): DeclaredServer {
  const declared = wave.servers.find((server) => server.sourceServerId === sourceServerId);
  return declared ?? selectServer(sourceServerId, wave.selector);
}

/** The tags that every job of the wave carries; the program's cannot take ours (check refuses them). */
function jobTagsOf(
  { tags, recoveryPlan, wave }: WaveSource,
  { executionId, drillNonce, isDrill }: Pick<Wave, "executionId" | "drillNonce" | "isDrill">,
): Record<string, string> {
  return {
    ...tags,
    [JOB_TAG.executionId]: executionId,
    [JOB_TAG.drillNonce]: drillNonce,
    [JOB_TAG.executionType]: isDrill ? "DRILL" : "RECOVERY",
    [JOB_TAG.managedBy]: MANAGED_BY,
    ...(recoveryPlan === undefined ? {} : { [JOB_TAG.recoveryPlan]: recoveryPlan }),
    ...(wave === undefined ? {} : { [JOB_TAG.wave]: wave }),
  };
}

/**
 * 32 hexadecimal digits: a hash of the guard's nonce, the Region, the triggers and what else makes it another drill.
 */
function executionIdOf(args: DrillWaveIntent, drillNonce: string, region: string): string {
  const defining = JSON.stringify({ drillNonce, region, ...drillDefining(args) });
  return createHash("sha256").update(defining).digest("hex").slice(0, 32);
}

/** The args that make it another drill when they change, in canonical order; without the Region. Pure. */
export function drillDefining(args: DrillWaveIntent) {
  const servers = args.sourceServers?.map(({ sourceServerId, recoverySnapshotId }) =>
    recoverySnapshotId === undefined ? sourceServerId : `${sourceServerId}@${recoverySnapshotId}`,
  );
  const tags = Object.entries(args.selector?.tags ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const { tagsOf = SELECTOR_DEFAULTS.tagsOf } = args.selector ?? {};
  return {
    sourceServers: servers?.sort() ?? [],
    // With the default it is as it was before there was a choice: drills keep their execution ids.
    selector: tagsOf === SELECTOR_DEFAULTS.tagsOf ? tags : { tagsOf, tags },
    isDrill: args.isDrill ?? DEFAULTS.isDrill,
    triggers: args.triggers ?? [],
  };
}
