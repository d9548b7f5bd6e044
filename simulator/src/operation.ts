import type { Caller } from "./caller";
import { type OperationModel, type OperationName, operationModel } from "./model/schema";
import { requestValidator } from "./validation";
import type { WorldState } from "./world/state/worldState";

/** What an operation works on. It may change the state, but only after every check that could refuse the request. */
export interface OperationContext {
  readonly state: WorldState;
  /** Simulated time, in milliseconds since the epoch. */
  readonly now: number;
  /** Who sent the request. */
  readonly caller: Caller;
}

/** One operation of DRS, as the server calls it. */
export interface Operation {
  readonly name: OperationName;
  readonly model: OperationModel;
  /** Whether it changes the state. If so, the state is saved before the answer is sent. */
  readonly mutates: boolean;
  /**
   * The answer's body, or undefined for an empty one.
   *
   * @param request everything from the wire: body, path and query
   * @throws AwsError when the request is refused; the state is then unchanged
   */
  answer(request: unknown, context: OperationContext): object | undefined;
}

/** An operation that only reads. `handle` gets a request that satisfies the API model. */
export function readOperation<Request>(
  name: OperationName,
  handle: (request: Request, context: OperationContext) => object,
): Operation {
  return build(name, false, handle);
}

/** An operation that changes the state. `handle` gets a request that satisfies the API model. */
export function writeOperation<Request>(
  name: OperationName,
  handle: (request: Request, context: OperationContext) => object | undefined,
): Operation {
  return build(name, true, handle);
}

function build<Request>(
  name: OperationName,
  mutates: boolean,
  handle: (request: Request, context: OperationContext) => object | undefined,
): Operation {
  const validator = requestValidator<Request>(name);
  const model = operationModel(name);
  if (model === undefined) {
    throw new Error(`Building operation ${name}: the API model does not have it`);
  }
  return {
    name,
    model,
    mutates,
    answer: (request, context) => handle(validator.parse(request, context.state.quirks.unknownMembers), context),
  };
}
