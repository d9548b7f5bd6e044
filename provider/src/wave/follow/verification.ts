import type { JobLogItem, ParticipatingServer, RecoveryInstance } from "../../drs/types";
import type { InstanceStatus } from "../../ec2/types";
import { formatDuration, type LaunchDisposition, type ServerFailure, type SuccessLevel } from "../../vocabulary";
import type { ExpectedActions } from "../run";
import { type ActionsResult, actionsResult } from "./launchActions";
import { launchOf } from "./launchEvidence";

/**
 * A failing status check counts as final after this long by EC2's own `ImpairedSince`: a slow boot can fail a check
 * for a while and then pass.
 */
const IMPAIRED_FINAL_MS = 5 * 60_000;

/**
 * After this long since the launch, a server whose checks have not passed did not recover (Windows boots in about 20
 * minutes).
 */
const CHECKS_FINAL_MS = 40 * 60_000;

/**
 * Within this time since the launch, and at least {@link LOOKS_FOR_MS} after our first look, the job's list, its log and
 * DRS's instances may still come to agree: DRS is eventually consistent (docs/drs-facts.md#a-new-job-may-show-late).
 */
const REPORTED_MS = 5 * 60_000;

/** One look of a job that ended long ago decides nothing either. */
const LOOKS_FOR_MS = 60_000;

/** All that is known of one server of an ended job at one look. */
export interface ServerFacts {
  participant: ParticipatingServer | undefined;
  /** This server's part of the job's log. */
  log: readonly JobLogItem[];
  /** When the job ended, epoch ms. */
  jobEndedAt: number | undefined;
  /** When the ended job was looked at first, by the service's clock, epoch ms. */
  firstLookAt: number;
  /** The recovery instance of this job, if DRS lists it. */
  instance: RecoveryInstance | undefined;
  status: InstanceStatus | undefined;
  launchDisposition: LaunchDisposition;
  /** The post-launch actions to wait for; undefined when none are set up to run. */
  expectedActions: ExpectedActions | undefined;
  success: SuccessLevel;
  now: number;
}

/** How far a server was verified. While it is not final, another look may show more. */
export type Verification = FinalVerification | UnfinishedVerification;

/** No other look will show more. */
export interface FinalVerification {
  isFinal: true;
  verifiedTo?: SuccessLevel;
  failure?: ServerFailure;
  /** Left STOPPED by its launch settings, so that nothing beyond `launched` can be seen. */
  leftStopped: boolean;
  /** What the operator should know of the server, one clause each; it changes nothing. */
  notes?: string[];
  /** What is not known of the server, one clause each; with any, the wave does not pass. */
  notKnown?: string[];
}

/** Another look may show more. */
export interface UnfinishedVerification {
  isFinal: false;
  /** What was seen, as a timeout says it: `the recovery instance is PENDING`. */
  seen: string;
}

/** Judges one server against the level it must reach. Pure. */
export function verificationOf(facts: ServerFacts): Verification {
  const launch = launchOf({ ...facts, launchStatus: facts.participant?.launchStatus }, isReported(facts));
  if (launch.kind !== "launched") {
    return launch.kind === "open" ? unfinished(launch.seen) : failedLaunch(facts, launch.failure);
  }
  const stopped = isLeftStopped(facts);
  const actions = stopped ? actionsOfStopped(facts) : resultOfActions(facts);
  const notes = { notes: [...launch.notes], notKnown: [...launch.notKnown] };
  if (actions.kind === "done") {
    notes.notes.push(...actions.notes);
    notes.notKnown.push(...actions.notKnown);
  }
  const verification = levelReached(facts, actions, stopped);
  return verification.isFinal ? { ...verification, ...onlyFilled(notes) } : verification;
}

/** DRS calls a launch FAILED too when a required post-launch action failed after it; then that is the reason. */
function failedLaunch(facts: ServerFacts, failure: ServerFailure): FinalVerification {
  const actions = resultOfActions(facts);
  if (failure.event !== "NOT_LAUNCHED" || actions.kind !== "failed" || facts.instance === undefined) {
    return failed(failure);
  }
  return { ...failed(actions.failure), verifiedTo: "launched" };
}

/** The level reached, given what the post-launch actions came to. A machine that does not run is not waited for. */
function levelReached(facts: ServerFacts, actions: ActionsResult, stopped: boolean): Verification {
  if (actions.kind === "failed") {
    return { ...failed(actions.failure), verifiedTo: "launched" };
  }
  if (stopped) {
    return { isFinal: true, verifiedTo: "launched", leftStopped: true };
  }
  const level = facts.success === "launched" ? reached("launched") : runningVerification(facts);
  const hasFailed = level.isFinal && level.failure !== undefined;
  if (actions.kind === "done" || hasFailed) {
    return level;
  }
  return unfinished(level.isFinal ? actions.seen : `${level.seen}; ${actions.seen}`);
}

