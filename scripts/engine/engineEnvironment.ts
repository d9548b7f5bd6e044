import { delimiter, dirname, join } from "node:path";
import type { Engine } from "./engine";
import type { EngineHome } from "./engineHome";

/** Settings of AWS and Pulumi that must not reach a drill against a simulator, whoever set them. */
const SETTING_OF_THE_USER = /^(AWS|PULUMI)_/i;

/** `user`'s environment without settings of AWS or Pulumi. */
export function withoutUserSettings(user: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(user).flatMap(([name, value]) =>
      value === undefined || SETTING_OF_THE_USER.test(name) ? [] : [[name, value]],
    ),
  );
}

/**
 * The whole environment of a process that runs Pulumi programs against a simulator: `user`'s, without settings of AWS
 * or Pulumi, plus an engine whose state, plugins and credentials are `home`'s and nobody else's.
 */
export function engineEnvironment(
  engine: Pick<Engine, "path">,
  home: Omit<EngineHome, "remove">,
  user: NodeJS.ProcessEnv,
): Record<string, string> {
  const folders = [dirname(engine.path), dirname(require.resolve("@pulumi/pulumi/package.json"))];
  return {
    ...withoutUserSettings(user),
    PATH: [...folders, user["PATH"] ?? ""].join(delimiter),
    PULUMI_HOME: home.settings,
    PULUMI_BACKEND_URL: home.backendUrl,
    PULUMI_CONFIG_PASSPHRASE: home.passphrase,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // The simulator takes any credentials; files and the instance's role would be the user's.
    AWS_ACCESS_KEY_ID: "AKIASIMULATOR0000000",
    AWS_SECRET_ACCESS_KEY: "simulator",
    AWS_CONFIG_FILE: join(home.folder, "no-aws-config"),
    AWS_SHARED_CREDENTIALS_FILE: join(home.folder, "no-aws-credentials"),
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

/** Makes `environment` this process's whole environment, and so that of every process it starts. */
export function enterEnvironment(environment: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(process.env)) {
    delete process.env[name];
  }
  Object.assign(process.env, environment);
}
