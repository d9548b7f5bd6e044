/** What STS and IAM share: answers in AWS's query protocol (https://smithy.io/2.0/aws/protocols/aws-query-protocol.html). */
import { xmlHeaders } from "./ec2/protocol";
import { toXml, type Xml } from "./ec2/xml";
import type { AwsError } from "./errors";
import type { WireAnswer } from "./wire";

/** The namespace of a service's answers. */
export const NAMESPACES = {
  sts: "https://sts.amazonaws.com/doc/2011-06-15/",
  iam: "https://iam.amazonaws.com/doc/2010-05-08/",
} as const;

/** An answer with the content of its result element. */
export function queryAnswer(
  service: keyof typeof NAMESPACES,
  action: string,
  result: { readonly [name: string]: Xml },
  requestId: string,
): WireAnswer {
  return {
    status: 200,
    headers: xmlHeaders(requestId),
    body: toXml(`${action}Response`, {
      "@xmlns": NAMESPACES[service],
      [`${action}Result`]: result,
      ResponseMetadata: { RequestId: requestId },
    }),
  };
}

/** A refusal. */
export function queryRefusal(service: keyof typeof NAMESPACES, error: AwsError, requestId: string): WireAnswer {
  const fault = { Type: error.status < 500 ? "Sender" : "Receiver", Code: error.code, Message: error.message };
  return {
    status: error.status,
    headers: xmlHeaders(requestId),
    body: toXml("ErrorResponse", { "@xmlns": NAMESPACES[service], Error: fault, RequestId: requestId }),
    errorCode: error.code,
  };
}
