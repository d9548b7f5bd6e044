import { shortened } from "./printable";

/** How much of a client's text a message quotes. */
const LONGEST = 200;

/** What DRS's exceptions carry besides `message`; the API model says which exception has which members. */
interface ErrorMembers {
  readonly code?: string;
  readonly resourceId?: string;
  readonly resourceType?: string;
  readonly serviceCode?: string;
  readonly quotaCode?: string;
  readonly reason?: "unknownOperation" | "cannotParse" | "fieldValidationFailed" | "other";
  readonly fieldList?: readonly { readonly name: string; readonly message: string }[];
}

/**
 * A refusal that the client sees: an exception name, an HTTP status and a message, in the protocol of the request.
 *
 * Anything else that an operation throws is a defect of the simulator and is answered with an InternalServerException.
 */
export class AwsError extends Error {
  /** @param code the exception's name in DRS, or the error code in EC2 */
  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
    readonly members: ErrorMembers = {},
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
    this.name = "AwsError";
  }
}

/** 400: the request breaks the API model, or a rule that the model cannot express. */
export function validationError(message: string, members: ErrorMembers = { reason: "other" }): AwsError {
  return new AwsError("ValidationException", 400, message, { code: "ValidationException", ...members });
}

/** 409: the request is well formed, but what it names is in the wrong state for it. */
export function conflict(message: string, resourceId?: string, resourceType?: string): AwsError {
  return new AwsError("ConflictException", 409, message, {
    code: "ConflictException",
    ...(resourceId === undefined ? {} : { resourceId }),
    ...(resourceType === undefined ? {} : { resourceType }),
  });
}

/** 404: no resource of this type has this id in this account and Region. */
export function notFound(resourceType: string, resourceId: string): AwsError {
  const quoted = shortened(resourceId, LONGEST);
  return new AwsError("ResourceNotFoundException", 404, `${resourceType} with id ${quoted} does not exist`, {
    code: "ResourceNotFoundException",
    resourceId,
    resourceType,
  });
}

/** 402, as the API model says: a service quota is used up. */
export function quotaExceeded(message: string, quotaCode: string): AwsError {
  return new AwsError("ServiceQuotaExceededException", 402, message, {
    code: "ServiceQuotaExceededException",
    serviceCode: "drs",
    quotaCode,
  });
}

/** 429 with a Retry-After header in seconds, which clients surface as `retryAfterSeconds`. */
export function throttled(retryAfterSeconds: number): AwsError {
  return new AwsError(
    "ThrottlingException",
    429,
    "Request was denied due to request throttling.",
    { serviceCode: "drs" },
    retryAfterSeconds,
  );
}

/** 400: InitializeService has not been called in this account and Region. */
export function uninitializedAccount(): AwsError {
  return new AwsError(
    "UninitializedAccountException",
    400,
    "Account is not initialized for AWS Elastic Disaster Recovery",
    {
      code: "UninitializedAccountException",
    },
  );
}

/** 404: no such path. DRS's own status is not documented; this is API Gateway's. */
export function unknownOperation(message: string): AwsError {
  return new AwsError("UnknownOperationException", 404, message);
}
