import { delimiter, dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { engineEnvironment, withoutUserSettings } from "../../../../scripts/engine/engineEnvironment";

const HOME = {
  folder: "/tmp/home",
  settings: "/tmp/home/settings",
  backendUrl: "file:///tmp/home/state",
  passphrase: "simulator",
  project: "/tmp/home/project",
};

const USER = {
  PATH: "/usr/bin",
  LANG: "C",
  UNSET: undefined,
  AWS_PROFILE: "production",
  AWS_ENDPOINT_URL: "https://drs.us-east-1.amazonaws.com",
  AWS_SESSION_TOKEN: "real",
  PULUMI_ACCESS_TOKEN: "real",
  PULUMI_CONFIG_PASSPHRASE_FILE: "/home/me/passphrase",
};

describe(engineEnvironment.name, () => {
  it("keeps what is not AWS's or Pulumi's, and sets everything that a simulated drill needs", () => {
    const engine = { path: "/opt/pulumi/bin/pulumi" };

    expect(engineEnvironment(engine, HOME, USER)).toEqual({
      PATH: ["/opt/pulumi/bin", dirname(require.resolve("@pulumi/pulumi/package.json")), "/usr/bin"].join(delimiter),
      LANG: "C",
      PULUMI_HOME: "/tmp/home/settings",
      PULUMI_BACKEND_URL: "file:///tmp/home/state",
      PULUMI_CONFIG_PASSPHRASE: "simulator",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      AWS_ACCESS_KEY_ID: "AKIASIMULATOR0000000",
      AWS_SECRET_ACCESS_KEY: "simulator",
      AWS_CONFIG_FILE: "/tmp/home/no-aws-config",
      AWS_SHARED_CREDENTIALS_FILE: "/tmp/home/no-aws-credentials",
      AWS_EC2_METADATA_DISABLED: "true",
    });
  });
});

describe(withoutUserSettings.name, () => {
  it("drops settings of AWS and Pulumi alone", () => {
    expect(withoutUserSettings(USER)).toEqual({ PATH: "/usr/bin", LANG: "C" });
  });
});
