import { AwsError } from "../errors";
import type { OperationContext } from "../operation";
import type { Form } from "./form";
import type { Xml } from "./xml";

/** One action of EC2, as the server calls it. */
export interface Ec2Operation {
  readonly name: string;
  /** Whether it changes the state. If so, the state is saved before the answer is sent. */
  readonly mutates: boolean;
  /** The content of the `<…Response>` element, without requestId. @throws AwsError when EC2 refuses; the state is then unchanged */
  answer(form: Form, context: OperationContext): { readonly [name: string]: Xml };
}

/** 400: EC2 refuses the request with this code. */
export function ec2Error(code: string, message: string): AwsError {
  return new AwsError(code, 400, message);
}

/** 400: EC2 does not accept the value of a parameter. */
export function invalidParameterValue(message: string): AwsError {
  return ec2Error("InvalidParameterValue", message);
}

/** 503, as EC2 throttles: "Request limit exceeded." */
export function requestLimitExceeded(): AwsError {
  return new AwsError("RequestLimitExceeded", 503, "Request limit exceeded.");
}
