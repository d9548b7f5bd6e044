import type { Connection } from "../vocabulary";
import { type Environment, profileName, type Section, type SharedFiles } from "./settings";

/**
 * Where a connection's credentials begin, before any role is assumed with them.
 *
 * - `lasting`: an access key without an end
 * - `session of the environment`, `session of a profile`: a session token that nobody renews
 * - `renewed`: whoever issues them is asked again before they end
 */
export type Beginning = "lasting" | "session of the environment" | "session of a profile" | "renewed";

/** What settings say of a connection's credentials without asking anybody. */
export interface CredentialSource {
  beginning: Beginning;
  /** The profile that holds them, where one does. */
  profile?: string;
  /**
   * Whether they, before `assumeRole`, are a role's: AWS lets a role's session assume another for an hour at most.
   * Undefined: the settings do not say, as for a session token, which may be a user's.
   */
  isRole: boolean | undefined;
}

/** A connection's source of credentials, as the SDK's chain of providers chooses it. Pure. */
export function credentialSourceOf(
  connection: Connection,
  environment: Environment,
  files: SharedFiles,
): CredentialSource {
  const isNamed = Boolean(connection.profile || environment["AWS_PROFILE"]);
  if (!isNamed && environment["AWS_ACCESS_KEY_ID"] && environment["AWS_SECRET_ACCESS_KEY"]) {
    return ofEnvironment(environment);
  }
  return ofProfile(profileName(connection, environment), environment, files, new Set());
}

function ofEnvironment(environment: Environment): CredentialSource {
  return environment["AWS_SESSION_TOKEN"]
    ? { beginning: "session of the environment", isRole: undefined }
    : { beginning: "lasting", isRole: false };
}

function ofProfile(
  profile: string,
  environment: Environment,
  files: SharedFiles,
  visited: ReadonlySet<string>,
): CredentialSource {
  const section: Section = { ...files.configFile[profile], ...files.credentialsFile[profile] };
  const { role_arn, source_profile, credential_source, aws_access_key_id, aws_secret_access_key } = section;
  const hasKeys = Boolean(aws_access_key_id && aws_secret_access_key);
  if (role_arn && (source_profile || credential_source) && !(visited.size > 0 && hasKeys)) {
    return { ...beforeRole(section, profile, environment, files, visited), isRole: true };
  }
  if (hasKeys) {
    return section["aws_session_token"]
      ? { beginning: "session of a profile", profile, isRole: undefined }
      : { beginning: "lasting", profile, isRole: false };
  }
  // A process may give anything; what a single sign-on, a web identity, a container or an instance give is a role's.
  return { beginning: "renewed", profile, isRole: section["credential_process"] ? undefined : true };
}

function beforeRole(
  { source_profile, credential_source }: Section,
  profile: string,
  environment: Environment,
  files: SharedFiles,
  visited: ReadonlySet<string>,
): CredentialSource {
  if (source_profile && !visited.has(source_profile)) {
    return ofProfile(source_profile, environment, files, new Set([...visited, source_profile]));
  }
  return credential_source === "Environment"
    ? ofEnvironment(environment)
    : { beginning: "renewed", profile, isRole: true };
}
