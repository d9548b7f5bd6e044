import type { CredentialSource } from "./credentialSource";
import type { Environment } from "./settings";

/** Whether credentials may end while a drill runs. */
export type CredentialsEnd =
  | { kind: "none" }
  /** Nobody renews them. `at`: epoch ms. */
  | { kind: "at"; at: number; what: string }
  /** Nobody renews them, and nobody says when they end. */
  | { kind: "unknown"; what: string };

/**
 * Whether, and when, a connection's credentials end for good. A role that is assumed with credentials that end can be
 * assumed until then, and its last session goes on to its own end: `assumedUntil`, epoch ms. Pure.
 */
export function credentialsEndOf(
  { beginning, profile }: CredentialSource,
  environment: Environment,
  assumedUntil: number | undefined,
): CredentialsEnd {
  if (beginning === "lasting" || beginning === "renewed") {
    return { kind: "none" };
  }
  if (beginning === "session of a profile") {
    return { kind: "unknown", what: `the session token of the profile ${profile}` };
  }
  const end = Date.parse(environment["AWS_CREDENTIAL_EXPIRATION"] ?? "");
  return Number.isNaN(end)
    ? { kind: "unknown", what: "the session token of AWS_SESSION_TOKEN" }
    : { kind: "at", at: Math.max(end, assumedUntil ?? end), what: "the session token of AWS_SESSION_TOKEN" };
}
