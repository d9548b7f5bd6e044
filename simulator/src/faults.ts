import * as v from "valibot";
import { ec2OperationNames } from "./ec2/operations";
import { operationModel } from "./model/schema";
import { operationNames } from "./operations";
import { nearestName, printable } from "./printable";
import { describeIssue } from "./world/schema/describeIssue";
import { delay, freeText, matching, objectOf, oneOf, wholeNumber } from "./world/schema/parts";

const operation = v.pipe(
  v.string("expected the name of an operation, or *"),
  v.check(isOperation, (issue) => {
    const near = nearestName(issue.input, OPERATIONS);
    return `expected *, or one of ${OPERATIONS.join(", ")}${near === undefined ? "" : `; did you mean ${near}?`}`;
  }),
);

/** The operations that the simulator models, of all its services. */
const OPERATIONS = [...operationNames(), ...ec2OperationNames(), "GetCallerIdentity"].sort();

// An operation of DRS that is not modelled can still be asked for, and can fail.
function isOperation(name: string): boolean {
  return name === "*" || OPERATIONS.includes(name) || operationModel(name) !== undefined;
}

const faultSchema = v.pipe(
  objectOf({
    operation,
    kind: oneOf(["error", "throttle", "resetBefore", "resetAfter", "hang", "html503", "slow"]),
    times: v.optional(wholeNumber(1)),
    skip: v.optional(wholeNumber(0)),
    status: v.optional(wholeNumber(400, 599)),
    // It stands in a header and in XML.
    code: v.optional(matching(/^[A-Za-z0-9.]+$/, "letters, digits and dots")),
    message: v.optional(freeText),
    delayMs: v.optional(delay),
    contains: v.optional(freeText),
  }),
  v.check(({ kind, delayMs }) => kind !== "slow" || delayMs !== undefined, "expected delayMs with the kind slow"),
);

/**
 * What goes wrong on purpose with an operation, of DRS or of EC2.
 *
 * `operation` is its name, or `*` for every one. The fault hits `times` requests (1) after `skip` matching ones (0). `contains` narrows it to
 * requests whose body has that text. Kinds: `error` answers `status`/`code`/`message` (500 InternalServerException, InternalError of EC2), `throttle` answers as a
 * throttled service, `resetBefore` cuts the connection and nothing happens, `resetAfter` lets the operation happen and cuts the connection,
 * `hang` never answers and nothing happens, `html503` answers a load balancer's page, `slow` answers after `delayMs`. `delayMs` delays the
 * other kinds too; it is real time, in milliseconds.
 */
export type Fault = v.InferOutput<typeof faultSchema>;

/** The faults that still have requests to hit. */
export interface Faults {
  /** Queues a fault behind those that are there. @throws FaultError when it is none. */
  add(fault: Fault): void;
  /** What is left, oldest first, with the remaining `times` and `skip`. */
  left(): Fault[];
  /** Forgets all of them. */
  clear(): void;
  /** The fault for this request, used up once; at most one a request, the oldest first. */
  take(operation: string, body: string): Fault | undefined;
}

/** A fault that cannot be queued; the message names the member, what was seen and what was expected. */
export class FaultError extends Error {
  override readonly name = "FaultError";
}

/** What came over the wire as a fault. @throws FaultError when it is none. */
export function parseFault(value: unknown): Fault {
  const parsed = v.safeParse(faultSchema, value);
  if (!parsed.success) {
    throw new FaultError(printable(`Adding a fault: ${describeIssue(parsed.issues[0])}`));
  }
  return parsed.output;
}

/** An empty queue of faults. */
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
