import * as pulumi from "@pulumi/pulumi";
import { type AssumedRole, type Endpoints, parseGoDuration } from "../vocabulary";
import { withoutUndefined } from "../withoutUndefined";

/**
 * What the stack's configuration says of AWS: the settings of Pulumi's AWS provider, `aws:region` and others
 * (https://www.pulumi.com/registry/packages/aws/installation-configuration/). Each reader throws a `RunError`, which
 * ends the program with its message alone, for a setting that cannot be taken as it is.
 */
export interface StackConfiguration {
  /** True when it says nothing that a drill would take, refuse or leave to the environment. */
  isEmpty: boolean;
  /** True when a setting of these is kept encrypted. */
  isSecret(...settings: readonly Setting[]): boolean;
  region: string | undefined;
  profile: string | undefined;
  readRole(): AssumedRole | undefined;
  readEndpoints(): Endpoints | undefined;
  /** Settings that hold or fetch credentials in a way that is not copied, as they are written: `aws:accessKey`. */
  ownCredentials: readonly string[];
  /** What is not read, a sentence each with what does the same. */
  unread: readonly string[];
}

type Setting = "region" | "profile" | "assumeRole" | "assumeRoles" | "endpoints";

/** A copy would lie in the stack's state, or would have to be fetched again by another client. */
const OWN_CREDENTIALS = ["accessKey", "secretKey", "token", "assumeRoleWithWebIdentity"];

/** Settings that say where or how AWS is called and that are not read, with what does the same. */
const UNREAD: Readonly<Record<string, string>> = {
  sharedConfigFiles: "set AWS_CONFIG_FILE in the environment",
  sharedCredentialsFiles: "set AWS_SHARED_CREDENTIALS_FILE in the environment",
  useFipsEndpoint: "set AWS_USE_FIPS_ENDPOINT in the environment",
  useDualstackEndpoint: "set AWS_USE_DUALSTACK_ENDPOINT in the environment",
  customCaBundle: "set NODE_EXTRA_CA_CERTS in the environment",
  httpProxy: "set HTTP_PROXY in the environment",
  httpsProxy: "set HTTPS_PROXY in the environment",
  noProxy: "set NO_PROXY in the environment",
  allowedAccountIds: "see the wave's output `account`",
  forbiddenAccountIds: "see the wave's output `account`",
};

/** The configuration of the stack whose program runs; of no stack outside a program. Reads only. */
export function readStackConfiguration(): StackConfiguration {
  const [region, profile] = [textOf("region"), textOf("profile")];
  const ownCredentials = OWN_CREDENTIALS.filter((name) => textOf(name) !== undefined).map((name) => `aws:${name}`);
  const unread = Object.entries(UNREAD).flatMap(([name, instead]) => (isSet(name) ? [unreadText(name, instead)] : []));
  const others = ["assumeRole", "assumeRoles", "endpoints"].some((name) => textOf(name) !== undefined);
  return {
    isEmpty: region === undefined && profile === undefined && !others && ownCredentials.length + unread.length === 0,
    isSecret: (...settings) => settings.some((name) => isSecret(`aws:${name}`)),
    region,
    profile,
    readRole,
    readEndpoints,
    ownCredentials,
    unread,
  };
}

/** A setting's text; undefined for an empty one, which `pulumi config set` leaves where somebody meant "none". */
function textOf(name: string): string | undefined {
  const text = pulumi.runtime.getConfig(`aws:${name}`);
  return text === undefined || text.trim() === "" ? undefined : text.trim();
}

/** True unless it is left out, `false`, or an empty list. */
function isSet(name: string): boolean {
  return !["false", "[]", "null", undefined].includes(textOf(name));
}

function unreadText(name: string, instead: string): string {
  return `DrillWave does not read aws:${name} of the stack's configuration; ${instead}`;
}

function isSecret(key: string): boolean {
  // Exported, and left out of the declarations: `getSecret` of a Config makes a secret of every setting.
  const { isConfigSecret } = pulumi.runtime as { isConfigSecret?(key: string): boolean };
  return isConfigSecret === undefined || isConfigSecret(key);
}

/** The members of a role that a drill takes; one that narrows or marks the session must not be lost in silence. */
const ROLE_MEMBERS = ["roleArn", "externalId", "sessionName", "duration", "durationSeconds"];

