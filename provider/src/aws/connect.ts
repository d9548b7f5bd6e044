import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { DrsClientConfig } from "@aws-sdk/client-drs";
import type { Connection } from "../vocabulary";
import { insecureEndpoint } from "./insecureEndpoint";
import { ServiceTime } from "./serviceTime";

/**
 * Milliseconds; the SDK has no limits of its own (docs/drs-facts.md#no-timeouts-by-default). A healthy DRS answers in
 * 0.1 to 2 s.
 */
const CONNECT_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 20_000;

/** As the SDK's own agents. */
const SOCKETS = { keepAlive: true, maxSockets: 50 };

/** Configuration that the clients of one connection share, whichever service they call. */
export type ClientConfig = Pick<DrsClientConfig, "region" | "endpoint" | "credentials" | "requestHandler">;

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
  if (insecure !== undefined) {
    throw new Error(`connecting to AWS: ${insecure}`);
  }
  const key = JSON.stringify([region, connection.endpoint, connection.profile, connection.assumeRole]);
  const known = connections.get(key);
  if (known !== undefined) {
    return known;
  }
  const connected = { config: configOf(region, connection), serviceTime: new ServiceTime() };
  connections.set(key, connected);
  return connected;
}

function configOf(region: string | undefined, connection: Connection): ClientConfig {
  const requestHandler = requestHandlerOptions();
  const credentials = credentialsOf(connection, { ...(region === undefined ? {} : { region }), requestHandler });
  return {
    ...(region === undefined ? {} : { region }),
    ...(connection.endpoint === undefined ? {} : { endpoint: connection.endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    requestHandler,
  };
}

/**
 * Options for the HTTP handler that each client makes for itself, of its own version; the agents are one connection's,
 * so its clients share sockets. No request hangs: `requestTimeout` ends one whose answer does not begin, in handlers of
 * 2025 and later only together with `throwOnRequestTimeout` (alone it warns); `socketTimeout` ends one whose answer
 * stops in the middle.
 */
function requestHandlerOptions(): Record<string, unknown> {
  return {
    connectionTimeout: CONNECT_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    socketTimeout: REQUEST_TIMEOUT_MS,
    throwOnRequestTimeout: true,
    httpAgent: new HttpAgent(SOCKETS),
    httpsAgent: new HttpsAgent(SOCKETS),
  };
}

/** Undefined for the SDK's own chain. A role is assumed by a client with this configuration. */
function credentialsOf(
  { profile, assumeRole }: Connection,
  clientConfig: Pick<ClientConfig, "requestHandler"> & { region?: string },
): DrsClientConfig["credentials"] | undefined {
  if (profile === undefined && assumeRole === undefined) {
    return undefined;
  }
  // Lazily: the providers load STS and SSO clients, which most programs do not need.
  return async () => {
    const { fromIni, fromNodeProviderChain, fromTemporaryCredentials } = await import("@aws-sdk/credential-providers");
    const base = profile === undefined ? fromNodeProviderChain() : fromIni({ profile });
    if (assumeRole === undefined) {
      return base();
    }
    const { roleArn, externalId, sessionName = "drillwave" } = assumeRole;
    const params = {
      RoleArn: roleArn,
      RoleSessionName: sessionName,
      ...(externalId === undefined ? {} : { ExternalId: externalId }),
    };
    return fromTemporaryCredentials({ masterCredentials: base, params, clientConfig })();
  };
}
