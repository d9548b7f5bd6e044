import type { JobLogItem, ParticipatingServer, RecoveryInstance } from "../../drs/types";
import type { InstanceStatus } from "../../ec2/types";
import { formatDuration, type LaunchDisposition, type ServerFailure, type SuccessLevel } from "../../vocabulary";
import { endOfServer } from "./jobLog";

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

/** All that is known of one launched server at one look. */
export interface ServerFacts {
  participant: ParticipatingServer | undefined;
  /** This server's part of the job's log. */
  log: readonly JobLogItem[];
  /** When the job ended, epoch ms. */
  jobEndedAt: number | undefined;
  /** The recovery instance of this job, if DRS lists it. */
  instance: RecoveryInstance | undefined;
  status: InstanceStatus | undefined;
  launchDisposition: LaunchDisposition;
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
}

/** Another look may show more. */
export interface UnfinishedVerification {
  isFinal: false;
  /** What was seen, as a timeout says it: `the recovery instance is PENDING`. */
  seen: string;
}

/** Judges one server against the level it must reach. Pure. */
export function verificationOf(facts: ServerFacts): Verification {
  const launched = notLaunched(facts);
  if (launched !== undefined) {
    return launched;
  }
  const action = unfinishedActions(facts);
  if (action !== undefined) {
    return action;
  }
  if (isLeftStopped(facts)) {
    return { isFinal: true, verifiedTo: "launched", leftStopped: true };
  }
  if (facts.success === "launched") {
    return reached("launched");
  }
  return runningVerification(facts);
}

/** False for a running instance whose settings were changed to STOPPED after its launch: it can be verified. */
function isLeftStopped({ launchDisposition, instance }: ServerFacts): boolean {
  return launchDisposition === "STOPPED" && instance?.ec2InstanceState !== "RUNNING";
}

/** Undefined when the server launched; otherwise why not, or that its instance is not visible yet. */
function notLaunched(facts: ServerFacts): Verification | undefined {
  const { participant, log, instance } = facts;
  const launchStatus = participant?.launchStatus ?? "not part of the job";
  const end = endOfServer(log);
  if (launchStatus !== "LAUNCHED" || end?.event === "SERVER_SKIPPED") {
    const failed = end?.event === "LAUNCH_END" ? undefined : end;
    return failure(
      failed?.event ?? "NOT_LAUNCHED",
      failed?.message ?? `DRS gives no reason; its launch status is ${launchStatus}`,
    );
  }
  if (instance !== undefined) {
    return undefined;
  }
  if (sinceLaunchMs(facts) < IMPAIRED_FINAL_MS) {
    return unfinished("launched, but DRS lists no recovery instance yet");
  }
  return failure("INSTANCE_MISSING", "DRS reports LAUNCHED, but lists no recovery instance of this job");
}

/**
 * Undefined when every post-launch action succeeded. Optional ones count too
 * (docs/decisions/0005-what-a-verdict-means.md).
 */
function unfinishedActions({ participant }: ServerFacts): Verification | undefined {
  const actions = participant?.postLaunchActions ?? [];
  // A status that AWS adds later is no success.
  const failed = actions.filter(({ status }) => status !== "IN_PROGRESS" && status !== "SUCCEEDED");
  if (failed.length > 0) {
    const names = failed.map(({ name, status, failureReason }) => `${name}: ${failureReason ?? `status ${status}`}`);
    return { ...failure("POST_LAUNCH_ACTION_FAILED", names.join("; ")), verifiedTo: "launched" };
  }
  const running = actions.filter(({ status }) => status === "IN_PROGRESS").map(({ name }) => name);
  return running.length === 0 ? undefined : unfinished(`post-launch actions in progress: ${running.join(", ")}`);
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

/** Since LAUNCH_END; since the job's end where the log lacks that. */
function sinceLaunchMs({ log, jobEndedAt, now }: ServerFacts): number {
  const launchEnd = log.find((item) => item.event === "LAUNCH_END");
  return now - (launchEnd?.at ?? jobEndedAt ?? now);
}

function reached(level: SuccessLevel): FinalVerification {
  return { isFinal: true, verifiedTo: level, leftStopped: false };
}

function failure(event: string, message: string): FinalVerification {
  return { isFinal: true, failure: { event, message }, leftStopped: false };
}

function unfinished(seen: string): UnfinishedVerification {
  return { isFinal: false, seen };
}
