import { isGone } from "../../drs/status";
import type { LaunchConfiguration, RecoveryInstance, SourceServer } from "../../drs/types";
import type { LaunchTemplateVersion } from "../../ec2/types";
import { messageOf, PreflightError } from "../../errors";
import { swapOfDescription } from "../../settings/network/swapMark";
import {
  accountOfArn,
  type LaunchConfigurationSettings,
  type Observation,
  type ObservedLaunch,
  type ObservedLaunchTemplate,
  type ObservedServer,
  toIso,
} from "../../vocabulary";
import { withoutUndefined } from "../../withoutUndefined";
import type { LookContext } from "../context";
import type { DeclaredServer, Wave } from "../wave";
import { type FoundServer, type FoundServers, findServers, type ObservationProblem } from "./findServers";

/**
 * Assumed only with `onUnreadableLaunchConfiguration: "useDefaults"` (docs/drs-facts.md#an-unreadable-configuration).
 */
const DEFAULT_LAUNCH_CONFIGURATION: LaunchConfigurationSettings = {
  targetInstanceTypeRightSizingMethod: "BASIC",
  copyPrivateIp: false,
  copyTags: true,
  launchDisposition: "STARTED",
};

/** A server as the program wants it, and as it is now. */
export interface SeenServer {
  declared: DeclaredServer;
  seen: ObservedServer;
}

/** What is there now. With problems the observation is incomplete, and no drill may start on it. */
export interface ObservationResult {
  observation: Observation;
  /** The observation's servers, each with what the program wants of it. */
  servers: SeenServer[];
  /** Earlier recovery instances of these servers that DRS lists and EC2 has not terminated. */
  recoveryInstances: RecoveryInstance[];
  problems: ObservationProblem[];
  warnings: string[];
}

/** What to do about a launch configuration that cannot be read. */
type OnUnreadable = Wave["onUnreadableLaunchConfiguration"];

/**
 * Looks at the servers that were found: replication, launch configurations, the launch templates' default versions
 * (docs/drs-facts.md#the-launch-template) and earlier recovery instances. One GetLaunchConfiguration a server, reads in
 * parallel. Changes nothing.
 */
export async function observe(
  context: LookContext,
  found: FoundServers,
  onUnreadable: OnUnreadable,
): Promise<ObservationResult> {
  const ids = found.servers.map(({ source }) => source.sourceServerId);
  const [listed, reads] = await Promise.all([
    ids.length === 0 ? [] : context.drs.listRecoveryInstances(ids),
    Promise.all(found.servers.map((server) => readServer(context, server, onUnreadable))),
  ]);
  const recoveryInstances = listed.filter((each) => !isGone(each.ec2InstanceState));
  const servers = reads.map((read) => ({ declared: read.declared, seen: toObservedServer(read, recoveryInstances) }));
  return {
    observation: {
      region: context.drs.region,
      account: accountOf(found),
      observedAt: toIso(context.drs.now()),
      servers: servers.map(({ seen }) => seen),
    },
    servers,
    recoveryInstances,
    problems: [...found.problems, ...reads.flatMap((read) => read.problems)],
    warnings: reads.flatMap((read) => read.warnings),
  };
}

/**
 * The given servers of a wave as they are now. Changes nothing.
 *
 * @throws {@link PreflightError} naming whatever could not be seen.
 */
export async function observeOrRefuse(
  context: LookContext,
  wave: Wave,
  servers: readonly DeclaredServer[],
): Promise<ObservationResult> {
  if (servers.length === 0) {
    throw new PreflightError(["the wave has no servers"]);
  }
  const seen = await observe(context, await findServers(context, { servers }), wave.onUnreadableLaunchConfiguration);
  for (const warning of seen.warnings) {
    context.status.warn(warning);
  }
  if (seen.problems.length > 0) {
    throw new PreflightError(seen.problems.map((problem) => problem.message));
  }
  return seen;
}

/** The account that the servers' ARNs name; empty where none does. */
function accountOf({ servers }: FoundServers): string {
  return servers.map(({ source }) => accountOfArn(source.arn ?? "")).find((account) => account !== undefined) ?? "";
}

