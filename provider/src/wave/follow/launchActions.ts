/**
 * What a server's post-launch actions came to: what was expected before the launch against the runs that DRS reports. No
 * report is no success (docs/decisions/0005-what-a-verdict-means.md). Pure.
 */
import type { ParticipatingServer, PostLaunchActionRun } from "../../drs/types";
import { type ExpectedActionRecord, formatDuration, type ServerFailure, toIso } from "../../vocabulary";
import type { ExpectedActions } from "../run";

/**
 * Actions run through the SSM agent, which is found once the instance has booted (Windows boots in about 20 minutes). When
 * no action was reported this long after the launch, none will be, in milliseconds.
 */
export const ACTIONS_BEGIN_MS = 40 * 60_000;

/**
 * An action runs for at most an hour where its SSM document does not say otherwise
 * (https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html, Execution timeout). Those that have
 * not ended this long after the launch count as not succeeded, in milliseconds.
 */
export const ACTIONS_END_MS = 120 * 60_000;

/** What is seen of one server's actions. */
export interface ActionFacts {
  /** Undefined: none are set up to run. */
  expected: ExpectedActions | undefined;
  participant: Pick<ParticipatingServer, "postLaunchActions" | "agentDiscoveredAt"> | undefined;
  /** Milliseconds since the launch. */
  waitedMs: number;
}

/** What they come to. */
export type ActionsResult =
  /** All have ended. `notes` is worth a warning; with `notKnown` the wave does not pass. */
  | { kind: "done"; notes: string[]; notKnown: string[] }
  /** The next look may say more. */
  | { kind: "open"; seen: string }
  | { kind: "failed"; failure: ServerFailure };

export function actionsResult(facts: ActionFacts): ActionsResult {
  const runs = facts.participant?.postLaunchActions ?? [];
  const expected = facts.expected !== undefined && "known" in facts.expected ? facts.expected.known : [];
  const isOptional = (run: PostLaunchActionRun) => optionalOf(run, expected);
  const failed = runs.filter(hasFailed);
  const required = failed.filter((run) => !isOptional(run));
  if (required.length > 0) {
    return {
      kind: "failed",
      failure: { event: "POST_LAUNCH_ACTION_FAILED", message: required.map(reasonOf).join("; ") },
    };
  }
  const open = runs.filter((run) => !hasFailed(run) && run.status !== "SUCCEEDED");
  const missing = expected.filter((action) => !runs.some((run) => isRunOf(run, action, expected)));
  const unfinished = unfinishedResult(facts, { runs, open, missing, isOptional });
  if (unfinished !== undefined && unfinished.kind !== "done") {
    return unfinished;
  }
  const notes = failed.map((run) => `the optional post-launch action ${reasonOf(run)}`);
  return {
    kind: "done",
    notes: [...notes, ...(unfinished?.notes ?? [])],
    notKnown: notKnownOf(facts, runs),
  };
}

interface Unfinished {
  runs: readonly PostLaunchActionRun[];
  open: readonly PostLaunchActionRun[];
  missing: readonly ExpectedActionRecord[];
  isOptional(run: PostLaunchActionRun): boolean;
}

/** Undefined when nothing is waited for. */
function unfinishedResult(
  facts: ActionFacts,
  { runs, open, missing, isOptional }: Unfinished,
): ActionsResult | undefined {
  const isUnknown = facts.expected !== undefined && "unknown" in facts.expected;
  if (open.length === 0 && missing.length === 0 && !(isUnknown && runs.length === 0)) {
    return undefined;
  }
  const bound = runs.length === 0 ? ACTIONS_BEGIN_MS : ACTIONS_END_MS;
  const text = [
    ...(open.length === 0 ? [] : [`post-launch actions in progress: ${open.map(openText).join(", ")}`]),
    ...(missing.length === 0 ? [] : [`no run reported of ${missing.map(({ name }) => name).join(", ")}`]),
    ...(isUnknown && runs.length === 0 ? ["no run of a post-launch action reported"] : []),
  ].join("; ");
  if (facts.waitedMs < bound) {
    return { kind: "open", seen: text };
  }
  const said = `${text}, ${formatDuration(facts.waitedMs / 1000)} after the launch (${agentText(facts.participant)})`;
  if (missing.some(({ optional }) => !optional)) {
    return { kind: "failed", failure: { event: "POST_LAUNCH_ACTION_MISSING", message: said } };
  }
  if (open.some((run) => !isOptional(run))) {
    return { kind: "failed", failure: { event: "POST_LAUNCH_ACTION_UNFINISHED", message: said } };
  }
  return { kind: "done", notes: isUnknown && runs.length === 0 ? [] : [said], notKnown: [] };
}

function openText({ name, status }: PostLaunchActionRun): string {
  return status === undefined ? `${name} (as far as is known: DRS gives it no status)` : name;
}

/** A status that AWS adds later is no success. */
export function hasFailed({ status }: PostLaunchActionRun): boolean {
  return status !== undefined && status !== "IN_PROGRESS" && status !== "SUCCEEDED";
}

function reasonOf({ name, status, failureReason }: PostLaunchActionRun): string {
  return `${name}: ${failureReason ?? `status ${status}`}`;
}

/**
 * By id; where there is none, and where the run has one that no expected action has, by a name that only one of them has:
 * an id alone that reads otherwise is no reason to launch the server again.
 */
function isRunOf(run: PostLaunchActionRun, action: ExpectedActionRecord, expected: readonly ExpectedActionRecord[]) {
  if (run.actionId !== undefined && expected.some(({ actionId }) => actionId === run.actionId)) {
    return run.actionId === action.actionId;
  }
  const haveIds = run.actionId !== undefined && action.actionId !== undefined;
  const isOnlyOne = expected.filter(({ name }) => name === action.name).length === 1;
  return run.name === action.name && (!haveIds || isOnlyOne);
}

/** As it was before the launch; as the run says where that is not known. What nobody calls optional is required. */
function optionalOf(run: PostLaunchActionRun, expected: readonly ExpectedActionRecord[]): boolean {
  return expected.find((action) => isRunOf(run, action, expected))?.optional ?? run.optional === true;
}

function notKnownOf({ expected, participant }: ActionFacts, runs: readonly PostLaunchActionRun[]): string[] {
  if (expected === undefined) {
    return [];
  }
  if ("known" in expected) {
    return expected.known.flatMap((action) => otherIdOf(action, runs, expected.known));
  }
  const seen =
    runs.length === 0
      ? `DRS reports no run (${agentText(participant)})`
      : `all ${runs.length} that DRS reports have ended`;
  return [`which post-launch actions were active before the launch is not known (${expected.unknown}); ${seen}`];
}

/** One line where all runs of the action have another id than it had before the launch. */
function otherIdOf(
  action: ExpectedActionRecord,
  runs: readonly PostLaunchActionRun[],
  expected: readonly ExpectedActionRecord[],
): string[] {
  const { name, actionId } = action;
  const own = runs.filter((run) => isRunOf(run, action, expected));
  const others = own.flatMap((run) => (run.actionId === actionId ? [] : (run.actionId ?? [])));
  if (actionId === undefined || own.length === 0 || others.length < own.length) {
    return [];
  }
  const ids = `its id was ${actionId}, and the run's is ${others.join(", ")}`;
  return [`whether the post-launch action ${name} ran is not known: ${ids}`];
}

function agentText(participant: ActionFacts["participant"]): string {
  const at = participant?.agentDiscoveredAt;
  return at === undefined ? "DRS reports no SSM agent on the instance" : `its SSM agent was found at ${toIso(at)}`;
}
