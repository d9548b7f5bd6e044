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
  const missing = expected.filter((action) => !runs.some((run) => isRunOf(run, action)));
  const unfinished = unfinishedResult(facts, { runs, open, missing, isOptional });
  if (unfinished !== undefined && unfinished.kind !== "done") {
    return unfinished;
  }
  const notes = failed.map((run) => `the optional post-launch action ${reasonOf(run)}`);
  return {
    kind: "done",
    notes: [...notes, ...(unfinished?.notes ?? [])],
    notKnown: notKnownOf(facts, runs.length),
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
function hasFailed({ status }: PostLaunchActionRun): boolean {
  return status !== undefined && status !== "IN_PROGRESS" && status !== "SUCCEEDED";
}

function reasonOf({ name, status, failureReason }: PostLaunchActionRun): string {
  return `${name}: ${failureReason ?? `status ${status}`}`;
}

function isRunOf(run: PostLaunchActionRun, action: ExpectedActionRecord): boolean {
  const haveIds = run.actionId !== undefined && action.actionId !== undefined;
  return haveIds ? run.actionId === action.actionId : run.name === action.name;
}

/** As it was before the launch; as the run says where that is not known. What nobody calls optional is required. */
function optionalOf(run: PostLaunchActionRun, expected: readonly ExpectedActionRecord[]): boolean {
  return expected.find((action) => isRunOf(run, action))?.optional ?? run.optional === true;
}

function notKnownOf({ expected, participant }: ActionFacts, runs: number): string[] {
  if (expected === undefined || "known" in expected) {
    return [];
  }
  const seen =
    runs === 0 ? `DRS reports no run (${agentText(participant)})` : `all ${runs} that DRS reports have ended`;
  return [`which post-launch actions were active before the launch is not known (${expected.unknown}); ${seen}`];
}

function agentText(participant: ActionFacts["participant"]): string {
  const at = participant?.agentDiscoveredAt;
  return at === undefined ? "DRS reports no SSM agent on the instance" : `its SSM agent was found at ${toIso(at)}`;
}
