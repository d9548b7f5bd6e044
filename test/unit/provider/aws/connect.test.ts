import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DrsClient } from "@aws-sdk/client-drs";
import { EC2Client } from "@aws-sdk/client-ec2";
import { IAMClient } from "@aws-sdk/client-iam";
import { STSClient } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { connect } from "../../../../provider/src/aws/connect";
import type { Connection } from "../../../../provider/src/vocabulary";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "drillwave-"));
  for (const name of Object.keys(process.env).filter((each) => /^AWS_|_proxy$/i.test(each))) {
    vi.stubEnv(name, undefined);
  }
  vi.stubEnv("AWS_CONFIG_FILE", join(folder, "config"));
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(folder, "credentials"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const configFile = (text: string) => writeFileSync(join(folder, "config"), text);

const CLIENTS = { drs: DrsClient, ec2: EC2Client, sts: STSClient };

/** Where the clients of a connection call: Region of the signature, and host. */
async function placesOf(region: string | undefined, connection: Connection = {}) {
  const connected = connect(region, connection);
  const entries = Object.entries(CLIENTS).map(async ([service, Client]) => {
    const config = await connected.clientConfig(service as keyof typeof CLIENTS, Client);
    return [service, `${config.region} ${config.endpoint}`];
  });
  return Object.fromEntries(await Promise.all(entries));
}

describe(connect.name, () => {
  const connection = { endpoint: "http://127.0.0.1:1" };

  it("shares one connection among the waves of a process, and opens nothing yet", () => {
    const first = connect("us-west-2", connection);
    expect(connect("us-west-2", { ...connection })).toBe(first);
  });

  it.each([
    { label: "Region", other: () => connect("eu-west-1", connection) },
    { label: "endpoint", other: () => connect("us-west-2", { endpoint: "http://127.0.0.1:2" }) },
    {
      label: "service's endpoint",
      other: () => connect("us-west-2", { ...connection, endpoints: { ec2: "https://a" } }),
    },
    { label: "profile", other: () => connect("us-west-2", { ...connection, profile: "x" }) },
    {
      label: "role",
      other: () => connect("us-west-2", { ...connection, assumeRole: { roleArn: "arn:aws:iam::1:role/x" } }),
    },
  ])("is another one for another $label", ({ other }) => {
    expect(other()).not.toBe(connect("us-west-2", connection));
  });

  it("is another one once the environment says something else: a program may change it between two stacks", () => {
    const first = connect(undefined, connection);
    vi.stubEnv("AWS_PROFILE", "other");
    expect(connect(undefined, connection)).not.toBe(first);
  });

  it("limits every request, in handlers of the SDK that only warn as well, over sockets that its clients share", async () => {
    const connected = connect("us-west-2", connection);
    const [drs, ec2] = await Promise.all([
      connected.clientConfig("drs", DrsClient),
      connected.clientConfig("ec2", EC2Client),
    ]);
    expect(drs.requestHandler).toEqual({
      connectionTimeout: 5_000,
      requestTimeout: 20_000,
      socketTimeout: 20_000,
      throwOnRequestTimeout: true,
      httpAgent: expect.any(HttpAgent),
      httpsAgent: expect.any(HttpsAgent),
    });
    expect(ec2.requestHandler.httpsAgent).toBe(drs.requestHandler.httpsAgent);
  });

  it("refuses an endpoint to which signed requests must not go", () => {
    expect(() => connect("us-west-2", { endpoint: "http://drs.example" })).toThrow(
      new Error(
        "connecting to AWS: http://drs.example is http to another machine: " +
          "use https, or set connection.allowInsecureEndpoint",
      ),
    );
  });
});

describe("what a client is given", () => {
  it.each([
    { region: "us-west-2", host: (service: string) => `${service}.us-west-2.amazonaws.com` },
    { region: "us-gov-west-1", host: (service: string) => `${service}.us-gov-west-1.amazonaws.com` },
    { region: "cn-north-1", host: (service: string) => `${service}.cn-north-1.amazonaws.com.cn` },
    { region: "us-iso-east-1", host: (service: string) => `${service}.us-iso-east-1.c2s.ic.gov` },
    { region: "us-isob-east-1", host: (service: string) => `${service}.us-isob-east-1.sc2s.sgov.gov` },
    { region: "eu-isoe-west-1", host: (service: string) => `${service}.eu-isoe-west-1.cloud.adc-e.uk` },
    { region: "eusc-de-east-1", host: (service: string) => `${service}.eusc-de-east-1.amazonaws.eu` },
  ])("is AWS's own address in $region, signed for it, for every service", async ({ region, host }) => {
    expect(await placesOf(region)).toEqual({
      drs: `${region} https://${host("drs")}`,
      ec2: `${region} https://${host("ec2")}`,
      sts: `${region} https://${host("sts")}`,
    });
  });

  it.each([
    { setting: "use_fips_endpoint = true", hosts: ["drs-fips", "ec2-fips", "sts-fips"], domain: "amazonaws.com" },
    { setting: "use_dualstack_endpoint = true", hosts: ["drs", "ec2", "sts"], domain: "api.aws" },
  ])("honours $setting of a named profile alone, for every service", async ({ setting, hosts, domain }) => {
    configFile(`[profile dr]\nregion = us-west-2\n${setting}\n`);
    expect(Object.values(await placesOf(undefined, { profile: "dr" }))).toEqual(
      hosts.map((host) => `us-west-2 https://${host}.us-west-2.${domain}`),
    );
    expect((await placesOf("us-west-2"))["drs"]).toBe("us-west-2 https://drs.us-west-2.amazonaws.com");
  });

  it("is STS's global endpoint, signed for its Region, where the profile says legacy and the Region is among its own", async () => {
    configFile("[profile dr]\nsts_regional_endpoints = legacy\n");
    const sts = async (region: string) => (await placesOf(region, { profile: "dr" }))["sts"];
    expect(await sts("us-west-2")).toBe("us-east-1 https://sts.amazonaws.com");
    expect(await sts("ap-east-1")).toBe("ap-east-1 https://sts.ap-east-1.amazonaws.com");
    expect(await sts("cn-north-1")).toBe("cn-north-1 https://sts.cn-north-1.amazonaws.com.cn");
  });

  it.each([
    { region: "us-west-2", place: "us-east-1 https://iam.amazonaws.com" },
    { region: "cn-north-1", place: "cn-north-1 https://iam.cn-north-1.amazonaws.com.cn" },
    { region: "us-gov-west-1", place: "us-gov-west-1 https://iam.us-gov.amazonaws.com" },
    { region: "eusc-de-east-1", place: "eusc-de-east-1 https://iam.eusc-de-east-1.amazonaws.eu" },
  ])("is IAM's one address of the partition of $region", async ({ region, place }) => {
    const config = await connect(region).clientConfig("iam", IAMClient);
    expect(`${config.region} ${config.endpoint}`).toBe(place);
  });

  it("is what a services section, the profile and the program say, each where it counts", async () => {
    configFile(
      "[default]\nendpoint_url = https://default.example\n" +
        "[profile dr]\nregion = us-west-2\nservices = drill\nendpoint_url = https://all.example\n" +
        "[services drill]\nec2 =\n  endpoint_url = https://ec2.example\n",
    );
    expect(await placesOf(undefined, { profile: "dr", endpoints: { sts: "https://sts.example" } })).toEqual({
      drs: "us-west-2 https://all.example",
      ec2: "us-west-2 https://ec2.example",
      sts: "us-west-2 https://sts.example",
    });
  });

  it("is AWS's own address of EC2 and STS beside a VPC endpoint of DRS", async () => {
    const endpoint = "https://vpce-0a-1b.drs.us-west-2.vpce.amazonaws.com";
    expect(await placesOf("us-west-2", { endpoint })).toEqual({
      drs: `us-west-2 ${endpoint}`,
      ec2: "us-west-2 https://ec2.us-west-2.amazonaws.com",
      sts: "us-west-2 https://sts.us-west-2.amazonaws.com",
    });
  });

  it.each([
    {
      label: "AWS_ENDPOINT_URL",
      from: "AWS_ENDPOINT_URL",
      set: () => vi.stubEnv("AWS_ENDPOINT_URL", "http://a.example"),
    },
    {
      label: "AWS_ENDPOINT_URL_EC2",
      from: "AWS_ENDPOINT_URL_EC2",
      set: () => vi.stubEnv("AWS_ENDPOINT_URL_EC2", "http://a.example"),
    },
    {
      label: "a profile",
      from: "endpoint_url of the profile dr",
      set: () => configFile("[profile dr]\nendpoint_url = http://a.example\n"),
    },
    {
      label: "a services section",
      from: "sts of the services section s",
      set: () => configFile("[profile dr]\nservices = s\n[services s]\nsts =\n  endpoint_url = http://a.example\n"),
    },
  ])("is never plain http to another machine, also of $label, unless the program allows it", async ({ from, set }) => {
    set();
    await expect(placesOf("us-west-2", { profile: "dr" })).rejects.toThrow(
      new Error(
        `connecting to AWS: ${from}: http://a.example is http to another machine: ` +
          "use https, or set connection.allowInsecureEndpoint",
      ),
    );
    const allowed = await placesOf("us-west-2", { profile: "dr", allowInsecureEndpoint: true });
    expect(Object.values(allowed)).toContain("us-west-2 http://a.example");
  });

  it("refuses to take another address for a FIPS endpoint", async () => {
    vi.stubEnv("AWS_USE_FIPS_ENDPOINT", "true");
    await expect(placesOf("us-west-2", { endpoints: { drs: "https://a.example" } })).rejects.toThrow(
      new Error(
        "connecting to AWS: AWS_USE_FIPS_ENDPOINT asks for FIPS endpoints, but connection.endpoints.drs names https://a.example. " +
          "Fix: name a FIPS endpoint (…-fips.…), or leave one of the two out",
      ),
    );
    const simulator = await placesOf("us-west-2", { endpoint: "http://127.0.0.1:8080" });
    expect(simulator["drs"]).toBe("us-west-2 http://127.0.0.1:8080");
  });
});

describe("the Region of a connection", () => {
  it("is the program's, before the environment's, before the named profile's", async () => {
    configFile("[default]\nregion = us-east-1\n[profile dr]\nregion = us-west-2\n");
    const profile = "dr";
    expect(await connect(undefined, { profile }).region()).toBe("us-west-2");
    vi.stubEnv("AWS_REGION", "eu-west-1");
    expect(await connect(undefined, { profile }).region()).toBe("eu-west-1");
    expect(await connect("ap-south-1", { profile }).region()).toBe("ap-south-1");
  });

  it("says how to give one where there is none", async () => {
    await expect(connect(undefined).region()).rejects.toThrow(
      "no AWS Region is set. Fix: give the arg `region`, run `pulumi config set aws:region us-west-2` with your Region, set AWS_REGION, or give the profile a region",
    );
  });

  it("is no other text", async () => {
    vi.stubEnv("AWS_REGION", "us-west-2.example/");
    await expect(connect(undefined).region()).rejects.toThrow(
      "reading AWS_REGION: seen us-west-2.example/, expected an AWS Region such as us-west-2",
    );
  });
});
