import { answerDrs, modelledOperation, refuseDrs } from "./drsProtocol";
import { ec2Error } from "./ec2/operation";
import { answerEc2, modelledAction, refuseEc2 } from "./ec2/protocol";
import { type AwsError, unknownOperation } from "./errors";
import { answerIam, refuseIam } from "./iam/operations";
import type { JournalEntry } from "./journal";
import { parseJsonObject } from "./json";
import { printable, shortened } from "./printable";
import type { Route } from "./routes";
import { answerSts, refuseSts } from "./sts";
import type { Signature, WireAnswer, WireRequest } from "./wire";
import type { World } from "./world";

/** What a request asks for: its name, how to carry it out, and how its protocol refuses. */
export interface Task {
  readonly service: JournalEntry["service"];
  readonly name: string;
  /** What was sent, for the journal. */
  readonly request: unknown;
  /** @throws AwsError when the request is refused */
  readonly perform: (signature: Signature, requestId: string) => WireAnswer;
  readonly refuse: (error: AwsError, requestId: string) => WireAnswer;
}

/** The task of a request; a task that changes the world also saves it. For an unknown request it is one that refuses. */
export function taskOf(route: Exclude<Route, { kind: "control" }>, request: WireRequest, world: World): Task {
  if (route.kind === "drs") {
    return drsTask(route, request, world);
  }
  if (route.kind === "query") {
    return QUERY_TASKS[route.service](route, world);
  }
  return refusingTask(route.kind, request);
}

const QUERY_TASKS = { ec2: ec2Task, sts: stsTask, iam: iamTask };

/** Refuses an unknown request. One that only lacks an action has EC2's path, so it is refused in EC2's protocol. */
function refusingTask(kind: "unknown" | "noAction", request: WireRequest): Task {
  const name = `${request.method} ${printable(shortened(request.url, LONGEST_NAME))}`;
  const refusal =
    kind === "unknown"
      ? unknownOperation(`drs-simulator does not know ${name}`)
      : ec2Error("MissingAction", "The request is missing an action or a required parameter.");
  return {
    ...(kind === "unknown"
      ? { service: "drs" as const, refuse: refuseDrs }
      : { service: "ec2" as const, refuse: refuseEc2 }),
    name,
    request: shortened(request.body, LONGEST_TEXT),
    perform() {
      throw refusal;
    },
  };
}

function drsTask(route: Extract<Route, { kind: "drs" }>, request: WireRequest, world: World): Task {
  return {
    service: "drs",
    name: route.operation,
    request: { ...jsonOrText(request.body), ...route.parameters },
    refuse: refuseDrs,
    perform({ region, accessKeyId }, requestId) {
      const operation = modelledOperation(route.operation);
      const answer = answerDrs(
        operation,
        request.body,
        route.parameters,
        world.context(region, accessKeyId),
        requestId,
      );
      if (operation.mutates) {
        world.save();
      }
      return answer;
    },
  };
}

function ec2Task(route: Extract<Route, { kind: "query" }>, world: World): Task {
  return {
    service: "ec2",
    name: route.action,
    request: route.form.entries(),
    refuse: refuseEc2,
    perform({ region, accessKeyId }, requestId) {
      const operation = modelledAction(route.action);
      const answer = answerEc2(operation, route.form, world.context(region, accessKeyId), requestId);
      if (operation.mutates) {
        world.save();
      }
      return answer;
    },
  };
}

function stsTask(route: Extract<Route, { kind: "query" }>, world: World): Task {
  return {
    service: "sts",
    name: route.action,
    request: route.form.entries(),
    refuse: refuseSts,
    perform({ accessKeyId }, requestId) {
      const answer = answerSts(route, world.context(undefined), accessKeyId, requestId);
      // Sessions are part of the state.
      world.save();
      return answer;
    },
  };
}

function iamTask(route: Extract<Route, { kind: "query" }>, world: World): Task {
  return {
    service: "iam",
    name: route.action,
    request: route.form.entries(),
    refuse: refuseIam,
    perform({ accessKeyId }, requestId) {
      const { state, caller } = world.context(undefined, accessKeyId);
      return answerIam(route, state, caller, requestId);
    },
  };
}

// The beginning of an unknown request is enough to recognize it.
const LONGEST_TEXT = 2000;

const LONGEST_NAME = 200;

/** The body as it came, or its beginning as text when it is not a JSON object or nests too deep for the journal. */
function jsonOrText(body: string): object {
  return (body === "" ? {} : parseJsonObject(body)) ?? { body: shortened(body, LONGEST_TEXT) };
}