/** One server with what is stored for it. */
interface ReadServer extends FoundServer {
  from: ObservedServer["launchConfigurationSource"];
  configuration: LaunchConfiguration;
  template?: ObservedLaunchTemplate;
  problems: ObservationProblem[];
  warnings: string[];
}

async function readServer(
  { drs, ec2 }: LookContext,
  found: FoundServer,
  onUnreadable: OnUnreadable,
): Promise<ReadServer> {
  const { sourceServerId } = found.source;
  const read: ReadServer = { ...found, from: "DRS", configuration: { settings: {} }, problems: [], warnings: [] };
  try {
    read.configuration = await drs.getLaunchConfiguration(sourceServerId);
  } catch (error) {
    const message = `launch configuration of ${sourceServerId} could not be read: ${messageOf(error)}`;
    if (onUnreadable === "fail") {
      return { ...read, from: "unread", problems: [{ sourceServerId, message }] };
    }
    const configuration = { settings: DEFAULT_LAUNCH_CONFIGURATION };
    return {
      ...read,
      from: "defaults",
      configuration,
      warnings: [
        `${message}; defaults are assumed, and whether DRS launches it into an existing instance is not known`,
      ],
    };
  }
  const { launchTemplateId } = read.configuration;
  if (launchTemplateId === undefined) {
    return read;
  }
  try {
    const found = await ec2.findDefaultLaunchTemplateVersion(launchTemplateId);
    if (found !== undefined) {
      return await withTemplate(ec2, read, found);
    }
    const message = `launch template ${launchTemplateId} of ${sourceServerId} has no default version in EC2`;
    return { ...read, problems: [{ sourceServerId, message }] };
  } catch (error) {
    const message = `launch template ${launchTemplateId} of ${sourceServerId} could not be read: ${messageOf(error)}`;
    return { ...read, problems: [{ sourceServerId, message }] };
  }
}

/**
 * The server with what its template launches with. While a drill has the template in its network, that is what it says outside
 * of the drill.
 */
async function withTemplate(
  ec2: LookContext["ec2"],
  read: ReadServer,
  { description, ...current }: LaunchTemplateVersion,
): Promise<ReadServer> {
  const openSwap = swapOfDescription(description);
  if (openSwap === undefined) {
    return { ...read, template: current };
  }
  const outside = await ec2.findLaunchTemplateVersion(current.launchTemplateId, openSwap.version);
  if (outside !== undefined) {
    const { description: _description, ...template } = outside;
    return { ...read, template: { ...template, openSwap } };
  }
  const { sourceServerId } = read.source;
  const message = `launch template ${current.launchTemplateId} of ${sourceServerId} is in the network of the drill ${openSwap.nonce}, and its version ${openSwap.version}, which counts outside of it, is gone`;
  return { ...read, template: { ...current, openSwap }, problems: [{ sourceServerId, message }] };
}

function toObservedServer(read: ReadServer, instances: readonly RecoveryInstance[]): ObservedServer {
  const { source, from, configuration, template } = read;
  return withoutUndefined({
    sourceServerId: source.sourceServerId,
    hostname: source.hostname,
    tags: source.tags,
    source: source.source,
    replicationState: source.replicationState,
    lagSeconds: source.lagSeconds,
    replication: source.replication,
    replicatedDisks: source.replicatedDisks,
    launchConfigurationSource: from,
    launchConfiguration: configuration.settings,
    launchTemplate: template,
    lastLaunch: toObservedLaunch(source.lastLaunch),
    neverLaunched: source.neverLaunched,
    recoveryInstances: instances
      // One whose server DRS does not say may be any server's.
      .filter((each) => [source.sourceServerId, undefined].includes(each.sourceServerId))
      .map(({ recoveryInstanceId, isDrill, jobId, sourceServerId }) =>
        withoutUndefined({
          recoveryInstanceId,
          isDrill,
          jobId,
          isServerUnknown: sourceServerId === undefined ? (true as const) : undefined,
        }),
      ),
  });
}

/** The launch as an observation has it. Pure. */
export function toObservedLaunch(launch: SourceServer["lastLaunch"]): ObservedLaunch | undefined {
  if (launch === undefined) {
    return undefined;
  }
  const { jobId, type, at, status } = launch;
  return withoutUndefined({ jobId, type, at: at === undefined ? undefined : toIso(at), status });
}
