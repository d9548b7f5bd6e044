import { randomUUID } from "node:crypto";
import { refuseDrs } from "./drsProtocol";
import { refuseEc2 } from "./ec2/protocol";
import { AwsError } from "./errors";
import type { WireAnswer } from "./wire";

/** 413 for a request whose body is too large to be read, in the protocol of its path. The connection ends with it. */
export function refuseUnread(url: string): WireAnswer {
  const requestId = randomUUID();
  const message = "Request entity too large: drs-simulator reads up to 1 MiB";
  const answer = /^\/(\?|$)/.test(url)
    ? refuseEc2(new AwsError("RequestEntityTooLarge", 413, message), requestId)
    : refuseDrs(new AwsError("RequestEntityTooLargeException", 413, message), requestId);
  return { ...answer, headers: { ...answer.headers, connection: "close" } };
}
