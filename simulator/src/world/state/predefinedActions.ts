import { derivedUuid } from "./ids";
import type { LaunchAction } from "./job";
import type { SourceServerState } from "./sourceServer";

type Predefined = Pick<LaunchAction, "actionCode" | "name" | "order" | "category"> & {
  readonly type?: LaunchAction["type"];
  /** The only system that has it. */
  readonly os?: SourceServerState["os"];
};

/**
 * DRS's own post-launch actions. Their documents are those of AWS's managed policies; name and order of the first are from the AWS CLI's examples,
 * the other orders are assumed (docs/drs-facts.md).
 */
const PREDEFINED: readonly Predefined[] = [
  {
    actionCode: "AWSMigration-LinuxTimeSyncSetting",
    name: "Linux time sync",
    order: 101,
    category: "CONFIGURATION",
    os: "LINUX",
  },
  {
    actionCode: "AWSEC2-ApplicationInsightsCloudwatchAgentInstallAndConfigure",
    name: "Install the CloudWatch Agent",
    order: 201,
    category: "MONITORING",
  },
  {
    actionCode: "AWSMigration-VerifyMountedVolumes",
    name: "Volume integrity validation",
    order: 401,
    category: "VALIDATION",
  },
  {
    actionCode: "AWSMigration-VerifyProcessIsRunning",
    name: "Process status validation",
    order: 402,
    category: "VALIDATION",
  },
  {
    actionCode: "AWSMigration-ValidateNetworkConnectivity",
    name: "EC2 connectivity check",
    order: 403,
    category: "VALIDATION",
  },
  {
    actionCode: "AWSMigration-ValidateHttpResponse",
    name: "HTTP/HTTPS response validation",
    order: 404,
    category: "VALIDATION",
  },
  { actionCode: "AWSMigration-ValidateDiskSpace", name: "Validate disk space", order: 405, category: "VALIDATION" },
  {
    actionCode: "AWS-CreateImage",
    name: "Create AMI from Instance",
    order: 901,
    category: "OTHER",
    type: "SSM_AUTOMATION",
  },
];

/** The lowest order of an action that is not predefined, as the console has it. */
export const FIRST_CUSTOM_ORDER = 1001;

/**
 * The predefined actions of a server as DRS makes them: there, and off. Their ids are always the same. None where the world lists the server's
 * actions.
 */
export function predefinedActions({ sourceServerID, os, actionsAreListed }: SourceServerState): LaunchAction[] {
  if (actionsAreListed === true) {
    return [];
  }
  return PREDEFINED.filter((each) => each.os === undefined || each.os === os).map(
    ({ os: _os, type = "SSM_COMMAND", ...each }) => ({
      ...each,
      actionId: derivedUuid(`${sourceServerID}/predefined/${each.actionCode}`),
      type,
      active: false,
      actionVersion: "$DEFAULT",
      optional: true,
      parameters: {},
      description: each.name,
    }),
  );
}

/** Whether an action with this id is one of DRS's own. */
export function isPredefined(
  { sourceServers }: { readonly sourceServers: readonly SourceServerState[] },
  sourceServerID: string,
  actionId: string,
): boolean {
  const server = sourceServers.find((candidate) => candidate.sourceServerID === sourceServerID);
  return server !== undefined && predefinedActions(server).some((action) => action.actionId === actionId);
}
