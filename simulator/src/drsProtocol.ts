import { type AwsError, uninitializedAccount, unknownOperation, validationError } from "./errors";
import { parseJsonObject } from "./json";
import type { Operation, OperationContext } from "./operation";
import { findOperation } from "./operations";
import type { WireAnswer } from "./wire";

/** The operation with this name. @throws AwsError UnknownOperationException when the simulator does not model it */
export function modelledOperation(name: string): Operation {
  const operation = findOperation(name);
  if (operation === undefined) {
    throw unknownOperation(`drs-simulator does not model the operation ${name}`);
  }
  return operation;
}

/**
 * Answers a request in DRS's protocol, restJson1.
 *
 * @param parameters the members that come in the path and the query
 * @throws AwsError when the operation refuses
 */
export function answerDrs(
  operation: Operation,
  body: string,
  parameters: Readonly<Record<string, unknown>>,
  context: OperationContext,
  requestId: string,
): WireAnswer {
  const request = { ...parseBody(body), ...parameters };
  if (!context.state.initialized && operation.model.errors.includes("UninitializedAccountException")) {
    throw uninitializedAccount();
  }
  const answer = operation.answer(request, context);
  const { responseCode } = operation.model.http;
  return {
    status: responseCode,
    headers: jsonHeaders(requestId),
    body: answer === undefined ? "" : JSON.stringify(answer),
  };
}

/** A refusal in DRS's protocol. The exception's name must be in a header: without it, clients take the body's `code` for the name. */
export function refuseDrs(error: AwsError, requestId: string): WireAnswer {
  const retryAfter = error.retryAfterSeconds;
  return {
    status: error.status,
    headers: {
      ...jsonHeaders(requestId),
      "x-amzn-errortype": error.code,
      ...(retryAfter === undefined ? {} : { "retry-after": String(retryAfter) }),
    },
    body: JSON.stringify({ message: error.message, ...error.members }),
    errorCode: error.code,
  };
}

function jsonHeaders(requestId: string): Record<string, string> {
  return { "content-type": "application/json", "x-amzn-requestid": requestId };
}

/** A request without members has an empty body; `null` stands for an absent member. */
function parseBody(body: string): object {
  if (body.trim() === "") {
    return {};
  }
  const parsed = parseJsonObject(body, (_name, value) => (value === null ? undefined : value));
  if (parsed === undefined) {
    throw validationError("The request body is not a JSON object", { reason: "cannotParse" });
  }
  return parsed;
}
