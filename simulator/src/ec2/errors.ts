import { AwsError } from "../errors";

/** 400: EC2 refuses the request with this code. */
export function ec2Error(code: string, message: string): AwsError {
  return new AwsError(code, 400, message);
}

/** 400: a parameter has a value that EC2 does not take. */
export function invalidParameterValue(message: string): AwsError {
  return ec2Error("InvalidParameterValue", message);
}

/** 503, as EC2 throttles: "Request limit exceeded." */
export function requestLimitExceeded(): AwsError {
  return new AwsError("RequestLimitExceeded", 503, "Request limit exceeded.");
}
