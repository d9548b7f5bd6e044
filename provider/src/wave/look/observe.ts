import pLimit from "p-limit";
import { EC2_GONE } from "../../drs/status";
import type { LaunchConfiguration, RecoveryInstance, SourceServer } from "../../drs/types";
import { messageOf } from "../../errors";
import { present } from "../../present";
import {
  accountOfArn,
  type LaunchConfigurationSettings,
  type Observation,
  type ObservedLaunchTemplate,
  type ObservedServer,
} from "../../vocabulary";
import { CONCURRENT_READS } from "../concurrentReads";
import type { WaveContext } from "../context";
import { type FoundServers, findServers, type ObservationProblem, type ServerSelection } from "./findServers";
import { describeLaunchConfiguration } from "./launchSettings";

/** The seed's fallback, used only where the program says `onUnreadableLaunchConfiguration: "useDefaults"`. */
const DEFAULT_LAUNCH_CONFIGURATION: LaunchConfigurationSettings = {
  targetInstanceTypeRightSizingMethod: "BASIC",
  copyPrivateIp: false,
  copyTags: true,
  launchDisposition: "STARTED",
};

/** What is there now. With problems the observation is incomplete, and no drill may start on it. */
export interface ObservationResult {
  observation: Observation;
  /** Earlier ones of these servers, as DRS lists them, that EC2 has not terminated. */
  recoveryInstances: RecoveryInstance[];
  problems: ObservationProblem[];
  warnings: string[];
}

/**
 * Looks at the selected servers: replication, launch configurations, the launch templates' default versions and earlier
 * recovery instances. One GetLaunchConfiguration a server, reads in parallel. Changes nothing.
 */
export async function observe(
  context: Pick<WaveContext, "drs" | "ec2" | "status">,
  selection: ServerSelection,
  onUnreadable: "fail" | "useDefaults",
): Promise<ObservationResult> {
  return observeServers(context, await findServers(context, selection), onUnreadable);
}

/** As {@link observe}, for servers that were found already. */
export async function observeServers(
  context: Pick<WaveContext, "drs" | "ec2" | "status">,
  found: FoundServers,
  onUnreadable: "fail" | "useDefaults",
): Promise<ObservationResult> {
  const ids = found.servers.map((server) => server.sourceServerId);
  const limit = pLimit(CONCURRENT_READS);
  const [listed, views] = await Promise.all([
    ids.length === 0 ? [] : context.drs.listRecoveryInstances(ids),
    Promise.all(found.servers.map((server) => limit(() => viewServer(context, server, onUnreadable)))),
  ]);
  const recoveryInstances = listed.filter((each) => !EC2_GONE.includes(each.ec2InstanceState));
  const servers = views.map((view) => toObservedServer(view, recoveryInstances));
  for (const server of servers) {
    context.status.show(describeLaunchConfiguration(server));
  }
  return {
    observation: {
      region: context.drs.region,
      account: accountOfArn(found.servers[0]?.arn ?? "") ?? "",
      observedAt: new Date(context.drs.now()).toISOString(),
      servers,
    },
    recoveryInstances,
    problems: [...found.problems, ...views.flatMap((view) => view.problems)],
    warnings: views.flatMap((view) => view.warnings),
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
    if (onUnreadable === "fail") return { ...view, source: "unread", problems: [{ sourceServerId, message }] };
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

function toObservedServer(view: ServerView, instances: readonly RecoveryInstance[]): ObservedServer {
  const { server, source, configuration, template } = view;
  return present({
    sourceServerId: server.sourceServerId,
    hostname: server.hostname,
    tags: server.tags,
    source: server.source,
    replicationState: server.replicationState,
    lagSeconds: server.lagSeconds,
    replicatedDisks: server.replicatedDisks,
    launchConfigurationSource: source,
    launchConfiguration: configuration.settings,
    launchTemplate: template,
    lastLaunch: server.lastLaunch === undefined ? undefined : toObservedLaunch(server.lastLaunch),
    recoveryInstances: instances
      .filter((each) => each.sourceServerId === server.sourceServerId)
      .map(({ recoveryInstanceId, isDrill, jobId }) => present({ recoveryInstanceId, isDrill, jobId })),
  });
}

function toObservedLaunch({ jobId, type, at, status }: NonNullable<SourceServer["lastLaunch"]>) {
  return present({ jobId, type, at: at === undefined ? undefined : new Date(at).toISOString(), status });
}
