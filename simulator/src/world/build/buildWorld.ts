import type { WorldFile } from "../schema/worldFile";
import { DRS_INSTANCE_TAGS } from "../state/instance";
import { ensureReplicationGroup } from "../state/replicationSecurityGroup";
import type { Quirks, Quotas, WorldState } from "../state/worldState";
import { addInstances } from "./buildInstances";
import { buildNetwork, regionOf } from "./buildNetwork";
import { type BuiltSourceServer, buildSourceServer } from "./buildSourceServer";

// L-B827C881, L-D88FAC3A, L-05AFA8C6 (https://docs.aws.amazon.com/drs/latest/userguide/drs-at-scale.html).
const QUOTAS: Quotas = { serversPerJob: 100, concurrentJobs: 20, serversInAllJobs: 500 };

const QUIRKS: Quirks = {
  resourceArnTag: true,
  sourceServerTag: "AWSElasticDisasterRecoverySourceServerID",
  instanceTags: DRS_INSTANCE_TAGS,
  completedWaitsForActions: true,
  emptyParticipants: "list",
  jobLogDelaySeconds: 0,
  recoveryInstanceIdOnJob: false,
  describeJobsDelaySeconds: 0,
  unknownMembers: "ignore",
  defaultPageSize: 100,
};

/**
 * Builds the state that a checked world starts in.
 *
 * @param now simulated milliseconds since the epoch
 * @param seed makes the ids of this run differ from those of others, unless the world has a seed of its own
 */
export function buildWorld(file: WorldFile, now: number, seed: string): WorldState {
  const region = regionOf(file);
  const network = buildNetwork(file);
  const quirks = withDefaults(QUIRKS, file.quirks);
  const built = (file.sourceServers ?? []).map((server) => buildSourceServer(server, network.subnets, quirks, now));
  const state: WorldState = {
    region,
    account: file.account ?? "111122223333",
    latencyMs: file.latencyMs ?? 0,
    ...(file.rateLimit === undefined ? {} : { rateLimit: file.rateLimit }),
    quotas: withDefaults(QUOTAS, file.quotas),
    quirks,
    seed: file.seed ?? seed,
    timingSeed: file.seed ?? "",
    nextId: 0,
    initialized: file.initialized ?? true,
    sourceServers: built.map(({ server }) => server),
    ...network,
    launchTemplates: built.map(({ launchTemplate }) => launchTemplate),
    launchConfigurationTemplates: [],
    launchActions: launchActionsOf(built),
    jobs: [],
    instances: [],
    events: [],
  };
  for (const { replicationConfiguration } of state.sourceServers) {
    ensureReplicationGroup(state, replicationConfiguration);
  }
  addInstances(state, file, now);
  return state;
}

/** A state with the defaults for what a file of an earlier version does not say. */
export function completed(state: WorldState): WorldState {
  return { ...state, quirks: withDefaults(QUIRKS, state.quirks) };
}

/** Another Region of the same account: initialized and empty. */
export function emptyRegion(home: WorldState, region: string): WorldState {
  const { latencyMs, account, quotas, quirks } = home;
  return { ...buildWorld({ region, account, latencyMs, quotas }, 0, `${home.seed}/${region}`), quirks };
}

function withDefaults<Settings extends object>(
  defaults: Settings,
  given: { [name in keyof Settings]?: unknown } | undefined,
): Settings {
  const set = Object.fromEntries(Object.entries(given ?? {}).filter(([, value]) => value !== undefined));
  return { ...defaults, ...set };
}

function launchActionsOf(built: readonly BuiltSourceServer[]): WorldState["launchActions"] {
  return Object.fromEntries(
    built
      .filter(({ launchActions }) => launchActions.length > 0)
      .map(({ server, launchActions }) => [server.sourceServerID, launchActions]),
  );
}
