import { AwsError } from "../errors";
import { derivedUuid } from "../world/state/ids";
import type { LaunchActionRun, ParticipatingServerState } from "../world/state/job";
import { actionResultOf } from "../world/state/sourceServer";
import type { WorldState } from "../world/state/worldState";
import { findDocument } from "./documents";
import { arnName } from "./names";
import type { SsmOperation } from "./operation";
import { requiredIn, type SsmMembers, textIn } from "./request";

/** What SSM has of a run of a post-launch action: DRS runs each as a command on the instance, or as an automation. */
interface SsmRun {
  /** The id of the command, or of the automation's execution. */
  readonly id: string;
  readonly isAutomation: boolean;
  readonly documentName: string;
  readonly documentVersion: string;
  readonly instanceId: string;
  readonly status: "InProgress" | "Success" | "Failed";
  readonly output: string;
  readonly failureReason: string | undefined;
  /** In seconds since the epoch. */
  readonly requestedAt: number;
}

/** What a client may read of the runs. All of it is DRS's doing. */
export const RUN_OPERATIONS: Readonly<Record<string, SsmOperation>> = {
  ListCommandInvocations: {
    mutates: false,
    answer: (members, { state }) => {
      const [command, instance] = [textIn(members, "CommandId"), textIn(members, "InstanceId")];
      const details = members["Details"] === true;
      return {
        CommandInvocations: commandsOf(state)
          .filter((run) => command === undefined || run.id === command)
          .filter((run) => instance === undefined || run.instanceId === instance)
          .map((run) => toInvocation(run, details)),
      };
    },
  },
  GetCommandInvocation: {
    mutates: false,
    answer: (members, { state }) => {
      const [command, instance] = [requiredIn(members, "CommandId"), requiredIn(members, "InstanceId")];
      const run = commandsOf(state).find(({ id, instanceId }) => id === command && instanceId === instance);
      if (run === undefined) {
        throw new AwsError("InvocationDoesNotExist", 400, "");
      }
      return {
        CommandId: run.id,
        InstanceId: run.instanceId,
        DocumentName: run.documentName,
        DocumentVersion: run.documentVersion,
        Status: run.status,
        StatusDetails: run.status,
        ResponseCode: run.status === "InProgress" ? -1 : run.status === "Success" ? 0 : 1,
        StandardOutputContent: run.output,
        StandardErrorContent: run.status === "Failed" ? (run.failureReason ?? "") : "",
      };
    },
  },
  GetAutomationExecution: {
    mutates: false,
    answer: (members, { state }) => getAutomation(members, state),
  },
};

function getAutomation(members: SsmMembers, state: WorldState): object {
  const id = requiredIn(members, "AutomationExecutionId");
  const run = runsOf(state).find((each) => each.isAutomation && each.id === id);
  if (run === undefined) {
    throw new AwsError(
      "AutomationExecutionNotFoundException",
      400,
      `Automation execution with ID: ${id} was not found.`,
    );
  }
  return {
    AutomationExecution: {
      AutomationExecutionId: run.id,
      DocumentName: run.documentName,
      DocumentVersion: run.documentVersion,
      AutomationExecutionStatus: run.status,
      ExecutionStartTime: run.requestedAt,
      Outputs: { output: [run.output] },
      ...(run.failureReason === undefined ? {} : { FailureMessage: run.failureReason }),
    },
  };
}

/** SSM shows at most this much of an output in a list (https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CommandPlugin.html). */
const LISTED_OUTPUT = 2500;

function toInvocation(run: SsmRun, details: boolean): object {
  const text =
    run.failureReason === undefined ? run.output : `${run.output}\n----------ERROR-------\n${run.failureReason}`;
  const plugin = { Name: "aws:runShellScript", Status: run.status, Output: text.slice(0, LISTED_OUTPUT) };
  return {
    CommandId: run.id,
    InstanceId: run.instanceId,
    DocumentName: run.documentName,
    DocumentVersion: run.documentVersion,
    RequestedDateTime: run.requestedAt,
    Status: run.status,
    StatusDetails: run.status,
    CommandPlugins: details ? [plugin] : [],
  };
}

function commandsOf(state: WorldState): SsmRun[] {
  return runsOf(state).filter(({ isAutomation }) => !isAutomation);
}

/** Everything that SSM still has of post-launch actions, oldest first. */
function runsOf(state: WorldState): SsmRun[] {
  if (!state.ssm.keepsRuns) {
    return [];
  }
  return state.jobs.flatMap(({ jobID, participatingServers }) =>
    participatingServers.flatMap((server) => server.runs.flatMap((run) => ssmRun(state, jobID, server, run) ?? [])),
  );
}

/** Undefined for a run on an instance that EC2 has forgotten. */
function ssmRun(
  state: WorldState,
  jobID: string,
  { sourceServerID, ssmAgentDiscoveryDatetime }: ParticipatingServerState,
  run: LaunchActionRun,
): SsmRun | undefined {
  const { action, runId, status, failureReason } = run;
  const instance = state.instances.find((each) => each.jobID === jobID && each.sourceServerID === sourceServerID);
  if (instance === undefined) {
    return undefined;
  }
  const server = state.sourceServers.find((each) => each.sourceServerID === sourceServerID);
  const type = findDocument(state.ssm, action.actionCode)?.type;
  return {
    id: state.quirks.runIdIsCommandId ? runId : derivedUuid(`${runId}/command`),
    isAutomation: type === undefined ? action.type === "SSM_AUTOMATION" : type === "Automation",
    documentName: arnName(action.actionCode, "document"),
    documentVersion: action.actionVersion,
    instanceId: instance.ec2InstanceID,
    status: SSM_STATUS[status],
    output: server === undefined ? "" : (actionResultOf(server, action).output ?? ""),
    failureReason,
    requestedAt: Date.parse(ssmAgentDiscoveryDatetime ?? "") / 1000 || 0,
  };
}

const SSM_STATUS = { IN_PROGRESS: "InProgress", SUCCEEDED: "Success", FAILED: "Failed" } as const;
