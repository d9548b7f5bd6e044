import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { connect } from "../../../provider/src/aws/connect";
import { createDrsGateway } from "../../../provider/src/drs/awsGateway";
import { createEc2Gateway } from "../../../provider/src/ec2/awsGateway";
import type { Connection } from "../../../provider/src/vocabulary";
import { AUTHORITY_FILE, type AwsBehindProxy, openAwsBehindProxy } from "./awsBehindProxy";

let aws: AwsBehindProxy;
let folder: string;
beforeEach(async () => {
  aws = await openAwsBehindProxy();
  folder = mkdtempSync(join(tmpdir(), "drillwave-"));
  for (const name of Object.keys(process.env).filter((each) => /^AWS_|_proxy$/i.test(each))) {
    vi.stubEnv(name, undefined);
  }
  vi.stubEnv("AWS_CONFIG_FILE", join(folder, "config"));
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(folder, "credentials"));
  vi.stubEnv("AWS_CA_BUNDLE", AUTHORITY_FILE);
  vi.stubEnv("HTTPS_PROXY", aws.proxyUrl);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
  await aws.close();
});

const KEYS = "aws_access_key_id = USER\naws_secret_access_key = s\n";
const role = (name: string, more: string) => `role_arn = arn:aws:iam::111122223333:role/${name}\n${more}\n`;
const shared = (text: string) => writeFileSync(join(folder, "config"), text);

/** One read of DRS, one of EC2; what AWS saw, in one line each. */
async function readBoth(region: string | undefined, connection: Connection = {}) {
  const connected = connect(region, connection);
  const { signal } = new AbortController();
  await (await createDrsGateway(connected, signal)).listJobs();
  await createEc2Gateway(connected, signal).listSubnets(["subnet-1"]);
  return aws.seen.map(({ action, host, scope, key }) => `${action} ${host} ${scope} ${key}`);
}

const drs = (region: string, domain: string, key: string, fips = "") => [
  `/DescribeJobs drs${fips}.${region}.${domain} ${region}/drs ${key}`,
  `DescribeSubnets ec2${fips}.${region}.${domain} ${region}/ec2 ${key}`,
];

describe("a role, assumed by the client inside", () => {
  it.each([
    {
      label: "of a profile in cn-north-1",
      file: `[profile dr]\nregion = cn-north-1\n${role("a", "source_profile = base")}[profile base]\n${KEYS}`,
      connection: { profile: "dr" },
      seen: [
        "AssumeRole sts.cn-north-1.amazonaws.com.cn cn-north-1/sts USER",
        ...drs("cn-north-1", "amazonaws.com.cn", "ROLE1"),
      ],
    },
    {
      label: "of the program, with a profile's keys and Region",
      file: `[profile dr]\nregion = us-gov-west-1\n${KEYS}`,
      connection: { profile: "dr", assumeRole: { roleArn: "arn:aws-us-gov:iam::111122223333:role/a" } },
      seen: [
        "AssumeRole sts.us-gov-west-1.amazonaws.com us-gov-west-1/sts USER",
        ...drs("us-gov-west-1", "amazonaws.com", "ROLE1"),
      ],
    },
    {
      label: "of a chain of profiles in the European Sovereign Cloud",
      file: `[profile dr]\nregion = eusc-de-east-1\n${role("b", "source_profile = middle")}[profile middle]\nregion = us-east-1\n${role("a", "source_profile = base")}[profile base]\n${KEYS}`,
      connection: { profile: "dr" },
      seen: [
        "AssumeRole sts.eusc-de-east-1.amazonaws.eu eusc-de-east-1/sts USER",
        "AssumeRole sts.eusc-de-east-1.amazonaws.eu eusc-de-east-1/sts ROLE1",
        ...drs("eusc-de-east-1", "amazonaws.eu", "ROLE2"),
      ],
    },
    {
      label: "of the program, with a profile's role before it",
      file: `[profile dr]\nregion = us-iso-east-1\n${role("a", "source_profile = base")}[profile base]\n${KEYS}`,
      connection: { profile: "dr", assumeRole: { roleArn: "arn:aws-iso:iam::111122223333:role/b" } },
      seen: [
        "AssumeRole sts.us-iso-east-1.c2s.ic.gov us-iso-east-1/sts USER",
        "AssumeRole sts.us-iso-east-1.c2s.ic.gov us-iso-east-1/sts ROLE1",
        ...drs("us-iso-east-1", "c2s.ic.gov", "ROLE2"),
      ],
    },
    {
      label: "of a profile with FIPS endpoints",
      file: `[profile dr]\nregion = us-west-2\nuse_fips_endpoint = true\n${role("a", "source_profile = base")}[profile base]\n${KEYS}`,
      connection: { profile: "dr" },
      seen: [
        "AssumeRole sts-fips.us-west-2.amazonaws.com us-west-2/sts USER",
        ...drs("us-west-2", "amazonaws.com", "ROLE1", "-fips"),
      ],
    },
    {
      label: "of a profile that asks for STS's global endpoint",
      file: `[profile dr]\nregion = us-west-2\nsts_regional_endpoints = legacy\n${role("a", "source_profile = base")}[profile base]\n${KEYS}`,
      connection: { profile: "dr" },
      seen: ["AssumeRole sts.amazonaws.com us-east-1/sts USER", ...drs("us-west-2", "amazonaws.com", "ROLE1")],
    },
    {
      label: "at an address of its own",
      file: `[profile dr]\nregion = us-west-2\n${role("a", "source_profile = base")}[profile base]\n${KEYS}`,
      connection: { profile: "dr", endpoints: { sts: "https://sts.example" } },
      seen: ["AssumeRole sts.example us-west-2/sts USER", ...drs("us-west-2", "amazonaws.com", "ROLE1")],
    },
    {
      label: "with a web identity, which signs nothing",
      file: "[profile dr]\nregion = cn-north-1\nrole_arn = arn:aws-cn:iam::111122223333:role/a\nweb_identity_token_file = {folder}/token\n",
      connection: { profile: "dr" },
      seen: [
        "AssumeRoleWithWebIdentity sts.cn-north-1.amazonaws.com.cn undefined undefined",
        ...drs("cn-north-1", "amazonaws.com.cn", "ROLE1"),
      ],
    },
  ])("$label is asked for in the drill's Region and partition", async ({ file, connection, seen }) => {
    writeFileSync(join(folder, "token"), "token");
    shared(file.replace("{folder}", folder));
    expect(await readBoth(undefined, connection)).toEqual(seen);
  });

  it("is assumed once for all clients of a connection, also by AWS_PROFILE, in the Region of the arg", async () => {
    shared(`[profile dr]\nregion = us-east-1\n${role("a", "source_profile = base")}[profile base]\n${KEYS}`);
    vi.stubEnv("AWS_PROFILE", "dr");
    expect(await readBoth("us-west-2")).toEqual([
      "AssumeRole sts.us-west-2.amazonaws.com us-west-2/sts USER",
      ...drs("us-west-2", "amazonaws.com", "ROLE1"),
    ]);
  });
});

