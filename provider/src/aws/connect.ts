import { createHash } from "node:crypto";
import type { Connection } from "../vocabulary";
import type { ClientConfig } from "./clientConfig";
import { type CredentialSource, credentialSourceOf } from "./credentialSource";
import { type CredentialsEnd, credentialsEndOf } from "./credentialsEnd";
import { insecureEndpoint, insecureEndpoints, isOnThisMachine, withoutPassword } from "./endpoint";
import { type CredentialProvider, type Identity, shared } from "./identity";
import type { Service } from "./service";
import { ServiceTime } from "./serviceTime";
import { type Environment, REGION, type Settings, type SharedFiles, settingsOf } from "./settings";
import { Sockets } from "./sockets";
import { type KnowsEndpoints, type SignedEndpoint, standardEndpoint } from "./standardEndpoint";
import { accountOfCaller, Sts } from "./sts";

/** One connection to AWS: where, as whom, over which sockets. Every wave of a process with the same args shares it. */
export interface Connected {
  serviceTime: ServiceTime;
  /** The Region that is called. Calls no service; throws when no setting names one. */
  region(): Promise<string>;
  /** Every setting, and which one gave it. Reads the environment and AWS's shared files; calls no service. */
  settings(): Promise<Settings>;
  /** Configuration for clients of this class. Calls no service. */
  clientConfig(service: Service, Client: KnowsEndpoints): Promise<ClientConfig>;
  /**
   * The account of the credentials, as STS answers it, asked for once; undefined when it cannot be told. Never a guess.
   */
  account(): Promise<string | undefined>;
  /** Whose credentials these are: the ARN that STS answers, asked for once; undefined when it cannot be told. */
  caller(): Promise<string | undefined>;
  /** Whether the credentials end for good while a drill runs. */
  credentialsEnd(): Promise<CredentialsEnd>;
  /** Whether the credentials before `assumeRole` are a role's, so that AWS gives the assumed role an hour at most. */
  isChained(): Promise<boolean>;
}

const connections = new Map<string, Connected>();

/**
 * The connection for these args in this environment. Opens and reads nothing yet.
 *
 * @throws for an endpoint of the args to which signed requests must not go.
 */
export function connect(region: string | undefined, connection: Connection = {}): Connected {
  const [insecure] = insecureEndpoints(connection);
  if (insecure !== undefined) {
    throw new Error(`connecting to AWS: ${insecure.reason}`);
  }
  const { endpoint, endpoints, profile, assumeRole, allowInsecureEndpoint } = connection;
  const key = JSON.stringify([
    [region, endpoint, endpoints, profile, assumeRole, allowInsecureEndpoint],
    digest(process.env),
  ]);
  const known = connections.get(key);
  if (known !== undefined) {
    return known;
  }
  const connected = open(region, connection, { ...process.env });
  connections.set(key, connected);
  return connected;
}

/** What of the environment a connection depends on; a digest, because some of it is secret. */
function digest(environment: Environment): string {
  const relevant = Object.entries(environment).filter(([name]) => /^AWS_|^HOME$|_proxy$/i.test(name));
  return createHash("sha256").update(JSON.stringify(relevant.sort())).digest("hex");
}

function open(region: string | undefined, connection: Connection, environment: Environment): Connected {
  const files = once(readSharedFiles);
  const settings = once(async () =>
    withSafeEndpoints(settingsOf({ region, connection, environment, files: await files() }), connection),
  );
  const sockets = once(async () => new Sockets(await settings(), environment));
  const regionOf = async () => {
    const { region: found } = await settings();
    if (found === undefined) {
      throw new Error(
        "no AWS Region is set. Fix: give the arg `region`, run `pulumi config set aws:region us-west-2` with your Region, set AWS_REGION, " +
          "or give the profile a region",
      );
    }
    if (!REGION.test(found.value)) {
      throw new Error(`reading ${found.from}: seen ${found.value}, expected an AWS Region such as us-west-2`);
    }
    return found.value;
  };
  const base = async (service: Service, Client: KnowsEndpoints): Promise<Omit<ClientConfig, "credentials">> => {
    const { url, signingRegion } = endpointOf(service, await settings(), await regionOf(), Client);
    return {
      region: signingRegion,
      endpoint: url,
      useFipsEndpoint: false,
      useDualstackEndpoint: false,
      defaultsMode: "standard",
      requestHandler: await (await sockets()).optionsFor(url),
    };
  };
  const sts = new Sts((Client) => base("sts", Client));
  const source = async () => credentialSourceOf(connection, environment, await files());
  const first = shared(firstCredentials(connection, sts, sockets));
  const credentials = shared(withAssumedRole(first, connection, sts));
  const findCaller = onceDone(() => sts.findCaller(credentials));
  return {
    serviceTime: new ServiceTime(),
    region: regionOf,
    settings,
    clientConfig: async (service, Client) => ({ ...(await base(service, Client)), credentials }),
    account: async () => accountOfCaller(await findCaller()),
    caller: findCaller,
    credentialsEnd: async () => credentialsEndOf(await source(), environment, await assumedUntil(credentials)),
    isChained: async () => isRole(await source(), () => sts.findCaller(first)),
  };
}

