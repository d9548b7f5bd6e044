/** The members of an AWS SDK error that say what happened. */
export interface SdkError {
  name?: string;
  message?: string;
  /** Node's, when the connection failed. */
  code?: string;
  retryAfterSeconds?: string | number;
  /** Whose fault it is, as the service said; absent when the SDK could not read what the service said. */
  $fault?: "client" | "server";
  /** The API model says that another try may help. */
  $retryable?: { throttling?: boolean };
  $metadata?: { httpStatusCode?: number; requestId?: string; clockSkewCorrected?: boolean };
  $response?: { statusCode?: number; headers?: Record<string, string> };
}

/**
 * True for an answer that the service did not write, or whose text was cut short: a load balancer's page, half a
 * document. The SDK fails to parse it (a SyntaxError for DRS's JSON; a TypeError or Error for EC2's XML) and then sets
 * no `$fault`. Pure.
 */
export function isUnreadable(error: SdkError): boolean {
  const { name, code, $fault, $response } = error;
  return name === "SyntaxError" || ($response !== undefined && $fault === undefined && code === undefined);
}
