import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { answerControl } from "./controlPlane";
import { requestLimitExceeded } from "./ec2/operation";
import { editAnswer } from "./editAnswer";
import { AwsError, throttled } from "./errors";
import type { Fault, Faults } from "./faults";
import type { Journal } from "./journal";
import { type TokenBucket, tokenBucket } from "./rateLimit";
import { findRoute } from "./routes";
import { ssmTask } from "./ssm/protocol";
import { type Task, taskOf } from "./tasks";
import { unmodelledTask } from "./unmodelledService";
import { type Reply, readSignature, type Signature, type WireAnswer, type WireRequest } from "./wire";
import type { World } from "./world";

/** What answering a request needs. */
export interface Services {
  readonly world: World;
  readonly journal: Journal;
  readonly faults: Faults;
  /** Reports defects of the simulator itself, one line each. */
  readonly report: (line: string) => void;
}

/** Answers requests of one simulator. */
export type Responder = (request: WireRequest) => Promise<Reply>;

/** Creates a responder with a rate limit for each service, if the world has one. */
export function createResponder(services: Services): Responder {
  const { rateLimit } = services.world.context(undefined).state;
  const buckets =
    rateLimit === undefined
      ? undefined
      : new Map(["drs", "ec2", "sts", "ssm", "iam"].map((service) => [service, tokenBucket(rateLimit)]));
  return async (request) => {
    const route = findRoute(request.method, request.url, request.body);
    if (route.kind === "control") {
      return answerControl(route.path, request, services);
    }
    const task = ssmTask(request, services.world) ?? unmodelledTask(request) ?? taskOf(route, request, services.world);
    return carryOut(task, request, services, buckets?.get(task.service));
  };
}

async function carryOut(
  task: Task,
  request: WireRequest,
  services: Services,
  bucket: TokenBucket | undefined,
): Promise<Reply> {
  const { world, journal, faults } = services;
  const signature = readSignature(request.authorization);
  const entry = journal.record({
    time: new Date(world.clock.now()).toISOString(),
    service: task.service,
    operation: task.name,
    ...(signature === undefined ? {} : { region: signature.region }),
    request: task.request,
  });
  const fault = faults.take(task.name, request.body);
  if (fault !== undefined) {
    entry.fault = fault.kind;
  }
  const delayMs = world.latencyMs + (fault?.delayMs ?? 0);
  if (delayMs > 0) {
    await sleep(delayMs);
  }
  const reply = replyTo(task, signature, fault, services, bucket);
  if (typeof reply !== "string") {
    entry.status = reply.status;
    if (reply.errorCode !== undefined) {
      entry.errorCode = reply.errorCode;
    }
  }
  return reply;
}

function replyTo(
  task: Task,
  signature: Signature | undefined,
  fault: Fault | undefined,
  services: Services,
  bucket: TokenBucket | undefined,
): Reply {
  const requestId = randomUUID();
  switch (fault?.kind) {
    case "resetBefore":
      return "cut";
    case "hang":
      return "silence";
    case "html503":
      return htmlUnavailable();
    case "error":
      return task.refuse(faultError(fault, task), requestId);
    case "throttle":
      return task.refuse(throttleOf(task), requestId);
  }
  const answer = perform(task, signature, services, bucket, requestId);
  if (fault?.kind === "edit") {
    return { ...answer, body: editAnswer(answer.body, fault.edits ?? []) };
  }
  return fault?.kind === "resetAfter" ? "cut" : answer;
}

function perform(
  task: Task,
  signature: Signature | undefined,
  services: Services,
  bucket: TokenBucket | undefined,
  requestId: string,
): WireAnswer {
  try {
    if (signature === undefined) {
      throw missingToken(task);
    }
    if (bucket?.take(services.world.clock.realNow()) === false) {
      throw throttleOf(task);
    }
    const { state, now, caller } = services.world.context(undefined, signature.accessKeyId);
    if (state.sts.refuseExpired && caller.session !== undefined && caller.session.expiresAt <= now) {
      throw expiredToken(task);
    }
    return task.perform(signature, requestId);
  } catch (error) {
    if (error instanceof AwsError) {
      return task.refuse(error, requestId);
    }
    const reason = error instanceof Error ? error.message : String(error);
    services.report(`Answering ${task.name}: ${reason}`);
    return task.refuse(new AwsError(internalErrorOf(task), 500, `drs-simulator failed: ${reason}`), requestId);
  }
}

function throttleOf(task: Task): AwsError {
  switch (task.service) {
    case "drs":
      return throttled(1);
    case "ssm":
      return new AwsError("ThrottlingException", 400, "Rate exceeded");
    case "iam":
      return new AwsError("Throttling", 400, "Rate exceeded");
    default:
      return requestLimitExceeded();
  }
}

function internalErrorOf(task: Task): string {
  switch (task.service) {
    case "drs":
      return "InternalServerException";
    case "ssm":
      return "InternalServerError";
    default:
      return "InternalError";
  }
}

function faultError(fault: Fault, task: Task): AwsError {
  const status = fault.status ?? 500;
  return new AwsError(
    fault.code ?? internalErrorOf(task),
    status,
    fault.message ?? "Injected fault",
    {},
    status >= 500 ? 1 : undefined,
  );
}

// DRS sits behind API Gateway, which uses this name.
function missingToken(task: Task): AwsError {
  return task.service === "drs" || task.service === "ssm"
    ? new AwsError("MissingAuthenticationTokenException", 403, "Missing Authentication Token")
    : new AwsError("MissingAuthenticationToken", 403, "Request is missing Authentication Token");
}

function expiredToken(task: Task): AwsError {
  const message = "The security token included in the request is expired";
  switch (task.service) {
    case "sts":
    case "iam":
      return new AwsError("ExpiredToken", 403, message);
    case "ec2":
      return new AwsError("RequestExpired", 400, "Request has expired.");
    default:
      return new AwsError("ExpiredTokenException", 403, message);
  }
}

/** What a load balancer answers when no service is behind it: no JSON, no error type. */
function htmlUnavailable(): WireAnswer {
  const body = "<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>";
  return { status: 503, headers: { "content-type": "text/html" }, body, errorCode: "html503" };
}
