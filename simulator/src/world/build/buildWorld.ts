import { awsDateTime } from "../../awsTime";
import type { RecoveryInstanceFile, WorldFile } from "../schema/worldFile";
import { freeAddress } from "../state/addresses";
import { hardwareFor } from "../state/hardware";
import { freshId } from "../state/ids";
import { type InstanceState, takenAddresses } from "../state/instance";
import { templateTags } from "../state/launchTemplate";
import { defaultVersion, findSourceServer, launchGroups, launchSubnet, launchTemplateOf } from "../state/lookup";
import { ensureReplicationGroup } from "../state/replicationSecurityGroup";
import { onDemandSnapshotTime } from "../state/snapshots";
import type { Quirks, Quotas, WorldState } from "../state/worldState";
import { buildNetwork, regionOf } from "./buildNetwork";
import { type BuiltSourceServer, buildSourceServer } from "./buildSourceServer";
import { buildVolumes } from "./buildVolumes";
import { DAY, momentOf } from "./times";

// L-B827C881, L-D88FAC3A, L-05AFA8C6 (https://docs.aws.amazon.com/drs/latest/userguide/drs-at-scale.html).
const QUOTAS: Quotas = { serversPerJob: 100, concurrentJobs: 20, serversInAllJobs: 500 };

const DEFAULT_ACCOUNT = "111122223333";

const QUIRKS: Quirks = {
  resourceArnTag: true,
  sourceServerTag: "AWSElasticDisasterRecoverySourceServerID",
  recoveryInstanceIdOnJob: false,
  describeJobsDelaySeconds: 0,
  unknownMembers: "ignore",
  defaultPageSize: 100,
};

/**
 * Builds the state that a checked world starts in.
 *
 * @param now simulated milliseconds since the epoch
 * @param seed makes the ids of this run differ from those of others
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
    },
    sessions: [],
    seed,
    nextId: 0,
    initialized: file.initialized ?? true,
    sourceServers: built.map(({ server }) => server),
    ...network,
    volumes: buildVolumes(file),
    notOffered: file.notOffered ?? [],
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
  for (const instance of file.recoveryInstances ?? []) {
    addRecoveryInstance(state, instance, now);
  }
  return state;
}

/** Another account or Region than the world's: initialized and empty. */
export function emptyRegion(home: WorldState, region: string, account: string): WorldState {
  const { latencyMs, quotas, quirks } = home;
  return buildWorld({ region, account, latencyMs, quotas, quirks }, 0, `${home.seed}/${account}/${region}`);
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

function addRecoveryInstance(state: WorldState, file: RecoveryInstanceFile, now: number): void {
  const server = findSourceServer(state, file.sourceServerID);
  const { data } = defaultVersion(launchTemplateOf(state, server));
  const subnet = launchSubnet(state, data);
  const launchedAt = momentOf(file.launchedAt, file.ageSeconds, now) ?? now - DAY;
  const tags = { ...templateTags(data, "instance"), ...file.tags };
  const instance: InstanceState = {
    ec2InstanceID: file.ec2InstanceID ?? freshId(state, "i-"),
    sourceServerID: file.sourceServerID,
    ...(file.jobID === undefined ? {} : { jobID: file.jobID }),
    isDrill: file.isDrill ?? true,
    instanceType: file.instanceType ?? data.instanceType ?? "c5.large",
    subnetId: subnet?.subnetId ?? "",
    privateIp: freeAddress(subnet?.cidrBlock ?? "10.0.0.0/24", takenAddresses(state.instances), 200) ?? "10.0.0.200",
    securityGroupIds: launchGroups(state, data),
    launchTime: awsDateTime(launchedAt),
    pointInTimeSnapshotDateTime: onDemandSnapshotTime(launchedAt),
    statusChecks: "ok",
    checksDecidedAt: launchedAt + 180_000,
    drsView: viewOf(file),
    ec2State: file.state ?? "RUNNING",
    failbackState: file.failbackState ?? "FAILBACK_NOT_STARTED",
    ec2Tags: tags,
    tags,
  };
  state.instances.push({ ...instance, hardware: hardwareFor(state, instance, data, server) });
  if (instance.drsView !== "DELETED") {
    server.recoveryInstanceId = instance.ec2InstanceID;
  }
}

function viewOf(file: RecoveryInstanceFile): InstanceState["drsView"] {
  if (file.deletedFromDrs === true) {
    return "DELETED";
  }
  return file.disconnected === true ? "DISCONNECTED" : "LISTED";
}