describe("the account of a connection", () => {
  it("is what STS answers, asked once, whatever the key looks like", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAJ2ZKQXEXAMPLE777");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "s");
    const connected = connect("us-west-2");
    expect(await Promise.all([connected.account(), connected.account()])).toEqual(["111122223333", "111122223333"]);
    expect(aws.seen.map(({ action, host }) => `${action} ${host}`)).toEqual([
      "GetCallerIdentity sts.us-west-2.amazonaws.com",
    ]);
  });

  it("is not known where STS cannot be reached", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAJ2ZKQXEXAMPLE777");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "s");
    const connected = connect("us-west-2", { endpoints: { sts: "http://127.0.0.1:1" } });
    expect(await connected.account()).toBeUndefined();
  });
});

describe("a proxy and an authority of one's own", () => {
  beforeEach(() => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "USER");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "s");
  });

  it("are used by every client, one tunnel a host, with the proxy's password", async () => {
    vi.stubEnv("HTTPS_PROXY", aws.proxyUrl.replace("//", "//user:secret@"));
    await readBoth("us-west-2");
    const authorization = `Basic ${Buffer.from("user:secret").toString("base64")}`;
    expect(aws.tunnels).toEqual([
      { host: "drs.us-west-2.amazonaws.com:443", authorization },
      { host: "ec2.us-west-2.amazonaws.com:443", authorization },
    ]);
  });

  it("are not used for hosts that NO_PROXY excepts", async () => {
    vi.stubEnv("NO_PROXY", "example,.us-west-2.amazonaws.com");
    vi.stubEnv("HTTPS_PROXY", "http://127.0.0.1:1");
    const { requestHandler } = await connect("us-west-2").clientConfig(
      "drs",
      (await import("@aws-sdk/client-drs")).DrsClient,
    );
    expect(requestHandler.httpsAgent.constructor.name).toBe("Agent");
  });

  it("can come from the profile", async () => {
    vi.stubEnv("AWS_CA_BUNDLE", undefined);
    shared(`[profile dr]\nregion = us-west-2\nca_bundle = ${AUTHORITY_FILE}\n${KEYS}`);
    expect(await readBoth(undefined, { profile: "dr" })).toEqual(drs("us-west-2", "amazonaws.com", "USER"));
  });

  it("are asked for by name when the certificate is not trusted or cannot be read", async () => {
    vi.stubEnv("AWS_CA_BUNDLE", join(folder, "none.pem"));
    await expect(readBoth("us-west-2")).rejects.toThrow(
      `reading the certificates of AWS_CA_BUNDLE, ${folder}/none.pem`,
    );
    writeFileSync(join(folder, "none.pem"), "no certificate");
    await expect(readBoth("us-west-2", { profile: "default" })).rejects.toThrow(
      "seen no certificate, expected at least one in PEM",
    );
  });

  it("are never used for a container's credentials", async () => {
    const container = createServer((_request, response) => {
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify({ AccessKeyId: "TASK", SecretAccessKey: "s", Token: "t", Expiration: "2126-01-01T00:00:00Z" }),
      );
    });
    await new Promise<void>((resolve) => container.listen(0, "127.0.0.1", resolve));
    vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
    vi.stubEnv("HTTP_PROXY", "http://127.0.0.1:1");
    const { port } = container.address() as AddressInfo;
    vi.stubEnv("AWS_CONTAINER_CREDENTIALS_FULL_URI", `http://127.0.0.1:${port}/credentials`);
    try {
      expect(await readBoth("us-west-2")).toEqual(drs("us-west-2", "amazonaws.com", "TASK"));
      expect(await connect("us-west-2").credentialsEnd()).toEqual({ kind: "none" });
    } finally {
      container.close();
    }
  });

  it("are never used for this machine, so that a simulator is reached straight", async () => {
    const { requestHandler } = await connect("us-west-2", { endpoint: "http://127.0.0.1:1" }).clientConfig(
      "drs",
      (await import("@aws-sdk/client-drs")).DrsClient,
    );
    expect(requestHandler.httpAgent.constructor.name).toBe("Agent");
    expect(aws.tunnels).toEqual([]);
  });
});