/** @throws for an address of the environment or a profile to which signed requests must not go. */
function withSafeEndpoints(settings: Settings, { allowInsecureEndpoint }: Connection): Settings {
  for (const { url, from } of Object.values(settings.endpoints)) {
    const insecure = insecureEndpoint(url, allowInsecureEndpoint);
    if (insecure !== undefined) {
      throw new Error(`connecting to AWS: ${from}: ${insecure}`);
    }
  }
  return settings;
}

/** Where a service is called. @throws where FIPS is asked for at an address of its own, which only its owner can know. */
function endpointOf(service: Service, settings: Settings, region: string, Client: KnowsEndpoints): SignedEndpoint {
  const { useFips, useDualstack, usesGlobalSts } = settings;
  const given = settings.endpoints[service];
  if (given === undefined) {
    const choice = { region, useFips: useFips.value, useDualstack: useDualstack.value, usesGlobalSts };
    return standardEndpoint(service, choice, Client);
  }
  if (useFips.value && !isOnThisMachine(given.url) && !/-fips[.-]/.test(new URL(given.url).hostname)) {
    throw new Error(
      `connecting to AWS: ${useFips.from} asks for FIPS endpoints, but ${given.from} names ${withoutPassword(given.url)}. ` +
        "Fix: name a FIPS endpoint (…-fips.…), or leave one of the two out",
    );
  }
  return { url: given.url, signingRegion: region };
}

/** The SDK's own chain, or the profile's; nested STS clients are ours, because those of 3.523.0 know no setting. */
function firstCredentials({ profile }: Connection, sts: Sts, sockets: () => Promise<Sockets>): CredentialProvider {
  const { assumeRole: roleAssumer, assumeRoleWithWebIdentity: roleAssumerWithWebIdentity } = sts;
  return async () => {
    // Lazily: the providers load clients which most programs do not need.
    const { fromIni, fromNodeProviderChain } = await import("@aws-sdk/credential-providers");
    // For single sign-on, whose client finds its own Region and address. Instance metadata never gets it.
    const requestHandler = await (await sockets()).optionsFor("https://portal.sso.amazonaws.com");
    const init = { roleAssumer, roleAssumerWithWebIdentity, clientConfig: { requestHandler } };
    return profile ? fromIni({ ...init, profile })() : fromNodeProviderChain(init)();
  };
}

function withAssumedRole(first: CredentialProvider, { assumeRole }: Connection, sts: Sts): CredentialProvider {
  if (assumeRole === undefined) {
    return first;
  }
  const { roleArn, externalId, sessionName = "drillwave", durationSeconds } = assumeRole;
  const request = {
    RoleArn: roleArn,
    RoleSessionName: sessionName,
    ...(externalId === undefined ? {} : { ExternalId: externalId }),
    ...(durationSeconds === undefined ? {} : { DurationSeconds: durationSeconds }),
  };
  return async () => sts.assumeRole(await first(), request);
}

/** When the session in use ends, epoch ms; undefined where it has no end, or there are no credentials. */
async function assumedUntil(credentials: CredentialProvider): Promise<number | undefined> {
  return credentials().then(
    (identity: Identity) => identity.expiration?.getTime(),
    () => undefined,
  );
}

/** A session token may be a user's own, which STS tells; where it does not, the role could not be assumed either. */
async function isRole(
  { isRole: known }: CredentialSource,
  findCaller: () => Promise<string | undefined>,
): Promise<boolean> {
  return known ?? !(await findCaller())?.includes(":user/");
}

/** AWS's shared files, by the SDK's own reader; missing ones are empty. */
async function readSharedFiles(): Promise<SharedFiles> {
  const { loadSharedConfigFiles } = await import("@smithy/shared-ini-file-loader");
  return loadSharedConfigFiles({ ignoreCache: true });
}

/** The same promise for every call. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** The same, but what was not found is looked for again at the next call. */
function onceDone<T>(find: () => Promise<T | undefined>): () => Promise<T | undefined> {
  let found: T | undefined;
  let finding: Promise<T | undefined> | undefined;
  return async () => {
    if (found !== undefined) {
      return found;
    }
    finding ??= find().finally(() => {
      finding = undefined;
    });
    found = await finding;
    return found;
  };
}