function readRole(): AssumedRole | undefined {
  const settings = (["assumeRole", "assumeRoles"] as const).filter((name) => textOf(name) !== undefined);
  const roles = settings.flatMap((setting) => listOf(setting).map((role) => ({ setting, role })));
  const [first, second] = roles;
  if (first === undefined) {
    return undefined;
  }
  if (second !== undefined) {
    const given = settings.map((name) => `aws:${name}`).join(" and ");
    throw refusal(given, `${roles.length} roles`, "one role", "give the last role in `connection.assumeRole`");
  }
  return toRole(first.setting, first.role);
}

function toRole(setting: Setting, role: Record<string, unknown>): AssumedRole {
  const others = Object.keys(role).filter((name) => role[name] !== null && !ROLE_MEMBERS.includes(name));
  if (others.length > 0) {
    const fix = "give the role in `connection.assumeRole`, if it may be assumed without them";
    throw refusal(`aws:${setting}`, `the members ${others.join(", ")}`, `${ROLE_MEMBERS.join(", ")} alone`, fix);
  }
  const roleArn = memberOf(setting, role, "roleArn");
  if (roleArn === undefined) {
    throw refusal(`aws:${setting}`, "no roleArn", "the ARN of a role", "set it, or remove the setting");
  }
  return withoutUndefined({
    roleArn,
    externalId: memberOf(setting, role, "externalId"),
    sessionName: memberOf(setting, role, "sessionName"),
    durationSeconds: durationOf(setting, role),
  });
}

/** In seconds; given as a number, as its text, or in Go's syntax (`1h30m`). */
function durationOf(setting: Setting, role: Record<string, unknown>): number | undefined {
  const given = memberOf(setting, role, "duration") ?? memberOf(setting, role, "durationSeconds");
  if (given === undefined) {
    return undefined;
  }
  const seconds = /^\d+$/.test(given) ? Number(given) : parseGoDuration(given);
  if (seconds === undefined || !Number.isInteger(seconds)) {
    throw refusal(
      `aws:${setting}`,
      "a duration that cannot be read",
      "seconds, or a duration such as 1h30m",
      "correct it",
    );
  }
  return seconds;
}

/** A member's text; a number counts as its text, because `pulumi config set --path` makes numbers of digits. */
function memberOf(setting: Setting, object: Record<string, unknown>, name: string): string | undefined {
  const value = object[name];
  if (value === undefined || value === null || value === "") {
    return undefined;
  }
  if (typeof value === "string" || typeof value === "number") {
    return String(value);
  }
  throw refusal(`aws:${setting}`, `no text as ${name}`, "a text", "correct it");
}

const SERVICES = ["drs", "ec2", "ssm", "sts", "iam"] as const;

/** The endpoints of the services that a drill calls; those of others are other resources'. */
function readEndpoints(): Endpoints | undefined {
  const found: Endpoints = {};
  for (const entry of listOf("endpoints")) {
    for (const service of SERVICES) {
      const url = memberOf("endpoints", entry, service);
      if (url === undefined) {
        continue;
      }
      if (found[service] !== undefined && found[service] !== url) {
        throw refusal("aws:endpoints", `two endpoints of ${service}`, "one", "remove one of them");
      }
      found[service] = url;
    }
  }
  return Object.keys(found).length === 0 ? undefined : found;
}

/** The objects that a setting holds: a list of them, or one. */
function listOf(setting: Setting): Record<string, unknown>[] {
  const text = textOf(setting);
  if (text === undefined) {
    return [];
  }
  const value = parse(text);
  const items: unknown[] = Array.isArray(value) ? value : value === null ? [] : [value];
  return items.map((item) => {
    if (typeof item !== "object" || item === null || Array.isArray(item)) {
      // Its text may be a secret.
      throw refusal(`aws:${setting}`, "something else", "an object, or a list of objects, as JSON", "correct it");
    }
    return { ...item };
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What ends the program, without its own stack. */
function refusal(setting: string, seen: string, expected: string, fix: string): pulumi.RunError {
  return new pulumi.RunError(
    `Reading the stack's configuration ${setting}: it has ${seen}, expected ${expected}. Nothing was started. Fix: ${fix}.`,
  );
}
