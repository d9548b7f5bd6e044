import { describe, expect, it } from "vitest";
import { credentialSourceOf } from "../../../../provider/src/aws/credentialSource";
import { credentialsEndOf } from "../../../../provider/src/aws/credentialsEnd";
import type { Section } from "../../../../provider/src/aws/settings";

const KEYS = { aws_access_key_id: "A", aws_secret_access_key: "s" };
const ENVIRONMENT = { AWS_ACCESS_KEY_ID: "A", AWS_SECRET_ACCESS_KEY: "s" };
const ROLE = { role_arn: "arn:aws:iam::111122223333:role/a" };

const source = (profile: string | undefined, configFile: Record<string, Section>, environment = {}) =>
  credentialSourceOf(profile === undefined ? {} : { profile }, environment, { configFile, credentialsFile: {} });

describe(credentialSourceOf.name, () => {
  it.each([
    { label: "an access key", environment: ENVIRONMENT, beginning: "lasting", isRole: false },
    {
      label: "a session token",
      environment: { ...ENVIRONMENT, AWS_SESSION_TOKEN: "t" },
      beginning: "session of the environment",
      isRole: undefined,
    },
    { label: "nothing", environment: {}, beginning: "renewed", isRole: true },
  ])("tells $label of the environment", ({ environment, beginning, isRole }) => {
    expect(source(undefined, {}, environment)).toMatchObject({ beginning, isRole });
  });

  it.each([
    { label: "an access key", section: KEYS, beginning: "lasting", isRole: false },
    {
      label: "a session token",
      section: { ...KEYS, aws_session_token: "t" },
      beginning: "session of a profile",
      isRole: undefined,
    },
    { label: "a single sign-on", section: { sso_session: "x" }, beginning: "renewed", isRole: true },
    { label: "a process", section: { credential_process: "x" }, beginning: "renewed", isRole: undefined },
    {
      label: "a web identity",
      section: { ...ROLE, web_identity_token_file: "x" },
      beginning: "renewed",
      isRole: true,
    },
    {
      label: "a role of an instance",
      section: { ...ROLE, credential_source: "Ec2InstanceMetadata" },
      beginning: "renewed",
      isRole: true,
    },
    {
      label: "a role of the environment's session",
      section: { ...ROLE, credential_source: "Environment" },
      beginning: "session of the environment",
      isRole: true,
    },
    {
      label: "a role of another profile's key",
      section: { ...ROLE, source_profile: "base" },
      beginning: "lasting",
      isRole: true,
    },
    {
      label: "a role of another profile's session",
      section: { ...ROLE, source_profile: "session" },
      beginning: "session of a profile",
      isRole: true,
    },
    {
      label: "a role of its own key",
      section: { ...ROLE, ...KEYS, source_profile: "dr" },
      beginning: "lasting",
      isRole: true,
    },
    {
      label: "a role whose source goes in a circle",
      section: { ...ROLE, source_profile: "circle" },
      beginning: "renewed",
      isRole: true,
    },
  ])("tells $label of a profile, whatever the environment has beside it", ({ section, beginning, isRole }) => {
    const files: Record<string, Section> = {
      dr: section,
      base: KEYS,
      session: { ...KEYS, aws_session_token: "t" },
      circle: { ...ROLE, source_profile: "circle" },
    };
    const environment = { ...ENVIRONMENT, AWS_SESSION_TOKEN: "t" };
    expect(source("dr", files, environment)).toMatchObject({ beginning, isRole });
    expect(source(undefined, files, { ...environment, AWS_PROFILE: "dr" })).toMatchObject({ beginning, isRole });
  });
});

describe(credentialsEndOf.name, () => {
  const END = "2026-11-24T11:00:00Z";
  const session = { beginning: "session of the environment", isRole: undefined } as const;

  it.each(["lasting", "renewed"] as const)("is none for credentials that are %s", (beginning) => {
    const environment = { AWS_CREDENTIAL_EXPIRATION: END };
    expect(credentialsEndOf({ beginning, isRole: false }, environment, Date.now())).toEqual({ kind: "none" });
  });

  it.each([
    { label: "AWS_CREDENTIAL_EXPIRATION", assumedUntil: undefined, at: END },
    {
      label: "the end of a role's session that goes on beyond it",
      assumedUntil: "2026-11-24T11:40:00Z",
      at: "2026-11-24T11:40:00Z",
    },
    { label: "that of the session that assumes the role anew", assumedUntil: "2026-11-24T10:40:00Z", at: END },
  ])("is $label for a session of the environment", ({ assumedUntil, at }) => {
    const until = assumedUntil === undefined ? undefined : Date.parse(assumedUntil);
    expect(credentialsEndOf(session, { AWS_CREDENTIAL_EXPIRATION: END }, until)).toEqual({
      kind: "at",
      at: Date.parse(at),
      what: "the session token of AWS_SESSION_TOKEN",
    });
  });

  it.each([{}, { AWS_CREDENTIAL_EXPIRATION: "soon" }])("is not known where nobody tells it: %j", (environment) => {
    expect(credentialsEndOf(session, environment, undefined).kind).toBe("unknown");
  });

  it("is not known for a profile's session token", () => {
    const of = { beginning: "session of a profile", profile: "dr", isRole: undefined } as const;
    expect(credentialsEndOf(of, { AWS_CREDENTIAL_EXPIRATION: END }, undefined)).toEqual({
      kind: "unknown",
      what: "the session token of the profile dr",
    });
  });
});
