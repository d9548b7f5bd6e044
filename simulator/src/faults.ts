import * as v from "valibot";
import { ec2OperationNames } from "./ec2/operations";
import { iamOperationNames } from "./iam/operations";
import { operationModel } from "./model/schema";
import { operationNames } from "./operations";
import { nearestName, printable } from "./printable";
import { ssmOperationNames } from "./ssm/protocol";
import { describeIssue } from "./world/schema/describeIssue";
import { delay, freeText, listOf, matching, objectOf, oneOf, wholeNumber } from "./world/schema/parts";

const operation = v.pipe(
  v.string("expected the name of an operation, or *"),
  v.check(isOperation, (issue) => {
    const near = nearestName(issue.input, OPERATIONS);
    return `expected *, or one of ${OPERATIONS.join(", ")}${near === undefined ? "" : `; did you mean ${near}?`}`;
  }),
);

/** The operations that the simulator models, across its services. */
const OPERATIONS = [
  ...new Set([
    ...operationNames(),
    ...ec2OperationNames(),
    ...ssmOperationNames(),
    ...iamOperationNames(),
    "GetCallerIdentity",
  ]),
].sort();

// A client can call an operation of DRS that is not modelled, so a fault can hit it.
function isOperation(name: string): boolean {
  return name === "*" || OPERATIONS.includes(name) || operationModel(name) !== undefined;
}

const edit = objectOf({
  path: matching(/^(?:\/[^/]*)*$/, 'a JSON Pointer such as "/items/0/status", in which * stands for every item'),
  value: v.optional(v.unknown()),
});

const faultSchema = v.pipe(
  objectOf({
    operation,
    kind: oneOf(["error", "throttle", "resetBefore", "resetAfter", "hang", "html503", "slow", "edit"]),
    times: v.optional(wholeNumber(1)),
    skip: v.optional(wholeNumber(0)),
    status: v.optional(wholeNumber(400, 599)),
    // It is sent in a header and in XML.
    code: v.optional(matching(/^[A-Za-z0-9.]+$/, "letters, digits and dots")),
    message: v.optional(freeText),
    delayMs: v.optional(delay),
    contains: v.optional(freeText),
    edits: v.optional(listOf(edit)),
  }),
  v.check(
    ({ kind, delayMs }) => kind !== "slow" || delayMs !== undefined,
    "expected delayMs, which the kind slow needs",
  ),
  v.check(
    ({ kind, edits }) => (kind === "edit") === (edits !== undefined),
    "expected edits for the kind edit, and for no other",
  ),
  v.check(
    ({ kind, operation: name }) =>
      kind !== "edit" || operationModel(name) !== undefined || ssmOperationNames().includes(name),
    "expected an operation of DRS or SSM for the kind edit, which only JSON can have",
  ),
);

/**
 * A failure to inject into an operation of DRS, EC2, SSM, STS or IAM.
 *
 * `operation` is the operation's name, or `*` for all of them. The fault skips `skip` matching requests (default 0), then hits `times` (default
 * 1). With `contains`, only requests whose body contains that text match. The kinds:
 *
 * - `error` answers with `status`, `code` and `message` (default 500 InternalServerException; InternalError for EC2, STS and IAM)
 * - `throttle` answers as a throttled service does
 * - `resetBefore` cuts the connection and does nothing else
 * - `resetAfter` carries the operation out, then cuts the connection: the answer is lost
 * - `hang` neither answers nor does anything
 * - `html503` answers with a load balancer's page
 * - `slow` answers after `delayMs`
 * - `edit` carries the operation out and makes `edits` in its JSON answer: each puts `value` where `path` points to, or, without a value, takes
 *   away what is there. A path is a JSON Pointer in which `*` stands for every item and `-` for the place behind the last one
 *
 * `delayMs` is in real milliseconds and delays the other kinds too.
 */
export type Fault = v.InferOutput<typeof faultSchema>;

/** The faults that are waiting for requests to hit. */
export interface Faults {
  /** Queues a fault behind the others. @throws FaultError when it is not a valid one */
  add(fault: Fault): void;
  /** The faults that are left, oldest first, with what remains of `times` and `skip`. */
  left(): Fault[];
  /** Removes all of them. */
  clear(): void;
  /** Takes the fault that hits this request: the oldest that matches, at most one a request. */
  take(operation: string, body: string): Fault | undefined;
}

/** A fault that cannot be queued. The message names the member, what was found and what was expected. */
export class FaultError extends Error {
  override readonly name = "FaultError";
}

/** A value from the wire as a fault. @throws FaultError when it is not a valid one */
export function parseFault(value: unknown): Fault {
  const parsed = v.safeParse(faultSchema, value);
  if (!parsed.success) {
    throw new FaultError(printable(`Adding a fault: ${describeIssue(parsed.issues[0])}`));
  }
  return parsed.output;
}

/** Creates an empty queue of faults. */
export function createFaults(): Faults {
  let queue: (Fault & { times: number; skip: number })[] = [];
  return {
    add(fault) {
      const parsed = parseFault(fault);
      queue.push({ ...parsed, times: parsed.times ?? 1, skip: parsed.skip ?? 0 });
    },
    left: () => queue.map((fault) => ({ ...fault })),
    clear() {
      queue = [];
    },
    take(operation, body) {
      for (const fault of queue.filter((candidate) => matches(candidate, operation, body))) {
        if (fault.skip > 0) {
          fault.skip -= 1;
          continue;
        }
        if (fault.times > 0) {
          fault.times -= 1;
          queue = queue.filter((candidate) => candidate.times > 0);
          return fault;
        }
      }
      return undefined;
    },
  };
}

function matches(fault: Fault, operation: string, body: string): boolean {
  return (
    (fault.operation === "*" || fault.operation === operation) &&
    (fault.contains === undefined || body.includes(fault.contains))
  );
}
