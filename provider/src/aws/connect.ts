import { NodeHttpHandler } from "@smithy/node-http-handler";
import type { AwsCredentialIdentity, Provider } from "@smithy/types";
import type { Connection } from "../vocabulary";
import { insecureEndpoint } from "./insecureEndpoint";
import { ServiceTime } from "./serviceTime";

/** Milliseconds; the SDK has no limits of its own. A healthy DRS answers in 0.1 to 2 s. */
const CONNECT_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 20_000;

/** Configuration that the clients of one connection share, whichever service they call. */
export interface ClientConfig {
  region?: string;
  endpoint?: string;
  credentials?: Provider<AwsCredentialIdentity>;
  requestHandler: NodeHttpHandler;
}

/** One connection to AWS: where, as whom, over which sockets. Every wave of a process with the same args shares it. */
export interface Connected {
  config: ClientConfig;
  serviceTime: ServiceTime;
}

const connections = new Map<string, Connected>();

/**
 * The connection for these args. Opens nothing yet.
 *
 * @throws for an endpoint to which signed requests must not go.
 */
export function connect(region: string | undefined, connection: Connection = {}): Connected {
  const insecure = insecureEndpoint(connection);
  if (insecure !== undefined) throw new Error(`connecting to AWS: ${insecure}`);
  const key = JSON.stringify([region, connection.endpoint, connection.profile, connection.assumeRole]);
  const known = connections.get(key);
  if (known !== undefined) return known;
  const connected = { config: configOf(region, connection), serviceTime: new ServiceTime() };
  connections.set(key, connected);
  return connected;
}

function configOf(region: string | undefined, connection: Connection): ClientConfig {
  const credentials = credentialsOf(connection, region);
  return {
    ...(region === undefined ? {} : { region }),
    ...(connection.endpoint === undefined ? {} : { endpoint: connection.endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    requestHandler: new NodeHttpHandler({ connectionTimeout: CONNECT_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS }),
  };
}

/** Undefined for the SDK's own chain. */
function credentialsOf(
  { profile, assumeRole }: Connection,
  region: string | undefined,
): Provider<AwsCredentialIdentity> | undefined {
  if (profile === undefined && assumeRole === undefined) return undefined;
  // Lazily: the providers load STS and SSO clients, which most programs do not need.
  return async () => {
    const { fromIni, fromNodeProviderChain, fromTemporaryCredentials } = await import("@aws-sdk/credential-providers");
    const base = profile === undefined ? fromNodeProviderChain() : fromIni({ profile });
    if (assumeRole === undefined) return base();
    const { roleArn, externalId, sessionName = "drillwave" } = assumeRole;
    const params = {
      RoleArn: roleArn,
      RoleSessionName: sessionName,
      ...(externalId === undefined ? {} : { ExternalId: externalId }),
    };
    const clientConfig = region === undefined ? {} : { clientConfig: { region } };
    return fromTemporaryCredentials({ masterCredentials: base, params, ...clientConfig })();
  };
}
