import { type Caller, callerOf } from "./caller";
import type { Form } from "./ec2/form";
import type { Xml } from "./ec2/xml";
import { AwsError } from "./errors";
import { queryAnswer, queryRefusal } from "./queryAnswer";
import { freshAccessKey, freshRoleSession, freshSecret } from "./stsCredentials";
import type { WireAnswer } from "./wire";
import type { SessionState, WorldState } from "./world/state/worldState";

const HOUR = 3600;

/** A request of STS. `now` is in simulated milliseconds since the epoch. */
interface StsRequest {
  readonly form: Form;
  readonly state: WorldState;
  readonly caller: Caller;
  readonly now: number;
}

/** The actions, each with the content of its result element. They change the state only after every check. */
const ACTIONS: Readonly<Record<string, (request: StsRequest) => { readonly [name: string]: Xml }>> = {
  GetCallerIdentity: ({ caller: { arn, userId, account } }) => ({ Arn: arn, UserId: userId, Account: account }),
  AssumeRole: assumeRole,
  GetSessionToken: getSessionToken,
};

/**
 * Answers a request in STS's protocol, whatever Region it was signed for.
 *
 * @param accessKeyId who signed it
 * @throws AwsError InvalidAction for an action that the simulator does not model, and when the action refuses
 */
export function answerSts(
  { action, form }: { readonly action: string; readonly form: Form },
  { state, now }: { readonly state: WorldState; readonly now: number },
  accessKeyId: string | undefined,
  requestId: string,
): WireAnswer {
  const perform = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
  if (perform === undefined) {
    throw new AwsError("InvalidAction", 400, `Could not find operation ${action}: drs-simulator does not model it`);
  }
  const result = perform({ form, state, now, caller: callerOf(state, accessKeyId) });
  return queryAnswer("sts", action, result, requestId);
}

const ROLE_ARN = /^arn:aws[a-z-]*:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]{1,64})$/;
const SESSION_NAME = /^[\w+=,.@-]*$/;

/**
 * Gives credentials of a role. Any role may be assumed, unless the world denies it: permissions are not checked.
 *
 * The limits are those of https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html.
 */
function assumeRole({ form, state, caller, now }: StsRequest): { [name: string]: Xml } {
  const roleArn = required(form, "RoleArn");
  const sessionName = sessionNameOf(form);
  const [, account, roleName] = ROLE_ARN.exec(roleArn) ?? [];
  if (account === undefined || roleName === undefined) {
    throw validationError(`${roleArn} is invalid`);
  }
  const seconds = duration(form, 12 * HOUR) ?? HOUR;
  const role = state.sts.roles.find((candidate) => candidate.roleArn === roleArn);
  if (role?.denied === true) {
    throw accessDenied(`User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`);
  }
  if (caller.session?.role === true && seconds > HOUR) {
    throw validationError(
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    );
  }
  if (seconds > (role?.maxSessionDuration ?? HOUR)) {
    throw validationError("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }
  const { roleId, arn, userId } = freshRoleSession(roleArn, account, roleName, sessionName);
  const session = newSession(state, { account, arn, userId, role: true, roleArn }, now + seconds * 1000);
  return {
    Credentials: credentials(session),
    AssumedRoleUser: { AssumedRoleId: `${roleId}:${sessionName}`, Arn: arn },
  };
}

/** Temporary credentials of the same user. @throws AwsError AccessDenied when the caller has temporary credentials already */
function getSessionToken({ form, state, caller, now }: StsRequest): { [name: string]: Xml } {
  if (caller.session !== undefined) {
    throw accessDenied("Cannot call GetSessionToken with session credentials");
  }
  const seconds = duration(form, 36 * HOUR) ?? 12 * HOUR;
  const { account, arn, userId } = caller;
  return { Credentials: credentials(newSession(state, { account, arn, userId, role: false }, now + seconds * 1000)) };
}

/** RoleSessionName. @throws AwsError ValidationError without one that is 2 to 64 characters of the allowed ones */
function sessionNameOf(form: Form): string {
  const name = required(form, "RoleSessionName");
  if (!SESSION_NAME.test(name)) {
    throw unfit(name, "roleSessionName", "satisfy regular expression pattern: [\\w+=,.@-]*");
  }
  if (name.length < 2) {
    throw unfit(name, "roleSessionName", "have length greater than or equal to 2");
  }
  if (name.length > 64) {
    throw unfit(name, "roleSessionName", "have length less than or equal to 64");
  }
  return name;
}

function newSession(
  state: WorldState,
  who: Pick<SessionState, "account" | "arn" | "userId" | "role" | "roleArn">,
  expiresAt: number,
): SessionState {
  const session = { accessKeyId: freshAccessKey(who.account), ...who, expiresAt };
  state.sessions.push(session);
  return session;
}

function credentials({ accessKeyId, expiresAt }: SessionState): Xml {
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: freshSecret(30),
    SessionToken: freshSecret(240),
    // STS writes whole seconds.
    Expiration: new Date(expiresAt).toISOString().replace(/\.\d+Z$/, "Z"),
  };
}

function required(form: Form, name: string): string {
  const text = form.text(name);
  if (text === undefined) {
    throw unfit(null, name.charAt(0).toLowerCase() + name.slice(1), "not be null");
  }
  return text;
}

/** DurationSeconds; undefined without it. @throws AwsError ValidationError unless it is a whole number from 900 to `most` */
function duration(form: Form, most: number): number | undefined {
  const text = form.text("DurationSeconds");
  if (text === undefined) {
    return undefined;
  }
  const seconds = form.number("DurationSeconds");
  if (seconds === undefined) {
    throw new AwsError("MalformedInput", 400, `Invalid value for DurationSeconds: ${text}`);
  }
  if (seconds < 900) {
    throw unfit(text, "durationSeconds", "have value greater than or equal to 900");
  }
  if (seconds > most) {
    throw unfit(text, "durationSeconds", `have value less than or equal to ${most}`);
  }
  return seconds;
}

function unfit(value: string | null, member: string, constraint: string): AwsError {
  const seen = value === null ? "null" : `'${value}'`;
  return validationError(
    `1 validation error detected: Value ${seen} at '${member}' failed to satisfy constraint: Member must ${constraint}`,
  );
}

function validationError(message: string): AwsError {
  return new AwsError("ValidationError", 400, message);
}

function accessDenied(message: string): AwsError {
  return new AwsError("AccessDenied", 403, message);
}

/** A refusal in STS's protocol. */
export function refuseSts(error: AwsError, requestId: string): WireAnswer {
  return queryRefusal("sts", error, requestId);
}
