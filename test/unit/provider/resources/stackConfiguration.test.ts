import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { getSourceServers } from "../../../../provider/src/functions/getSourceServers";
import type { DrillWaveArgs } from "../../../../provider/src/resources/args";
import { DrillWave } from "../../../../provider/src/resources/drillWave";
import { toPlace } from "../../../../provider/src/resources/place";
import { DRILL_GUARD_TYPE } from "../../../../provider/src/vocabulary";
import { DB, NONCE, outputs } from "../factories";
import { contextIn, fakeWorld } from "../fakeWorld";

const places: unknown[] = [];
vi.mock("../../../../provider/src/functions/lookUp", () => ({
  openLookUp: async (place: unknown) => {
    places.push(place);
    return contextIn(fakeWorld());
  },
}));

const ROLE = "arn:aws:iam::111122223333:role/drill";
const OTHER_ROLE = "arn:aws:iam::111122223333:role/other";

const inputs = new Map<string, Record<string, unknown>>();
const warnings: string[] = [];

/** The values as the engine gets them: a secret is an object that says so. */
const isSecret = (value: unknown) =>
  typeof value === "object" && value !== null && "4dabf18193072939515e22adb298388d" in value;
const open = (value: unknown) => (isSecret(value) ? Object(value).value : value);

/** Runs a program under mocks in a stack with this configuration; JSON settings are given as values. */
async function run(config: Record<string, unknown>, program: () => unknown, secretKeys: string[] = []) {
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs: given }) => {
        inputs.set(name, given);
        const state = type === DRILL_GUARD_TYPE ? { ...given, nonce: NONCE } : { ...given, ...outputs() };
        return { id: `${name}-id`, state };
      },
      call: () => ({}),
    },
    "project",
    "stack",
    false,
  );
  const texts = Object.entries(config).map(([key, value]) => [
    key,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  pulumi.runtime.setAllConfig(Object.fromEntries(texts), secretKeys);
  try {
    await program();
    await pulumi.runtime.disconnect();
  } finally {
    pulumi.runtime.setAllConfig({});
  }
}

const wave = (args: Partial<DrillWaveArgs> = {}) =>
  new DrillWave("database", { sourceServers: [{ sourceServerId: DB }], ...args });

/** Where the wave and its guard call AWS, in that order. */
async function placesOf(config: Record<string, unknown>, args: Partial<DrillWaveArgs> = {}, secretKeys: string[] = []) {
  await run(config, () => wave(args), secretKeys);
  return ["database", "database-guard"].map((name) => {
    const { region, connection } = inputs.get(name) ?? {};
    return { ...(region === undefined ? {} : { region }), ...(connection === undefined ? {} : { connection }) };
  });
}

const refusalOf = (config: Record<string, unknown>, args: Partial<DrillWaveArgs> = {}) =>
  run(config, () => wave(args)).then(
    () => "taken",
    (error: Error) => {
      const isRunError: boolean = pulumi.RunError.isInstance(error);
      return isRunError ? error.message : `not a RunError: ${error.message}`;
    },
  );

beforeEach(() => {
  vi.stubEnv("AWS_REGION", "");
  vi.stubEnv("AWS_DEFAULT_REGION", "");
  vi.spyOn(pulumi.log, "warn").mockImplementation(async (text) => void warnings.push(text));
});
afterEach(async () => {
  await pulumi.runtime.disconnect();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  inputs.clear();
  warnings.length = 0;
  places.length = 0;
});

describe("what a stack's configuration says of AWS", () => {
  it.each<{ label: string; config: Record<string, unknown>; place: object }>([
    { label: "nothing", config: {}, place: {} },
    {
      label: "nothing that a drill takes",
      config: { "aws:skipRegionValidation": "true", "aws:maxRetries": "3" },
      place: {},
    },
    { label: "empty texts", config: { "aws:region": "", "aws:profile": " ", "aws:assumeRole": "" }, place: {} },
    { label: "a Region", config: { "aws:region": "eu-west-1" }, place: { region: "eu-west-1" } },
    { label: "a profile", config: { "aws:profile": "dr" }, place: { connection: { profile: "dr" } } },
    {
      label: "a role",
      config: { "aws:assumeRole": { roleArn: ROLE, externalId: "x", sessionName: "s", durationSeconds: 1800 } },
      place: {
        connection: { assumeRole: { roleArn: ROLE, externalId: "x", sessionName: "s", durationSeconds: 1800 } },
      },
    },
    {
      label: "a role whose members are texts, as `config set --path` writes them",
      config: { "aws:assumeRole": { roleArn: ROLE, externalId: 42, durationSeconds: "1800" } },
      place: { connection: { assumeRole: { roleArn: ROLE, externalId: "42", durationSeconds: 1800 } } },
    },
    {
      label: "a role with a duration in Go's syntax",
      config: { "aws:assumeRoles": [{ roleArn: ROLE, duration: "1h30m" }] },
      place: { connection: { assumeRole: { roleArn: ROLE, durationSeconds: 5400 } } },
    },
    {
      label: "one role in a list",
      config: { "aws:assumeRoles": [{ roleArn: ROLE, sessionName: null, externalId: "" }] },
      place: { connection: { assumeRole: { roleArn: ROLE } } },
    },
    { label: "no roles", config: { "aws:assumeRoles": [] }, place: {} },
    {
      label: "endpoints, of which a drill calls three services",
      config: {
        "aws:endpoints": [
          { drs: "https://drs.vpce", s3: "https://s3.vpce" },
          { ec2: "https://ec2.vpce", sts: "https://sts.vpce" },
        ],
      },
      place: {
        connection: { endpoints: { drs: "https://drs.vpce", ec2: "https://ec2.vpce", sts: "https://sts.vpce" } },
      },
    },
    { label: "endpoints of other services", config: { "aws:endpoints": [{ s3: "https://s3.vpce" }] }, place: {} },
    {
      label: "endpoints without a list",
      config: { "aws:endpoints": { drs: "https://drs.vpce" } },
      place: { connection: { endpoints: { drs: "https://drs.vpce" } } },
    },
    {
      label: "all of it",
      config: {
        "aws:region": "eu-west-1",
        "aws:profile": "dr",
        "aws:assumeRole": { roleArn: ROLE },
        "aws:endpoints": [{ drs: "https://drs.vpce" }],
      },
      place: {
        region: "eu-west-1",
        connection: { profile: "dr", assumeRole: { roleArn: ROLE }, endpoints: { drs: "https://drs.vpce" } },
      },
    },
  ])("becomes an input of the wave and of its guard, and holds for functions: $label", async ({ config, place }) => {
    expect(await placesOf(config)).toEqual([place, place]);
    await run(config, () => getSourceServers());
    expect(places).toEqual([place]);
  });

  const EVERYTHING = {
    "aws:region": "eu-west-1",
    "aws:profile": "dr",
    "aws:assumeRole": { roleArn: ROLE, externalId: "x" },
    "aws:endpoints": [{ drs: "https://drs.vpce", ec2: "https://ec2.vpce" }],
  };
  const CONFIGURED = {
    profile: "dr",
    assumeRole: { roleArn: ROLE, externalId: "x" },
    endpoints: { drs: "https://drs.vpce", ec2: "https://ec2.vpce" },
  };

  it.each<{ label: string; args: Partial<DrillWaveArgs>; place: object }>([
    {
      label: "a Region",
      args: { region: "us-east-2" },
      place: { region: "us-east-2", connection: CONFIGURED },
    },
    {
      label: "a profile",
      args: { connection: { profile: "own" } },
      place: { region: "eu-west-1", connection: { ...CONFIGURED, profile: "own" } },
    },
    {
      label: "a role, as a whole",
      args: { connection: { assumeRole: { roleArn: OTHER_ROLE } } },
      place: { region: "eu-west-1", connection: { ...CONFIGURED, assumeRole: { roleArn: OTHER_ROLE } } },
    },
    {
      label: "an endpoint, which means all services",
      args: { connection: { endpoint: "https://one" } },
      place: {
        region: "eu-west-1",
        connection: { profile: "dr", assumeRole: CONFIGURED.assumeRole, endpoint: "https://one" },
      },
    },
    {
      label: "the endpoint of a service",
      args: { connection: { endpoints: { drs: "https://own" } } },
      place: {
        region: "eu-west-1",
        connection: { ...CONFIGURED, endpoints: { drs: "https://own", ec2: "https://ec2.vpce" } },
      },
    },
    {
      label: "undefined, which says nothing",
      args: { region: undefined, connection: undefined },
      place: { region: "eu-west-1", connection: CONFIGURED },
    },
    {
      label: "members that are undefined",
      args: { connection: { profile: undefined, assumeRole: undefined, endpoints: { drs: undefined } } },
      place: { region: "eu-west-1", connection: CONFIGURED },
    },
    {
      label: "Outputs that are undefined",
      args: {
        region: pulumi.output(undefined) as unknown as string,
        connection: { profile: pulumi.output(undefined) as unknown as string },
      },
      place: { region: "eu-west-1", connection: CONFIGURED },
    },
    {
      label: "Outputs",
      args: { region: pulumi.output("us-east-2"), connection: pulumi.output({ profile: pulumi.output("own") }) },
      place: { region: "us-east-2", connection: { ...CONFIGURED, profile: "own" } },
    },
    {
      label: "promises",
      args: { region: Promise.resolve("us-east-2"), connection: Promise.resolve({ profile: "own" }) },
      place: { region: "us-east-2", connection: { ...CONFIGURED, profile: "own" } },
    },
  ])("gives way to what the program says: $label", async ({ args, place }) => {
    expect(await placesOf(EVERYTHING, args)).toEqual([place, place]);
  });

  it("leaves a connection that is no object to check, which names it", async () => {
    expect(await placesOf(EVERYTHING, { connection: "x" as never })).toMatchObject([{ connection: "x" }, {}]);
  });

  it.each([
    { secret: "aws:region", secretInputs: ["region"] },
    { secret: "aws:profile", secretInputs: ["connection"] },
    { secret: "aws:assumeRole", secretInputs: ["connection"] },
    { secret: "aws:endpoints", secretInputs: ["connection"] },
  ])("stays secret: $secret", async ({ secret, secretInputs }) => {
    await run(EVERYTHING, () => wave(), [secret]);
    for (const name of ["database", "database-guard"]) {
      const given = inputs.get(name) ?? {};
      expect(["region", "connection"].filter((input) => isSecret(given[input]))).toEqual(secretInputs);
      expect({ region: open(given["region"]), connection: open(given["connection"]) }).toEqual({
        region: "eu-west-1",
        connection: CONFIGURED,
      });
    }
  });

  const READING = "Reading the stack's configuration";
  const NOTHING = "Nothing was started. Fix:";
  const WITHOUT_COPY =
    "which DrillWave does not copy, because a copy would lie in the stack's state. Nothing was started. Fix: remove them and " +
    "set aws:profile, or give the credentials in the environment (AWS_ACCESS_KEY_ID and others), or give the wave a " +
    "`connection.profile`.";

  it.each<{ label: string; config: Record<string, unknown>; message: string }>([
    {
      label: "static keys",
      config: { "aws:accessKey": "AKIA", "aws:secretKey": "s" },
      message: `Taking AWS's credentials from the stack's configuration: it has aws:accessKey, aws:secretKey, ${WITHOUT_COPY}`,
    },
    {
      label: "a session token beside a profile, which Pulumi's AWS provider would not use",
      config: { "aws:token": "t", "aws:profile": "dr" },
      message: `Taking AWS's credentials from the stack's configuration: it has aws:token, ${WITHOUT_COPY}`,
    },
    {
      label: "a web identity",
      config: { "aws:assumeRoleWithWebIdentity": { roleArn: ROLE } },
      message: `Taking AWS's credentials from the stack's configuration: it has aws:assumeRoleWithWebIdentity, ${WITHOUT_COPY}`,
    },
    {
      label: "a chain of roles",
      config: { "aws:assumeRoles": [{ roleArn: ROLE }, { roleArn: OTHER_ROLE }] },
      message: `${READING} aws:assumeRoles: it has 2 roles, expected one role. ${NOTHING} give the last role in \`connection.assumeRole\`.`,
    },
    {
      label: "a role in each of two settings",
      config: { "aws:assumeRole": { roleArn: ROLE }, "aws:assumeRoles": [{ roleArn: OTHER_ROLE }] },
      message: `${READING} aws:assumeRole and aws:assumeRoles: it has 2 roles, expected one role. ${NOTHING} give the last role in \`connection.assumeRole\`.`,
    },
    {
      label: "a role that narrows its session",
      config: { "aws:assumeRole": { roleArn: ROLE, policy: "{}", tags: { a: "b" } } },
      message:
        `${READING} aws:assumeRole: it has the members policy, tags, expected roleArn, externalId, sessionName, duration, durationSeconds alone. ` +
        `${NOTHING} give the role in \`connection.assumeRole\`, if it may be assumed without them.`,
    },
    {
      label: "a role without its ARN",
      config: { "aws:assumeRole": { sessionName: "s" } },
      message: `${READING} aws:assumeRole: it has no roleArn, expected the ARN of a role. ${NOTHING} set it, or remove the setting.`,
    },
    {
      label: "a role that is a text",
      config: { "aws:assumeRole": ROLE },
      message: `${READING} aws:assumeRole: it has something else, expected an object, or a list of objects, as JSON. ${NOTHING} correct it.`,
    },
    {
      label: "a duration that is none",
      config: { "aws:assumeRole": { roleArn: ROLE, duration: "soon" } },
      message: `${READING} aws:assumeRole: it has a duration that cannot be read, expected seconds, or a duration such as 1h30m. ${NOTHING} correct it.`,
    },
    {
      label: "an endpoint that is no text",
      config: { "aws:endpoints": [{ drs: {} }] },
      message: `${READING} aws:endpoints: it has no text as drs, expected a text. ${NOTHING} correct it.`,
    },
    {
      label: "two endpoints of a service",
      config: { "aws:endpoints": [{ drs: "https://a" }, { drs: "https://b" }] },
      message: `${READING} aws:endpoints: it has two endpoints of drs, expected one. ${NOTHING} remove one of them.`,
    },
  ])("is refused where it cannot be taken: $label", async ({ config, message }) => {
    expect(await refusalOf(config)).toBe(message);
    expect([...inputs.keys()]).toEqual([]);
    await expect(run(config, () => toPlace({}))).rejects.toThrow(message);
  });

  it.each<{ label: string; config: Record<string, unknown>; args: Partial<DrillWaveArgs> }>([
    {
      label: "a profile in place of static keys",
      config: { "aws:accessKey": "AKIA" },
      args: { connection: { profile: "own" } },
    },
    {
      label: "a role in place of a chain",
      config: { "aws:assumeRoles": [{ roleArn: ROLE }, { roleArn: OTHER_ROLE }] },
      args: { connection: { assumeRole: { roleArn: ROLE } } },
    },
    {
      label: "an endpoint in place of endpoints that cannot be read",
      config: { "aws:endpoints": "x" },
      args: { connection: { endpoint: "https://one" } },
    },
  ])("is not refused where the program says otherwise: $label", async ({ config, args }) => {
    expect(await refusalOf(config, args)).toBe("taken");
  });

  it("says once which settings it does not read, and what does the same", async () => {
    const config = {
      "aws:useFipsEndpoint": "true",
      "aws:useDualstackEndpoint": "false",
      "aws:allowedAccountIds": "[]",
    };
    await run(config, () => [wave(), new DrillWave("web", { selector: { tags: { Tier: "web" } } })]);
    expect(warnings).toEqual([
      "DrillWave does not read aws:useFipsEndpoint of the stack's configuration; set AWS_USE_FIPS_ENDPOINT in the environment",
    ]);
  });
});

describe("a Region that the environment names too", () => {
  const TAKEN =
    "the Region eu-west-1 is taken, because the stack's configuration (aws:region) comes before the environment, " +
    "where AWS_REGION is us-east-1; the arg `region` comes before both";
  const CONFIG = { "aws:region": "eu-west-1" };

  it("is said once in a program, with which was taken and why", async () => {
    vi.stubEnv("AWS_REGION", "us-east-1");
    const program = () => {
      wave();
      new DrillWave("web", { selector: { tags: { Tier: "web" } } });
      return getSourceServers();
    };
    await run(CONFIG, program);
    expect(warnings).toEqual([TAKEN]);
    await run(CONFIG, program);
    expect(warnings).toEqual([TAKEN, TAKEN]);
  });

  it.each([
    { label: "the program names one", environment: "us-east-1", config: CONFIG, args: { region: "us-west-2" } },
    { label: "both name the same", environment: "eu-west-1", config: CONFIG, args: {} },
    { label: "only the environment names one", environment: "us-east-1", config: {}, args: {} },
    { label: "only the configuration names one", environment: "", config: CONFIG, args: {} },
  ])("is not spoken of where $label", async ({ environment, config, args }) => {
    vi.stubEnv("AWS_REGION", environment);
    await run(config, () => wave(args));
    expect(warnings).toEqual([]);
  });

  it.each([
    { label: "told to the provider, whose environment may name another", environment: "", told: "eu-west-1" },
    { label: "not told to it twice", environment: "us-east-1", told: undefined },
  ])("is $label", async ({ environment, told }) => {
    vi.stubEnv("AWS_REGION", environment);
    await run(CONFIG, () => wave());
    expect(inputs.get("database")?.["__stackRegion"]).toBe(told);
  });
});

describe("a component that hands an AWS provider to its children", () => {
  class Provider extends pulumi.ProviderResource {}
  const under = (args: Partial<DrillWaveArgs>) => () => {
    const parent = new pulumi.ComponentResource(
      "my:index:Plan",
      "plan",
      {},
      { providers: [new Provider("aws", "west", {})] },
    );
    new DrillWave("database", { sourceServers: [{ sourceServerId: DB }], ...args }, { parent });
  };

  it("is spoken of, because a wave does not take it", async () => {
    await run({}, under({}));
    expect(warnings).toEqual([
      "DrillWave database does not take the AWS provider of its parent, because it is a dynamic resource: it calls AWS where " +
        "the stack's configuration and the environment say. Give its args `region` and `connection` to say otherwise",
    ]);
  });

  it("is not spoken of where the program says where the wave calls AWS", async () => {
    await run({}, under({ region: "us-west-2" }));
    expect(warnings).toEqual([]);
  });
});
