import { xmlHeaders } from "./ec2/protocol";
import { toXml } from "./ec2/xml";
import { AwsError } from "./errors";
import type { WireAnswer } from "./wire";
import type { WorldState } from "./world/state/worldState";

const NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

/**
 * STS's GetCallerIdentity, which tools call before anything else. Every caller is a user of the world's account.
 *
 * @throws AwsError InvalidAction for any other action
 */
export function answerSts(action: string, state: WorldState, requestId: string): WireAnswer {
  if (action !== "GetCallerIdentity") {
    throw new AwsError("InvalidAction", 400, `Could not find operation ${action}: drs-simulator does not model it`);
  }
  const identity = {
    Arn: `arn:aws:iam::${state.account}:user/simulated`,
    UserId: "AIDASIMULATEDUSER0000",
    Account: state.account,
  };
  return {
    status: 200,
    headers: xmlHeaders(requestId),
    body: toXml("GetCallerIdentityResponse", {
      "@xmlns": NAMESPACE,
      GetCallerIdentityResult: identity,
      ResponseMetadata: { RequestId: requestId },
    }),
  };
}

/** A refusal in STS's protocol. */
export function refuseSts(error: AwsError, requestId: string): WireAnswer {
  const fault = { Type: error.status < 500 ? "Sender" : "Receiver", Code: error.code, Message: error.message };
  return {
    status: error.status,
    headers: xmlHeaders(requestId),
    body: toXml("ErrorResponse", { "@xmlns": NAMESPACE, Error: fault, RequestId: requestId }),
    errorCode: error.code,
  };
}
