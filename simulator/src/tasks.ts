import { answerDrs, modelledOperation, refuseDrs } from "./drsProtocol";
import { answerEc2, modelledAction, refuseEc2 } from "./ec2/protocol";
import { type AwsError, unknownOperation } from "./errors";
import type { JournalEntry } from "./journal";
import type { Route } from "./routes";
import { answerSts, refuseSts } from "./sts";
import type { WireAnswer, WireRequest } from "./wire";
import type { World } from "./world";

/** Work that a request asks for: what it is called, how it is done, and how its protocol says no. */
export interface Task {
  readonly service: JournalEntry["service"];
  readonly name: string;
  /** What was sent, for the journal. */
  readonly request: unknown;
  /** @throws AwsError when the request is refused */
  readonly perform: (region: string, requestId: string) => WireAnswer;
  readonly refuse: (error: AwsError, requestId: string) => WireAnswer;
}

/** The task of a request; it saves the world when it has changed it. A request that nothing knows is a task that refuses. */
export function taskOf(route: Exclude<Route, { kind: "control" }>, request: WireRequest, world: World): Task {
  if (route.kind === "drs") {
    return drsTask(route, request, world);
  }
  if (route.kind === "query") {
    return route.service === "sts" ? stsTask(route.action, request, world) : ec2Task(route, request, world);
  }
  const name = `${request.method} ${request.url}`;
  const perform = () => {
    throw unknownOperation(`drs-simulator does not know ${name}`);
  };
  return { service: "drs", name, request: request.body, perform, refuse: refuseDrs };
}

function drsTask(route: Extract<Route, { kind: "drs" }>, request: WireRequest, world: World): Task {
  return {
    service: "drs",
    name: route.operation,
    request: { ...jsonOrText(request.body), ...route.parameters },
    refuse: refuseDrs,
    perform(region, requestId) {
      const operation = modelledOperation(route.operation);
      const answer = answerDrs(operation, request.body, route.parameters, world.context(region), requestId);
      if (operation.mutates) {
        world.save();
      }
      return answer;
    },
  };
}

function ec2Task(route: Extract<Route, { kind: "query" }>, request: WireRequest, world: World): Task {
  return {
    service: "ec2",
    name: route.action,
    request: Object.fromEntries(new URLSearchParams(request.body)),
    refuse: refuseEc2,
    perform(region, requestId) {
      const operation = modelledAction(route.action);
      const answer = answerEc2(operation, route.form, world.context(region), requestId);
      if (operation.mutates) {
        world.save();
      }
      return answer;
    },
  };
}

function stsTask(action: string, request: WireRequest, world: World): Task {
  return {
    service: "sts",
    name: action,
    request: Object.fromEntries(new URLSearchParams(request.body)),
    refuse: refuseSts,
    perform: (_region, requestId) => answerSts(action, world.context(undefined).state, requestId),
  };
}

function jsonOrText(body: string): object {
  try {
    const parsed: unknown = body === "" ? {} : JSON.parse(body);
    return typeof parsed === "object" && parsed !== null ? parsed : { body };
  } catch {
    return { body };
  }
}
