import { planTemplateWork } from "../../lifecycle/templateWork";
import type { WorldFile } from "../schema/worldFile";
import { DRS_INSTANCE_TAGS } from "../state/instance";
import { withTagLists } from "../state/launchTemplate";
import { ensureReplicationGroup } from "../state/replicationSecurityGroup";
import type { Quirks, Quotas, WorldState } from "../state/worldState";
import { buildIam } from "./buildIam";
import { addInstances } from "./buildInstances";
import { buildNetwork, regionOf } from "./buildNetwork";
import { type BuiltSourceServer, buildSourceServer } from "./buildSourceServer";
import { buildSsm } from "./buildSsm";
import { buildVolumes } from "./buildVolumes";

// L-B827C881, L-D88FAC3A, L-05AFA8C6 (https://docs.aws.amazon.com/drs/latest/userguide/drs-at-scale.html); EC2's versions
// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/launch-template-restrictions.html).
const QUOTAS: Quotas = {
  serversPerJob: 100,
  concurrentJobs: 20,
  serversInAllJobs: 500,
  versionsPerTemplate: 10_000,
};

const DEFAULT_ACCOUNT = "111122223333";

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
  runIdIsCommandId: true,
  predefinedActions: true,
  checksActionOrders: true,
  checksDocuments: false,
  malformedTemplates: "refuse",
  metadataOptionsState: null,
  rightSizingSeconds: 5400,
  rightSizingLingers: false,
  rightSizedAtLaunch: true,
  addressCheckSeconds: 3600,
  remadeTemplateSeconds: 0,
  settledTemplates: true,
  settingsReadAt: "start",
  updateDuringJob: "allow",
  launchIntoChecked: "update",
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
    account: file.account ?? DEFAULT_ACCOUNT,
    latencyMs: file.latencyMs ?? 0,
    ...(file.rateLimit === undefined ? {} : { rateLimit: file.rateLimit }),
    quotas: withDefaults(QUOTAS, file.quotas),
    quirks,
    sts: {
      callerAccount: file.sts?.callerAccount ?? file.account ?? DEFAULT_ACCOUNT,
      refuseExpired: file.sts?.refuseExpired ?? false,
      roles: file.sts?.roles ?? [],
      ...(file.sts?.callerArn === undefined ? {} : { callerArn: file.sts.callerArn }),
    },
    ssm: buildSsm(file, now),
    sessions: [],
    iam: buildIam(file.iam),
    seed: file.seed ?? seed,
    timingSeed: file.seed ?? "",
    nextId: 0,
    initialized: file.initialized ?? true,
    sourceServers: built.map(({ server }) => server),
    ...network,
    volumes: buildVolumes(file),
    notOffered: file.notOffered ?? [],
    metadataDefaults: file.metadataDefaults ?? {},
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
  for (const server of quirks.settledTemplates ? [] : state.sourceServers) {
    planTemplateWork(state, server, now);
  }
  return state;
}

/** A state with the defaults for what a file of an earlier version does not say. A template's tags were an object then. */
export function completed(saved: WorldState): WorldState {
  const earlier: Partial<WorldState> = saved;
  return {
    ...saved,
    quotas: withDefaults(QUOTAS, saved.quotas),
    quirks: withDefaults(QUIRKS, saved.quirks),
    sts: earlier.sts ?? { callerAccount: saved.account, refuseExpired: false, roles: [] },
    ssm: earlier.ssm ?? buildSsm({}, 0),
    sessions: earlier.sessions ?? [],
    iam: earlier.iam ?? buildIam(),
    vpcs: earlier.vpcs ?? [],
    networkInterfaces: earlier.networkInterfaces ?? [],
    volumes: earlier.volumes ?? [],
    notOffered: earlier.notOffered ?? [],
    launchTemplates: saved.launchTemplates.map(withTagLists),
  };
}

/** Another account or Region than the world's: initialized and empty. */
export function emptyRegion(home: WorldState, region: string, account: string): WorldState {
  const { latencyMs, quotas, quirks } = home;
  return { ...buildWorld({ region, account, latencyMs, quotas }, 0, `${home.seed}/${account}/${region}`), quirks };
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