function onlyFilled({ notes, notKnown }: { notes: string[]; notKnown: string[] }) {
  return { ...(notes.length === 0 ? {} : { notes }), ...(notKnown.length === 0 ? {} : { notKnown }) };
}

function resultOfActions(facts: ServerFacts): ActionsResult {
  const { participant, expectedActions: expected } = facts;
  return actionsResult({ expected, participant, waitedMs: sinceLaunchMs(facts) });
}

/** A stopped machine runs no action: what was expected is not waited for, and is not known. */
function actionsOfStopped(facts: ServerFacts): ActionsResult {
  const { expectedActions: expected } = facts;
  const result = actionsResult({ expected: undefined, participant: facts.participant, waitedMs: sinceLaunchMs(facts) });
  if (result.kind === "failed" || expected === undefined || ("known" in expected && expected.known.length === 0)) {
    return result;
  }
  const text = "its post-launch actions have not run, because its launch configuration leaves it STOPPED";
  return { kind: "done", notes: [], notKnown: [text] };
}

/** False for a running instance whose settings were changed to STOPPED after its launch: it can be verified. */
function isLeftStopped({ launchDisposition, instance }: ServerFacts): boolean {
  return launchDisposition === "STOPPED" && instance?.ec2InstanceState !== "RUNNING";
}

/** True once what DRS reports of the launch will hardly change any more. */
function isReported(facts: ServerFacts): boolean {
  return sinceLaunchMs(facts) >= REPORTED_MS && facts.now - facts.firstLookAt >= LOOKS_FOR_MS;
}

/** What another look at the ended job may still say more of; undefined for nothing. Pure. */
export function openIn(facts: ServerFacts): "launch" | "actions" | undefined {
  const launch = launchOf({ ...facts, launchStatus: facts.participant?.launchStatus }, false);
  if (launch.kind === "open") {
    return "launch";
  }
  return !isLeftStopped(facts) && resultOfActions(facts).kind === "open" ? "actions" : undefined;
}

function runningVerification(facts: ServerFacts): Verification {
  const { instance, status, success, now } = facts;
  const state = (status?.state ?? instance?.ec2InstanceState ?? "unknown").toUpperCase();
  const waited = sinceLaunchMs(facts);
  if (state === "TERMINATED" || state === "SHUTTING-DOWN" || state === "STOPPED" || state === "STOPPING") {
    return { ...failure("NOT_RUNNING", `the recovery instance is ${state}`), verifiedTo: "launched" };
  }
  if (state !== "RUNNING") {
    if (waited < CHECKS_FINAL_MS) {
      return unfinished(`the recovery instance is ${state}`);
    }
    const text = `the recovery instance is ${state}, ${formatDuration(waited / 1000)} after its launch`;
    return { ...failure("NOT_RUNNING", text), verifiedTo: "launched" };
  }
  if (success === "running") {
    return reached("running");
  }
  const checks = `EC2's status checks: system ${status?.system ?? "unknown"}, instance ${status?.instance ?? "unknown"}`;
  if (status?.system === "ok" && status.instance === "ok") {
    return reached("statusChecks");
  }
  const impairedFor = status?.impairedSince === undefined ? 0 : now - status.impairedSince;
  if (impairedFor < IMPAIRED_FINAL_MS && waited < CHECKS_FINAL_MS) {
    return unfinished(checks);
  }
  return { ...failure("STATUS_CHECKS_FAILED", checks), verifiedTo: "running" };
}

/** Since LAUNCH_END; since the job's end where the log lacks that; since the first look where nothing says when it ended. */
function sinceLaunchMs({ log, jobEndedAt, firstLookAt, now }: ServerFacts): number {
  const launchEnd = log.find((item) => item.event === "LAUNCH_END");
  return now - (launchEnd?.at ?? jobEndedAt ?? firstLookAt);
}

function reached(level: SuccessLevel): FinalVerification {
  return { isFinal: true, verifiedTo: level, leftStopped: false };
}

function failure(event: string, message: string): FinalVerification {
  return failed({ event, message });
}

function failed(why: ServerFailure): FinalVerification {
  return { isFinal: true, failure: why, leftStopped: false };
}

function unfinished(seen: string): UnfinishedVerification {
  return { isFinal: false, seen };
}
