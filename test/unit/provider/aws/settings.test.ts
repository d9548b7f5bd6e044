import { describe, expect, it } from "vitest";
import { REGION, type SettingSources, settingsOf } from "../../../../provider/src/aws/settings";

/** The profile `dr` with every setting, beside a default profile with other ones. */
const FILES: SettingSources["files"] = {
  configFile: {
    default: { region: "us-east-1", endpoint_url: "https://default.example" },
    dr: {
      region: "us-west-2",
      endpoint_url: "https://all.example",
      services: "drill",
      use_fips_endpoint: "true",
      use_dualstack_endpoint: "true",
      sts_regional_endpoints: "legacy",
      ca_bundle: "/profile.pem",
    },
    "services.drill": { "ec2.endpoint_url": "https://ec2-of-section.example" },
  },
  credentialsFile: {},
};

const settings = (changes: Partial<SettingSources> = {}) =>
  settingsOf({ region: undefined, connection: {}, environment: {}, files: FILES, ...changes });
const dr = { connection: { profile: "dr" } };

describe(settingsOf.name, () => {
  it("takes everything that a named profile says, and nothing of the default one", () => {
    expect(settings(dr)).toEqual({
      profile: "dr",
      region: { value: "us-west-2", from: "the profile dr" },
      otherRegions: [],
      endpoints: {
        drs: { url: "https://all.example", from: "endpoint_url of the profile dr" },
        ec2: { url: "https://ec2-of-section.example", from: "ec2 of the services section drill" },
        sts: { url: "https://all.example", from: "endpoint_url of the profile dr" },
        ssm: { url: "https://all.example", from: "endpoint_url of the profile dr" },
        iam: { url: "https://all.example", from: "endpoint_url of the profile dr" },
      },
      useFips: { value: true, from: "use_fips_endpoint of the profile dr" },
      useDualstack: { value: true, from: "use_dualstack_endpoint of the profile dr" },
      usesGlobalSts: true,
      caBundle: { value: "/profile.pem", from: "ca_bundle of the profile dr" },
    });
  });

  it("takes AWS_PROFILE's where the program names none", () => {
    expect(settings({ environment: { AWS_PROFILE: "dr" } })).toEqual(settings(dr));
  });

  it("takes the environment's before the profile's", () => {
    const environment = {
      AWS_REGION: "eu-west-1",
      AWS_ENDPOINT_URL: "https://all-of-environment.example",
      AWS_ENDPOINT_URL_DRS: "https://drs-of-environment.example",
      AWS_USE_FIPS_ENDPOINT: "false",
      AWS_USE_DUALSTACK_ENDPOINT: "false",
      AWS_STS_REGIONAL_ENDPOINTS: "regional",
      AWS_CA_BUNDLE: "/environment.pem",
    };
    expect(settings({ ...dr, environment })).toEqual({
      profile: "dr",
      region: { value: "eu-west-1", from: "AWS_REGION" },
      otherRegions: [{ value: "us-west-2", from: "the profile dr" }],
      endpoints: {
        drs: { url: "https://drs-of-environment.example", from: "AWS_ENDPOINT_URL_DRS" },
        ec2: { url: "https://all-of-environment.example", from: "AWS_ENDPOINT_URL" },
        sts: { url: "https://all-of-environment.example", from: "AWS_ENDPOINT_URL" },
        ssm: { url: "https://all-of-environment.example", from: "AWS_ENDPOINT_URL" },
        iam: { url: "https://all-of-environment.example", from: "AWS_ENDPOINT_URL" },
      },
      useFips: { value: false, from: "AWS_USE_FIPS_ENDPOINT" },
      useDualstack: { value: false, from: "AWS_USE_DUALSTACK_ENDPOINT" },
      usesGlobalSts: false,
      caBundle: { value: "/environment.pem", from: "AWS_CA_BUNDLE" },
    });
  });

  it("takes the program's before everything", () => {
    const environment = { AWS_REGION: "eu-west-1", AWS_ENDPOINT_URL_DRS: "https://drs-of-environment.example" };
    const connection = { profile: "dr", endpoint: "https://simulator.example" };
    const { region, endpoints } = settings({ region: "ap-south-1", connection, environment });
    expect({ region, urls: Object.values(endpoints).map(({ url }) => url) }).toEqual({
      region: { value: "ap-south-1", from: "the arg `region`" },
      urls: Array(5).fill("https://simulator.example"),
    });
  });

  it.each([
    { label: "the environment", environment: { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" }, files: FILES },
    {
      label: "the profile",
      environment: {},
      files: {
        ...FILES,
        configFile: {
          ...FILES.configFile,
          dr: { ...FILES.configFile["dr"], ignore_configured_endpoint_urls: "true" },
        },
      },
    },
  ])("ignores configured addresses when $label says so, and never the program's", ({ environment, files }) => {
    const connection = { profile: "dr", endpoints: { ec2: "https://ec2.example" } };
    expect(settings({ connection, environment, files }).endpoints).toEqual({
      ec2: { url: "https://ec2.example", from: "connection.endpoints.ec2" },
    });
  });

  it("does not take DRS's VPC endpoint for another service's, wherever it comes from", () => {
    const url = "https://vpce-1.drs.us-west-2.vpce.amazonaws.com";
    const files = { configFile: { dr: { endpoint_url: url } }, credentialsFile: {} };
    expect(Object.keys(settings({ ...dr, files }).endpoints)).toEqual(["drs"]);
    const environment = { AWS_ENDPOINT_URL: url };
    expect(Object.keys(settings({ environment, files: { configFile: {}, credentialsFile: {} } }).endpoints)).toEqual([
      "drs",
    ]);
  });

  it("takes AWS_DEFAULT_REGION, which the SDK does not read, only where nothing else names a Region", () => {
    const environment = { AWS_DEFAULT_REGION: "eu-west-1" };
    expect(settings({ ...dr, environment }).region?.value).toBe("us-west-2");
    expect(settings({ connection: { profile: "other" }, environment }).region).toEqual({
      value: "eu-west-1",
      from: "AWS_DEFAULT_REGION",
    });
  });

  it.each([
    { label: "nothing at all", environment: {} },
    { label: "empty texts", environment: { AWS_REGION: "", AWS_ENDPOINT_URL: "", AWS_USE_FIPS_ENDPOINT: "" } },
  ])("leaves out what $label says", ({ environment }) => {
    const files = { configFile: {}, credentialsFile: {} };
    expect(settings({ environment, files })).toEqual({
      profile: "default",
      otherRegions: [],
      endpoints: {},
      useFips: { value: false, from: "default" },
      useDualstack: { value: false, from: "default" },
      usesGlobalSts: false,
    });
  });

  it("does not take a word that is neither true nor false for false", () => {
    expect(() => settings({ environment: { AWS_USE_FIPS_ENDPOINT: "yes" } })).toThrow(
      new Error("reading AWS_USE_FIPS_ENDPOINT: seen yes, expected true or false"),
    );
  });
});

describe("REGION", () => {
  it.each([
    ...["us-west-2", "us-gov-west-1", "cn-north-1", "cn-northwest-1", "us-iso-east-1", "us-isob-east-1"],
    ...["us-isof-south-1", "eu-isoe-west-1", "eusc-de-east-1", "mx-central-1", "il-central-1", "ap-southeast-7"],
  ])("fits %s", (region) => {
    expect(REGION.test(region)).toBe(true);
  });

  it.each(["", "us-west", "us-west-2a", "US-WEST-2", "us_west_2", "us-west-2.example", "fips-us-gov-west-1", "west"])(
    "does not fit %j",
    (region) => {
      expect(REGION.test(region)).toBe(false);
    },
  );
});
