/** Members that DRS's exceptions carry beside `message`; which of them an exception has is in the API model. */
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
 * A refusal that a client sees: an exception name, an HTTP status and a message, in whichever protocol it asked.
 *
 * Anything else that an operation throws is a defect of the simulator and is answered as an InternalServerException.
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

/** 409: the request is well formed, the thing it names is in no state for it. */
export function conflict(message: string, resourceId?: string, resourceType?: string): AwsError {
  return new AwsError("ConflictException", 409, message, {
    code: "ConflictException",
    ...(resourceId !== undefined && { resourceId }),
    ...(resourceType !== undefined && { resourceType }),
  });
}

/** 404: nothing of this type has this id in this account and Region. */
export function notFound(resourceType: string, resourceId: string): AwsError {
  return new AwsError("ResourceNotFoundException", 404, `${resourceType} with id ${resourceId} does not exist`, {
    code: "ResourceNotFoundException",
    resourceId,
    resourceType,
  });
}

/** 402, as the API model has it: a quota of Service Quotas is used up. */
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

/** 404: no such path. Which status DRS itself sends is not documented; API Gateway's is assumed. */
export function unknownOperation(message: string): AwsError {
  return new AwsError("UnknownOperationException", 404, message);
}
