/** The members of an AWS SDK error that say what happened. */
export interface SdkError {
  name?: string;
  message?: string;
  retryAfterSeconds?: string | number;
  $metadata?: { httpStatusCode?: number; requestId?: string };
  $response?: { statusCode?: number };
}

/**
 * True when there was an answer that is none of the service's: a load balancer's page, a body cut short. The SDK fails
 * while it reads one (a SyntaxError for DRS's JSON, a TypeError for EC2's XML), and then leaves out `$metadata`. Pure.
 */
export function isUnreadable(error: SdkError): boolean {
  return error.name === "SyntaxError" || (error.$response !== undefined && error.$metadata === undefined);
}
