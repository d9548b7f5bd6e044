import { AwsError } from "../errors";
import type { OperationContext } from "../operation";
import type { WireAnswer } from "../wire";
import type { Form } from "./form";
import type { Ec2Operation } from "./operation";
import { findEc2Operation } from "./operations";
import { toXml } from "./xml";

const NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/";

/** The action with this name. @throws AwsError InvalidAction when the simulator does not model it */
export function modelledAction(name: string): Ec2Operation {
  const operation = findEc2Operation(name);
  if (operation === undefined) {
    throw new AwsError(
      "InvalidAction",
      400,
      `The action ${name} is not valid for this web service: drs-simulator does not model it.`,
    );
  }
  return operation;
}

/**
 * Answers a request in EC2's protocol.
 *
 * @throws AwsError when the action refuses. A dry run always throws DryRunOperation, without a check whether the action would refuse.
 */
export function answerEc2(
  operation: Ec2Operation,
  form: Form,
  context: OperationContext,
  requestId: string,
): WireAnswer {
  if (form.flag("DryRun")) {
    throw new AwsError("DryRunOperation", 412, "Request would have succeeded, but DryRun flag is set.");
  }
  const content = operation.answer(form, context);
  return {
    status: 200,
    headers: xmlHeaders(requestId),
    body: toXml(`${operation.name}Response`, { "@xmlns": NAMESPACE, requestId, ...content }),
  };
}

/** A refusal in EC2's protocol. */
export function refuseEc2(error: AwsError, requestId: string): WireAnswer {
  return {
    status: error.status,
    headers: xmlHeaders(requestId),
    body: toXml("Response", { Errors: { Error: { Code: error.code, Message: error.message } }, RequestID: requestId }),
    errorCode: error.code,
  };
}

/** The headers of an XML answer. */
export function xmlHeaders(requestId: string): Record<string, string> {
  return { "content-type": "text/xml;charset=UTF-8", "x-amzn-requestid": requestId };
}
