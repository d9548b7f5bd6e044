import { DrsClient } from "@aws-sdk/client-drs";
import { EC2Client } from "@aws-sdk/client-ec2";
import { IAMClient } from "@aws-sdk/client-iam";
import { SSMClient } from "@aws-sdk/client-ssm";
import { STSClient, type STSClientConfig } from "@aws-sdk/client-sts";
import type { Simulator } from "../../../simulator/src/index";

type AwsCredentialIdentity = Extract<NonNullable<STSClientConfig["credentials"]>, { accessKeyId: string }>;

/** What a client of a test may choose. */
interface ClientChoices {
  readonly region?: string;
  readonly credentials?: AwsCredentialIdentity;
  readonly maxAttempts?: number;
}

/** A DRS client of this simulator that asks once, unless told otherwise. */
export function drsClient(simulator: Simulator, choices: ClientChoices = {}): DrsClient {
  return new DrsClient(configuration(simulator, choices));
}

/** An EC2 client of this simulator that asks once, unless told otherwise. */
export function ec2Client(simulator: Simulator, choices: ClientChoices = {}): EC2Client {
  return new EC2Client(configuration(simulator, choices));
}

/** An IAM client of this simulator that asks once, unless told otherwise. */
export function iamClient(simulator: Simulator, choices: ClientChoices = {}): IAMClient {
  return new IAMClient(configuration(simulator, choices));
}

/** An STS client of this simulator that asks once, unless told otherwise. */
export function stsClient(simulator: Simulator, choices: ClientChoices = {}): STSClient {
  return new STSClient(configuration(simulator, choices));
}

/** An SSM client of this simulator that asks once, unless told otherwise. */
export function ssmClient(simulator: Simulator, choices: ClientChoices = {}): SSMClient {
  return new SSMClient(configuration(simulator, choices));
}

const USER: AwsCredentialIdentity = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };

function configuration(simulator: Simulator, choices: ClientChoices) {
  const { region = "us-west-2", maxAttempts = 1, credentials = USER } = choices;
  return { endpoint: simulator.url, region, maxAttempts, credentials };
}

/** An Authorization header as a client signs it, for requests that no client makes. */
export const SIGNED =
  "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260115/us-west-2/drs/aws4_request, SignedHeaders=host, Signature=00";
