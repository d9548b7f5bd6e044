/** A request as it came, its body read. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** An answer that is ready to be sent. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The exception's name when it is a refusal. */
  readonly errorCode?: string;
}

/** What the server does with a request: it answers, it cuts the connection, or it says nothing for ever. */
export type Reply = WireAnswer | "cut" | "silence";

/** Who signed a request, and for where. */
export interface Signature {
  readonly accessKeyId: string;
  readonly region: string;
}

const CREDENTIAL = /Credential=([^/\s,]+)\/\d{8}\/([^/\s,]+)\/[^/\s,]+\/aws4_request/;

/**
 * The access key and Region in the credential scope of an AWS Signature Version 4; undefined for an unsigned request.
 *
 * The signature itself is not verified: the simulator has no secrets to verify it with.
 */
export function readSignature(authorization: string | undefined): Signature | undefined {
  const [, accessKeyId, region] = CREDENTIAL.exec(authorization ?? "") ?? [];
  return accessKeyId === undefined || region === undefined ? undefined : { accessKeyId, region };
}
