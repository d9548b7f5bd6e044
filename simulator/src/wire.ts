/** A request with its body read. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
  /** The header `x-amz-target`, which names the operation in the protocols awsJson1.0 and 1.1. */
  readonly target?: string | undefined;
  /** The header `smithy-protocol`, which names the protocols that came after those. */
  readonly protocol?: string | undefined;
  readonly contentType?: string | undefined;
  readonly body: string;
}

/** An answer that is ready to send. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** The name of the exception, when the answer is a refusal. */
  readonly errorCode?: string;
}

/** What the server does with a request: answers it, cuts the connection, or never answers. */
export type Reply = WireAnswer | "cut" | "silence";

/** Who signed a request, and for which Region and service. */
export interface Signature {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

const CREDENTIAL = /Credential=([^/\s,]+)\/\d{8}\/([^/\s,]+)\/([^/\s,]+)\/aws4_request/;

/**
 * Reads access key, Region and service from the credential scope of an AWS Signature Version 4; undefined for an unsigned request.
 *
 * The signature is not verified: the simulator has no secrets to verify it with.
 */
export function readSignature(authorization: string | undefined): Signature | undefined {
  const [, accessKeyId, region, service] = CREDENTIAL.exec(authorization ?? "") ?? [];
  return accessKeyId === undefined || region === undefined || service === undefined
    ? undefined
    : { accessKeyId, region, service };
}
