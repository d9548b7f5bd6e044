import pLimit from "p-limit";
import { EC2_GONE } from "../drs/status";
import type { LaunchConfiguration, RecoveryInstance, SourceServer } from "../drs/types";
import type { Subnet } from "../ec2/types";
import { messageOf } from "../errors";
import { present } from "../present";
import type {
  LaunchConfigurationSettings,
  Observation,
  ObservedLaunchTemplate,
  ObservedServer,
  ServerSelector,
} from "../vocabulary";
import { CONCURRENT_READS } from "./concurrentReads";
import type { WaveContext } from "./context";
import { describeLaunchConfiguration } from "./describe";

/** The seed's fallback, used only where the program says `onUnreadableLaunchConfiguration: "useDefaults"`. */
const DEFAULT_LAUNCH_CONFIGURATION: LaunchConfigurationSettings = {
  targetInstanceTypeRightSizingMethod: "BASIC",
  copyPrivateIp: false,
  copyTags: true,
  launchDisposition: "STARTED",
};

/** Which servers to look at: ids as declared, or whatever has the selector's tags now. */
export type ServerSelection = { sourceServerIds: readonly string[] } | { selector: ServerSelector };

/** Something that could not be seen, or is not there. */
export interface ObservationProblem {
  sourceServerId?: string;
  message: string;
}

/** What is there now. With problems the observation is incomplete, and no drill may start on it. */
export interface ObservationResult {
  observation: Observation;
  problems: ObservationProblem[];
  warnings: string[];
}

/**
 * Looks at the selected servers: replication, launch configurations, the launch templates' default versions, their
 * subnets and earlier recovery instances. One GetLaunchConfiguration a server, reads in parallel. Changes nothing.
 */
export async function observe(
  context: Pick<WaveContext, "drs" | "ec2" | "status">,
  selection: ServerSelection,
  onUnreadable: "fail" | "useDefaults",
): Promise<ObservationResult> {
  const found = await findServers(context, selection);
  const ids = found.servers.map((server) => server.sourceServerId);
  const limit = pLimit(CONCURRENT_READS);
  const [instances, views] = await Promise.all([
    ids.length === 0 ? [] : context.drs.listRecoveryInstances(ids),
    Promise.all(found.servers.map((server) => limit(() => viewServer(context, server, onUnreadable)))),
  ]);
  const subnets = await listSubnets(context, views);
  const servers = views.map((view) => toObservedServer(view, instances, subnets));
  for (const server of servers) {
    context.status.show(describeLaunchConfiguration(server));
  }
  return {
    observation: {
      region: context.drs.region,
      account: found.servers[0]?.arn.split(":")[4] ?? "",
      servers,
    },
    problems: [...found.problems, ...views.flatMap((view) => view.problems)],
    warnings: views.flatMap((view) => view.warnings),
  };
}

/** The servers themselves, with nothing that is stored for them. */
export async function findServers({ drs }: Pick<WaveContext, "drs">, selection: ServerSelection) {
  if ("selector" in selection) {
    const wanted = Object.entries(selection.selector.tags);
    const all = await drs.listSourceServers();
    const servers = all.filter((server) => wanted.every(([key, value]) => server.tags[key] === value));
    servers.sort((a, b) => (a.sourceServerId < b.sourceServerId ? -1 : 1));
    const tags = wanted.map(([key, value]) => `${key}=${value}`).join(", ");
    const message = `no source server in ${drs.region} has the tags ${tags}`;
    return { servers, problems: servers.length === 0 ? [{ message }] : [] };
  }
  const ids = selection.sourceServerIds;
  const byId = new Map((await drs.listSourceServers(ids)).map((server) => [server.sourceServerId, server]));
  return {
    servers: ids.flatMap((sourceServerId) => byId.get(sourceServerId) ?? []),
    problems: ids
      .filter((sourceServerId) => !byId.has(sourceServerId))
      .map((sourceServerId) => ({
        sourceServerId,
        message: `${sourceServerId} is not a source server of this account in ${drs.region}`,
      })),
  };
}

/** One server with what is stored for it. */
interface ServerView {
  server: SourceServer;
  source: ObservedServer["launchConfigurationSource"];
  configuration: LaunchConfiguration;
  template?: ObservedLaunchTemplate;
  problems: ObservationProblem[];
  warnings: string[];
}

async function viewServer(
  context: Pick<WaveContext, "drs" | "ec2">,
  server: SourceServer,
  onUnreadable: "fail" | "useDefaults",
): Promise<ServerView> {
  const { sourceServerId } = server;
  const view: ServerView = { server, source: "DRS", configuration: { settings: {} }, problems: [], warnings: [] };
  try {
    view.configuration = await context.drs.getLaunchConfiguration(sourceServerId);
  } catch (error) {
    const message = `launch configuration of ${sourceServerId} could not be read: ${messageOf(error)}`;
    if (onUnreadable === "fail") return { ...view, problems: [{ sourceServerId, message }] };
    const configuration = { settings: DEFAULT_LAUNCH_CONFIGURATION };
    return { ...view, source: "defaults", configuration, warnings: [`${message}; defaults are assumed`] };
  }
  const { launchTemplateId } = view.configuration;
  if (launchTemplateId === undefined) return view;
  try {
    const template = await context.ec2.findDefaultLaunchTemplateVersion(launchTemplateId);
    if (template !== undefined) return { ...view, template };
    return { ...view, problems: [{ sourceServerId, message: noTemplate(sourceServerId, launchTemplateId) }] };
  } catch (error) {
    const message = `launch template ${launchTemplateId} of ${sourceServerId} could not be read: ${messageOf(error)}`;
    return { ...view, problems: [{ sourceServerId, message }] };
  }
}

function noTemplate(sourceServerId: string, launchTemplateId: string): string {
  return `launch template ${launchTemplateId} of ${sourceServerId} has no default version in EC2`;
}

async function listSubnets({ ec2 }: Pick<WaveContext, "ec2">, views: readonly ServerView[]): Promise<Subnet[]> {
  const ids = new Set(views.flatMap((view) => view.template?.subnetId ?? []));
  return ids.size === 0 ? [] : ec2.listSubnets([...ids]);
}

function toObservedServer(
  view: ServerView,
  instances: readonly RecoveryInstance[],
  subnets: readonly Subnet[],
): ObservedServer {
  const { server, source, configuration, template } = view;
  const subnet = subnets.find((each) => each.subnetId === template?.subnetId);
  const launchTemplate =
    template === undefined || subnet === undefined
      ? template
      : {
          ...template,
          subnet: { cidrBlock: subnet.cidrBlock, availableIpAddressCount: subnet.availableIpAddressCount },
        };
  return present({
    sourceServerId: server.sourceServerId,
    hostname: server.hostname,
    tags: server.tags,
    replicationState: server.replicationState,
    lagSeconds: server.lagSeconds,
    launchConfigurationSource: source,
    launchConfiguration: configuration.settings,
    launchTemplate,
    lastLaunch: server.lastLaunch,
    recoveryInstances: instances
      .filter((each) => each.sourceServerId === server.sourceServerId && !EC2_GONE.includes(each.ec2InstanceState))
      .map(({ recoveryInstanceId, isDrill, jobId }) => present({ recoveryInstanceId, isDrill, jobId })),
  });
}
