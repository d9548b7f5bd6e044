import { awsDateTime } from "../../awsTime";
import { awsDocument } from "../../ssm/documents";
import type { SourceServerFile } from "../schema/worldFile";
import { derivedId, derivedUuid } from "../state/ids";
import type { LaunchAction } from "../state/job";
import {
  type ActionResult,
  lastLaunchResultOf,
  type Outcome,
  type SourceServerState,
  type ToldLaunches,
} from "../state/sourceServer";
import { DAY, momentOf } from "./times";

type Results = ToldLaunches &
  Pick<
    SourceServerState,
    | "outcome"
    | "terminationOutcome"
    | "lastLaunch"
    | "lastLaunchResult"
    | "actionResults"
    | "actionOutcomes"
    | "actionsAreListed"
  >;

/** Builds how a server's last launch ended, how its next ones will end, and its post-launch actions. */
export function buildLaunches(
  file: SourceServerFile,
  now: number,
): { readonly results: Results; readonly launchActions: LaunchAction[] } {
  const launchActions = buildLaunchActions(file);
  const actionResults = buildActionResults(file, launchActions);
  return {
    results: {
      actionResults,
      ...buildActionOutcomes(file),
      ...(file.postLaunchActions === undefined ? {} : { actionsAreListed: true as const }),
      ...buildOutcome(file.outcome),
      ...buildTerminationOutcome(file),
      ...buildLastLaunch(file, now),
      ...toldLaunches(file),
    },
    launchActions,
  };
}

/** What DRS says about a server's last launch when the world begins; by default, a successful drill a day ago. */
function buildLastLaunch(
  { sourceServerID, lastLaunch: given }: SourceServerFile,
  now: number,
): Pick<SourceServerState, "lastLaunch" | "lastLaunchResult"> {
  if (given === undefined || given === null) {
    return { lastLaunchResult: "NOT_STARTED", ...(given === null ? { lastLaunch: null } : {}) };
  }
  const status = given.status ?? "LAUNCHED";
  return {
    lastLaunch: {
      apiCallDateTime: awsDateTime(momentOf(given.apiCallDateTime, given.ageSeconds, now) ?? now - DAY),
      jobID: given.jobID ?? derivedId("drsjob-", `${sourceServerID}/lastLaunch`),
      type: given.type ?? "DRILL",
      status,
    },
    lastLaunchResult: lastLaunchResultOf(status),
  };
}

function buildOutcome(given: SourceServerFile["outcome"]): { outcome?: Outcome } {
  if (given === undefined || given === "LAUNCHED") {
    return {};
  }
  return { outcome: outcomeOf(given, DEFAULT_MESSAGES[given.event] ?? given.event) };
}

function buildTerminationOutcome({ terminationOutcome: given }: SourceServerFile): { terminationOutcome?: Outcome } {
  return given === undefined ? {} : { terminationOutcome: outcomeOf(given, NOT_AUTHORIZED) };
}

// EC2's own words. DRS hands them on as it does those of a launch that fails.
const NOT_AUTHORIZED =
  "An error occurred (UnauthorizedOperation) when calling the TerminateInstances operation: You are not authorized to perform this operation.";

function outcomeOf(
  given: { readonly event: string; readonly message?: string | undefined; readonly times?: number | undefined },
  message: string,
): Outcome {
  return {
    event: given.event,
    message: given.message ?? message,
    ...(given.times === undefined ? {} : { times: given.times }),
  };
}

function toldLaunches({ onJob, log, extraLog, launched }: SourceServerFile): ToldLaunches {
  return {
    ...(onJob === undefined ? {} : { onJob }),
    ...(log === undefined ? {} : { log }),
    ...(extraLog === undefined ? {} : { extraLog }),
    ...(launched === undefined ? {} : { launched }),
  };
}

// The console's texts for these events (DRS user guide, "Troubleshooting launch errors").
const DEFAULT_MESSAGES: Readonly<Record<string, string>> = {
  SNAPSHOT_FAIL: "Failed to take snapshot",
  USING_PREVIOUS_SNAPSHOT: "Failed to take snapshot",
  CONVERSION_FAIL: "Conversion failed",
  SERVER_SKIPPED: "instance not launched because server lifecycle state is not READY_FOR_TEST",
};

function buildLaunchActions(file: SourceServerFile): LaunchAction[] {
  return (file.postLaunchActions ?? []).map((given, index) => ({
    actionId: derivedUuid(`${file.sourceServerID}/action/${index}`),
    actionCode: given.actionCode ?? `Drill-${given.name.replaceAll(/[^A-Za-z0-9]+/g, "-")}`,
    type: awsDocument(given.actionCode ?? "")?.type === "Automation" ? "SSM_AUTOMATION" : "SSM_COMMAND",
    name: given.name,
    active: given.active ?? true,
    // The smallest order in the API model is 2.
    order: index + 2,
    actionVersion: "$DEFAULT",
    optional: given.optional ?? true,
    parameters: {},
    description: given.name,
    category: "VALIDATION",
  }));
}

type ActionResultFile = Pick<
  NonNullable<SourceServerFile["postLaunchActions"]>[number],
  "status" | "failureReason" | "reported" | "seconds" | "output"
>;

function toActionResult({ status, failureReason, reported, seconds, output }: ActionResultFile): ActionResult {
  return {
    status: status ?? ("SUCCEEDED" as const),
    ...(failureReason === undefined ? {} : { failureReason }),
    ...(reported === undefined ? {} : { reported }),
    ...(seconds === undefined ? {} : { seconds }),
    ...(output === undefined ? {} : { output }),
  };
}

function buildActionOutcomes({ actionOutcomes }: SourceServerFile): Pick<SourceServerState, "actionOutcomes"> {
  if (actionOutcomes === undefined) {
    return {};
  }
  return {
    actionOutcomes: actionOutcomes.map((given) => ({
      name: given.name,
      actionCode: given.actionCode,
      ...toActionResult(given),
    })),
  };
}

function buildActionResults(
  file: SourceServerFile,
  actions: readonly LaunchAction[],
): SourceServerState["actionResults"] {
  const results = (file.postLaunchActions ?? []).map(toActionResult);
  return Object.fromEntries(
    actions.flatMap((action, index) => (results[index] === undefined ? [] : [[action.actionId, results[index]]])),
  );
}
