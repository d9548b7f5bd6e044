import { DrsClient, type DrsClientConfig } from "@aws-sdk/client-drs";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { HttpResponse } from "@smithy/protocol-http";
import type { MiddlewareStack } from "@smithy/types";
import type { Connection } from "../vocabulary";
import { ReadRetryStrategy } from "./retry";

/** Milliseconds; the SDK has no limits of its own. A healthy DRS answers in 0.1 to 2 s. */
const CONNECT_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 20_000;

/** Configuration that the clients of one connection share, whichever service they call. */
export type SharedConfig = Pick<DrsClientConfig, "region" | "endpoint" | "credentials" | "requestHandler">;

/** The clients of one connection. `starts` never sends a request twice. */
export interface Connected {
  reads: DrsClient;
  starts: DrsClient;
  shared: SharedConfig;
  serviceTime: ServiceTime;
  /** The Region that is called, from the args, the environment or the profile. Throws when there is none. */
  region(): Promise<string>;
}

const connections = new Map<string, Connected>();

/** The clients for this connection and Region: the same for every wave of the process. Opens nothing yet. */
export function connect(region: string | undefined, connection: Connection = {}): Connected {
  const key = JSON.stringify([region, connection.endpoint, connection.profile, connection.assumeRole]);
  const known = connections.get(key);
  if (known !== undefined) return known;
  const connected = openClients(region, connection);
  connections.set(key, connected);
  return connected;
}

function openClients(region: string | undefined, connection: Connection): Connected {
  const shared: SharedConfig = {
    ...(region === undefined ? {} : { region }),
    ...(connection.endpoint === undefined ? {} : { endpoint: connection.endpoint }),
    ...credentialsOf(connection),
    requestHandler: new NodeHttpHandler({ connectionTimeout: CONNECT_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS }),
  };
  const serviceTime = new ServiceTime();
  const reads = new DrsClient({ ...shared, retryStrategy: new ReadRetryStrategy() });
  const starts = new DrsClient({ ...shared, maxAttempts: 1 });
  serviceTime.watch(reads.middlewareStack);
  serviceTime.watch(starts.middlewareStack);
  return { reads, starts, shared, serviceTime, region: () => regionOf(reads) };
}

async function regionOf(client: DrsClient): Promise<string> {
  try {
    return await client.config.region();
  } catch (cause) {
    throw new Error("no AWS Region: give the arg `region`, set AWS_REGION, or give the profile a region", { cause });
  }
}

function credentialsOf({ profile, assumeRole }: Connection): Pick<DrsClientConfig, "credentials"> {
  if (profile === undefined && assumeRole === undefined) return {};
  // Lazily: the providers load STS and SSO clients, which most programs do not need.
  return {
    credentials: async () => {
      const { fromIni, fromNodeProviderChain, fromTemporaryCredentials } = await import(
        "@aws-sdk/credential-providers"
      );
      const base = profile === undefined ? fromNodeProviderChain() : fromIni({ profile });
      if (assumeRole === undefined) return base();
      const { roleArn, externalId, sessionName = "drillwave" } = assumeRole;
      const params = {
        RoleArn: roleArn,
        RoleSessionName: sessionName,
        ...(externalId === undefined ? {} : { ExternalId: externalId }),
      };
      return fromTemporaryCredentials({ masterCredentials: base, params })();
    },
  };
}

/**
 * The service's own time, from the `Date` header of its answers. AWS's times are compared with this alone, so a local
 * clock that is wrong, or a simulator whose clock runs fast, changes no verdict.
 */
export class ServiceTime {
  #latest: number | undefined;

  /** Epoch ms of the latest answer; the local clock's when nothing was answered yet. */
  now(): number {
    return this.#latest ?? Date.now();
  }

  /** Reads the header of every answer that passes through the stack. */
  watch<Input extends object, Output extends object>(stack: MiddlewareStack<Input, Output>): void {
    stack.add(
      (next) => async (args) => {
        const result = await next(args);
        this.#read(result.response);
        return result;
      },
      { step: "deserialize", name: "drillwaveServiceTime", priority: "low" },
    );
  }

  #read(response: unknown): void {
    if (!HttpResponse.isInstance(response)) return;
    const date = Date.parse(response.headers["date"] ?? "");
    if (!Number.isNaN(date)) this.#latest = Math.max(this.#latest ?? 0, date);
  }
}
