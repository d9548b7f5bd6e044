import type { Connection } from "../vocabulary";
import { givenEndpoint, type NamedEndpoint, serves } from "./endpoint";
import { SERVICES, type Service } from "./service";

/** Of every partition, those to come included: `us-west-2`, `us-gov-west-1`, `us-isob-east-1`, `eusc-de-east-1`. */
export const REGION = /^(?!fips-)[a-z]{2,}(-[a-z]+)+-\d+$/;

/** The members of one section of AWS's shared files. */
export type Section = Record<string, string | undefined>;

/** AWS's shared files as the SDK's loader reads them: sections by name, a profile's without the word `profile`. */
export interface SharedFiles {
  configFile: Record<string, Section>;
  credentialsFile: Record<string, Section>;
}

/** The environment that settings are read from. */
export type Environment = Record<string, string | undefined>;

/** A value, and which setting gave it. */
export interface Named<T> {
  value: T;
  from: string;
}

/** What a connection's clients are made with, whichever service they call. What no setting says is absent. */
export interface Settings {
  /** The profile whose members count: the program's, `AWS_PROFILE`, or `default`. */
  profile: string;
  region?: Named<string>;
  /** Other Regions that a setting of less weight names. */
  otherRegions: readonly Named<string>[];
  endpoints: Readonly<Partial<Record<Service, NamedEndpoint>>>;
  useFips: Named<boolean>;
  useDualstack: Named<boolean>;
  /** True: STS is called at its global endpoint where that serves the Region. */
  usesGlobalSts: boolean;
  /** Path of a file with the certificates that are trusted instead of Node's own. */
  caBundle?: Named<string>;
}

/** What settings are made from. */
export interface SettingSources {
  region: string | undefined;
  connection: Connection;
  environment: Environment;
  files: SharedFiles;
}

/**
 * Settings for every client of a connection: the program's own args, then the environment, then the profile, as AWS
 * documents it for all its tools (https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html). Clients get
 * each of them explicitly and read none themselves, because client 3.523.0 reads only `AWS_PROFILE`'s. Pure.
 *
 * @throws for a setting that says neither true nor false where it must.
 */
export function settingsOf(sources: SettingSources): Settings {
  const { connection, environment, files } = sources;
  const profile = profileName(connection, environment);
  const lookUp: LookUp = {
    environment,
    profile,
    section: { ...files.credentialsFile[profile], ...files.configFile[profile] },
  };
  const [region, ...others] = regionsOf(sources, lookUp);
  const ignoresConfigured = booleanOf(lookUp, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS").value;
  const endpoints = SERVICES.flatMap((service) => {
    const configured = ignoresConfigured ? undefined : configuredEndpoint(service, lookUp, files);
    const endpoint = givenEndpoint(service, connection) ?? configured;
    return endpoint === undefined ? [] : [[service, endpoint] as const];
  });
  const caBundle = named(lookUp, "AWS_CA_BUNDLE");
  return {
    profile,
    ...(region === undefined ? {} : { region }),
    otherRegions: others.filter(({ value }) => value !== region?.value),
    endpoints: Object.fromEntries(endpoints),
    useFips: booleanOf(lookUp, "AWS_USE_FIPS_ENDPOINT"),
    useDualstack: booleanOf(lookUp, "AWS_USE_DUALSTACK_ENDPOINT"),
    usesGlobalSts: named(lookUp, "AWS_STS_REGIONAL_ENDPOINTS")?.value.toLowerCase() === "legacy",
    ...(caBundle === undefined ? {} : { caBundle }),
  };
}

/** The profile that counts. Pure. */
export function profileName({ profile }: Connection, environment: Environment): string {
  return profile || environment["AWS_PROFILE"] || "default";
}

interface LookUp {
  environment: Environment;
  profile: string;
  section: Section;
}

/** Every Region that a setting names, the one that counts first. */
function regionsOf({ region, environment, files }: SettingSources, { profile }: LookUp): Named<string>[] {
  // The SDK takes a Region of the credentials file before the config file's.
  const ofProfile = files.credentialsFile[profile]?.["region"] || files.configFile[profile]?.["region"];
  const candidates: [string | undefined, string][] = [
    [region, "the arg `region`"],
    [environment["AWS_REGION"], "AWS_REGION"],
    [ofProfile, `the profile ${profile}`],
    // The CLI's variable. The SDK does not read it, so it counts only where nothing else says anything.
    [environment["AWS_DEFAULT_REGION"], "AWS_DEFAULT_REGION"],
  ];
  return candidates.flatMap(([value, from]) => (value ? [{ value, from }] : []));
}

/** The address that environment or profile give for a service, the more specific one first. */
function configuredEndpoint(
  service: Service,
  { environment, profile, section }: LookUp,
  { configFile }: SharedFiles,
): NamedEndpoint | undefined {
  const variable = `AWS_ENDPOINT_URL_${service.toUpperCase()}`;
  const services = section["services"];
  const ofServices = services === undefined ? undefined : configFile[`services.${services}`];
  const candidates: [string | undefined, string, "one service" | "all services"][] = [
    [environment[variable], variable, "one service"],
    [environment["AWS_ENDPOINT_URL"], "AWS_ENDPOINT_URL", "all services"],
    [ofServices?.[`${service}.endpoint_url`], `${service} of the services section ${services}`, "one service"],
    [section["endpoint_url"], `endpoint_url of the profile ${profile}`, "all services"],
  ];
  for (const [url, from, scope] of candidates) {
    if (url && (scope === "one service" || serves(url, service))) {
      return { url, from };
    }
  }
  return undefined;
}

/** A setting of the environment, or else its namesake of the profile: `AWS_CA_BUNDLE`, `ca_bundle`. */
function named({ environment, profile, section }: LookUp, variable: string): Named<string> | undefined {
  const member = variable.replace(/^AWS_/, "").toLowerCase();
  const value = environment[variable];
  if (value) {
    return { value, from: variable };
  }
  return section[member] ? { value: section[member], from: `${member} of the profile ${profile}` } : undefined;
}

function booleanOf(lookUp: LookUp, variable: string): Named<boolean> {
  const { value, from } = named(lookUp, variable) ?? { value: "false", from: "default" };
  const text = value.trim().toLowerCase();
  if (text !== "true" && text !== "false") {
    throw new Error(`reading ${from}: seen ${value}, expected true or false`);
  }
  return { value: text === "true", from };
}
