import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { checkConnection, describeRegion } from "../../../../provider/src/lifecycle/checkConnection";
import { checkWave } from "../../../../provider/src/lifecycle/checkWave";
import { toCheckFailure } from "../../../../provider/src/lifecycle/flaws";
import { inputs, REGION } from "../factories";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "drillwave-"));
  for (const name of Object.keys(process.env).filter((each) => each.startsWith("AWS_"))) {
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
const KEYS = "aws_access_key_id = A\naws_secret_access_key = s\n";
/** Nobody answers at the address of STS. */
const unreachable = { endpoints: { sts: "http://127.0.0.1:1" } };
const roleFor = (durationSeconds: number) => ({
  assumeRole: { roleArn: "arn:aws:iam::111122223333:role/a", durationSeconds },
});

const REFUSED = [
  {
    property: "connection.assumeRole.durationSeconds",
    reason:
      "is 7200, but the credentials that assume the role are a role's own, and AWS gives a chained role 3600 s at most: " +
      "leave it out (the session is renewed while those credentials last), or assume the role with a user's credentials",
  },
];

describe(checkConnection.name, () => {
  it.each([
    {
      label: "a profile that is a role",
      file: `[profile dr]\nrole_arn = arn:aws:iam::111122223333:role/b\nsource_profile = base\n[profile base]\n${KEYS}`,
      profile: "dr",
    },
    { label: "a profile of a single sign-on", file: "[profile dr]\nsso_session = x\n", profile: "dr" },
    { label: "a session token that STS does not say to be a user's", file: "", session: true },
  ])("refuses more than an hour for a role that is chained to $label, before anything is called", async (chained) => {
    configFile(chained.file);
    if (chained.session) {
      vi.stubEnv("AWS_ACCESS_KEY_ID", "ASIAEXAMPLE");
      vi.stubEnv("AWS_SECRET_ACCESS_KEY", "s");
      vi.stubEnv("AWS_SESSION_TOKEN", "t");
    }
    const { profile } = chained;
    const connection = { ...unreachable, ...roleFor(7200), ...(profile === undefined ? {} : { profile }) };
    expect(await checkConnection({ region: REGION, connection })).toEqual(REFUSED);
    expect(await checkConnection({ region: REGION, connection: { ...connection, ...roleFor(3600) } })).toEqual([]);
  });

  it("takes it where a user's key assumes the role", async () => {
    configFile(`[profile dr]\n${KEYS}`);
    const connection = { ...unreachable, profile: "dr", ...roleFor(43_200) };
    expect(await checkConnection({ region: REGION, connection })).toEqual([]);
  });

  it("is part of a wave's check, also for one that does not look", async () => {
    configFile("[profile dr]\nsso_session = x\n");
    const connection = { ...unreachable, profile: "dr", ...roleFor(7200) };
    const news = { ...inputs({ region: REGION, connection, observe: "off" }) };
    const { failures } = await checkWave({}, news, async () => {
      throw new Error("check must not look");
    });
    expect(failures).toEqual(REFUSED.map(toCheckFailure));
  });
});

describe(describeRegion.name, () => {
  const connection = { profile: "dr" };
  beforeEach(() => configFile("[profile dr]\nregion = us-west-2\n"));

  it("says which Region was taken, and why, where another setting names another", async () => {
    vi.stubEnv("AWS_REGION", "eu-west-1");
    expect(await describeRegion({ region: undefined, connection })).toBe(
      "the drill runs in eu-west-1, as AWS_REGION says; the profile dr names us-west-2. The arg `region` decides for good",
    );
  });

  it.each([
    { label: "the program names one", region: "us-west-2", set: "eu-west-1" },
    { label: "all name the same", region: undefined, set: "us-west-2" },
  ])("says nothing where $label", async ({ region, set }) => {
    vi.stubEnv("AWS_REGION", set);
    expect(await describeRegion({ region, connection })).toBeUndefined();
  });
});
