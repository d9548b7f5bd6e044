/**
 * The errors an operator meets. Each message says what was being done and to what, what was seen and expected, what is
 * true now and what to do; it is one line, because only the message crosses Pulumi's wire (no cause, no stack). None
 * has a property called `id`, `properties` or `reasons`: the engine reads those (docs/engine-facts.md#partial-failure).
 */

import { harmless } from "./vocabulary";

/** One line of harmless text for any thrown value, with the texts of its causes folded in. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return harmless(String(error));
  }
  const cause = error.cause === undefined ? "" : `: ${messageOf(error.cause)}`;
  return harmless(`${error.message || error.name}${cause}`.replace(/\s*\n\s*/g, " "));
}

/** The same without its final full stop, so that a sentence can go on after it. */
export function clauseOf(error: unknown): string {
  return messageOf(error).replace(/[.\s]+$/, "");
}

/** Nothing was started. `findings` are the reasons, one sentence each, every server named. */
export class PreflightError extends Error {
  override readonly name = "PreflightError";
  constructor(readonly findings: readonly string[]) {
    super(`Checking that the drill can start: ${findings.join("; ")}. Nothing was started.`);
  }
}

/** StartRecovery was rejected: DRS answered, and started nothing. `remedy`: what to do before the next `pulumi up`. */
export class LaunchRefusedError extends Error {
  override readonly name = "LaunchRefusedError";
  constructor(servers: readonly string[], cause: unknown, remedy = "Fix the cause") {
    super(
      `Starting a recovery job for ${servers.join(", ")}: ${clauseOf(cause)}. Nothing was started. ${remedy}, then run \`pulumi up\`.`,
    );
  }
}

/** It is not known whether StartRecovery started a job: no answer came, and no job with our tag was seen. */
export class LaunchUnknownError extends Error {
  override readonly name = "LaunchUnknownError";
  constructor(executionId: string, servers: readonly string[], cause: unknown) {
    super(
      `Starting a recovery job for ${servers.join(", ")}: ${clauseOf(cause)}; no job with the tag ExecutionId=${executionId} ` +
        "has been seen since. A job may have started. The next `pulumi up` looks for it before it starts anything; `pulumi destroy` cleans it up.",
    );
  }
}

/** The deadline passed while something was followed that goes on in AWS. `lastSeen` names whatever is not done. */
export class WaitTimeoutError extends Error {
  override readonly name = "WaitTimeoutError";
  constructor(subject: string, expected: string, lastSeen: string, timeoutSeconds: number) {
    super(
      `Waiting for ${subject}: last seen ${lastSeen}, expected ${expected} within ${Math.round(timeoutSeconds)} s. ` +
        "It goes on in AWS; `pulumi up` resumes the wait and starts nothing.",
    );
  }
}

/** Something that is known to exist was not shown, too many looks in a row. */
export class NotFoundError extends Error {
  override readonly name = "NotFoundError";
  constructor(subject: string, looks: number) {
    super(
      `Waiting for ${subject}: AWS did not show it in ${looks} looks in a row. It may still exist. ` +
        "Fix: check whether it was deleted in AWS. `pulumi up` looks again and starts nothing.",
    );
  }
}

/** AWS reported a state that DrillWave does not know. */
export class UnexpectedStateError extends Error {
  override readonly name = "UnexpectedStateError";
  constructor(subject: string, seen: string, expected: readonly string[]) {
    super(
      `Waiting for ${subject}: seen ${seen}, expected one of ${expected.join(", ")}. AWS may have added a state: please report it. \`pulumi up\` looks again.`,
    );
  }
}

/** Too few critical servers recovered. The job has ended; what launched, if anything did, is still running. */
export class WaveFailedError extends Error {
  override readonly name = "WaveFailedError";
}

/** Launch templates are still in the network of a drill. The resource stays in state. `left` names them, and what puts them back. */
export class TemplatesLeftError extends Error {
  override readonly name = "TemplatesLeftError";
  constructor(left: string) {
    super(`Putting launch templates back: ${left}`);
  }
}

/** Recovery instances of this drill remain. The resource stays in state. */
export class CleanupIncompleteError extends Error {
  override readonly name = "CleanupIncompleteError";
  constructor(remaining: readonly string[], why: string) {
    super(`Cleaning up recovery instances: ${remaining.join(", ")} remain: ${why}. Run \`pulumi destroy\` again.`);
  }
}

/** State belongs to an account or Region that the credentials do not reach. Nothing was changed. */
export class WrongPlaceError extends Error {
  override readonly name = "WrongPlaceError";
}

/** The name of an answer that AWS gave and that cannot be read: what the drill needs of it is not there. */
export const UNREADABLE_ANSWER = "UnreadableAnswer";

/** AWS answered, and what the drill needs of the answer is not there: what the request did is not known. */
export function unreadableAnswer(action: string, text: string): DrsRequestError {
  return new DrsRequestError({ action, awsError: UNREADABLE_ANSWER, text, refused: false });
}

/** What to do where nothing better is known. */
export const NO_ACCESS = "Fix the access to AWS";

/** What to do about a request that failed, as an imperative: to the permission, the answer or the access. Pure. */
export function remedyFor({ action, awsError }: DrsRequestError): string {
  if (/AccessDenied|UnauthorizedOperation|NotAuthorized/.test(awsError)) {
    return `Grant ${action}`;
  }
  if (awsError === "ResourceNotFoundException") {
    return "Check the id, the Region and the account";
  }
  return awsError === UNREADABLE_ANSWER
    ? `Look at what ${action} answers (a proxy or an endpoint may have changed it)`
    : NO_ACCESS;
}

/** An AWS call failed. `refused` is true when AWS answered that it did nothing, false when that is not known. */
export class DrsRequestError extends Error {
  override readonly name = "DrsRequestError";
  /** IAM action, such as `drs:DescribeJobs`. */
  readonly action: string;
  /** AWS's error name, such as `ConflictException`, or the transport's. */
  readonly awsError: string;
  readonly refused: boolean;
  /** How long AWS asks to wait before another try, where it says so. */
  readonly retryAfterSeconds: number | undefined;
  /** True where time ran out for trying again: what was said last is no lasting answer. */
  readonly gaveUp: boolean;
  constructor(details: {
    action: string;
    awsError: string;
    text: string;
    requestId?: string;
    refused: boolean;
    retryAfterSeconds?: number;
    gaveUp?: boolean;
  }) {
    const request = details.requestId === undefined ? "" : ` (request ${details.requestId})`;
    super(`calling ${details.action}: ${details.awsError}: ${details.text}${request}`);
    this.action = details.action;
    this.awsError = details.awsError;
    this.refused = details.refused;
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.gaveUp = details.gaveUp ?? false;
  }
}
