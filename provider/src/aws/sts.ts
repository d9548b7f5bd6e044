import { accountOfArn } from "../vocabulary";
import type { ClientConfig } from "./clientConfig";
import type { CredentialProvider, Identity } from "./identity";
import type { KnowsEndpoints } from "./standardEndpoint";

/** Milliseconds that a look at whose credentials these are may take in all. */
const IDENTITY_TIMEOUT_MS = 10_000;

/** A role to assume, as AssumeRole takes it. */
export interface RoleRequest {
  RoleArn: string | undefined;
  RoleSessionName: string | undefined;
  ExternalId?: string;
  DurationSeconds?: number;
}

/** A role to assume with a web identity's token, as AssumeRoleWithWebIdentity takes it. */
export interface WebIdentityRequest {
  RoleArn: string | undefined;
  RoleSessionName: string | undefined;
  WebIdentityToken: string | undefined;
}

/** STS over the AWS SDK, whose client is loaded at the first call; every call over the connection's own settings. */
export class Sts {
  readonly #config: (Client: KnowsEndpoints) => Promise<Omit<ClientConfig, "credentials">>;

  constructor(config: (Client: KnowsEndpoints) => Promise<Omit<ClientConfig, "credentials">>) {
    this.#config = config;
  }

  /** A session of the role, for these credentials. */
  assumeRole = async (credentials: Identity, request: RoleRequest): Promise<Identity> => {
    const { sdk, config } = await this.#load();
    const client = new sdk.STSClient({ ...config, credentials });
    const { Credentials } = await client.send(new sdk.AssumeRoleCommand(request));
    return toIdentity(Credentials, request.RoleArn);
  };

  /** A session of the role, for a web identity's token. */
  assumeRoleWithWebIdentity = async (request: WebIdentityRequest): Promise<Identity> => {
    const { sdk, config } = await this.#load();
    const client = new sdk.STSClient(config);
    const { Credentials } = await client.send(new sdk.AssumeRoleWithWebIdentityCommand(request));
    return toIdentity(Credentials, request.RoleArn);
  };

  /**
   * Whose credentials these are: the ARN that AWS answers. No policy can deny the call
   * (docs/drs-facts.md#whose-credentials), so undefined means that STS or the credentials could not be used.
   */
  async findCaller(credentials: CredentialProvider): Promise<string | undefined> {
    try {
      const { sdk, config } = await this.#load();
      const client = new sdk.STSClient({ ...config, credentials });
      const signal = { abortSignal: AbortSignal.timeout(IDENTITY_TIMEOUT_MS) };
      return (await client.send(new sdk.GetCallerIdentityCommand({}), signal)).Arn;
    } catch {
      // Whatever stopped it: nothing is known. Who needs to know says so.
      return undefined;
    }
  }

  async #load() {
    const sdk = await import("@aws-sdk/client-sts");
    return { sdk, config: { ...(await this.#config(sdk.STSClient)), retryMode: "standard", maxAttempts: 2 } };
  }
}

/** The account of an ARN that STS answered. */
export function accountOfCaller(arn: string | undefined): string | undefined {
  return arn === undefined ? undefined : accountOfArn(arn);
}

interface StsCredentials {
  AccessKeyId: string | undefined;
  SecretAccessKey: string | undefined;
  SessionToken: string | undefined;
  Expiration: Date | undefined;
}

function toIdentity(credentials: StsCredentials | undefined, roleArn: string | undefined): Identity {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = credentials ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken) {
    throw new Error(`assuming role ${roleArn}: the answer has no credentials`);
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    ...(Expiration === undefined ? {} : { expiration: Expiration }),
  };
}
