import { rmSync } from "node:fs";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** A temporary folder with everything that an engine writes. */
export interface EngineHome {
  readonly folder: string;
  /** `PULUMI_HOME`. */
  readonly settings: string;
  /** `PULUMI_BACKEND_URL`: state is kept in files below it. */
  readonly backendUrl: string;
  /** `PULUMI_CONFIG_PASSPHRASE`. */
  readonly passphrase: string;
  /** Folder for `PATH`: plugins that a full installation of Pulumi has built in. */
  readonly plugins: string;
  /** Folder for the project and stack files that Automation API writes. */
  readonly project: string;
  /** Takes the folder away. An engine that still runs would make parts of it anew. */
  remove(): void;
}

/** A fresh home for one engine. It stays until {@link EngineHome.remove} takes it away. */
export async function makeEngineHome(): Promise<EngineHome> {
  const folder = await mkdtemp(join(tmpdir(), "drillwave-"));
  const subfolder = async (name: string) => {
    const path = join(folder, name);
    await mkdir(path);
    return path;
  };
  const home: EngineHome = {
    folder,
    settings: await subfolder("home"),
    backendUrl: pathToFileURL(await subfolder("state")).href,
    passphrase: "simulator",
    plugins: await subfolder("plugins"),
    project: await subfolder("project"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  await writePolicyPlugin(home.plugins);
  return home;
}

/**
 * Runs policy packs where the engine comes without Pulumi's Node language host, which otherwise does this itself and
 * ignores the script: an engine built from its sources has none.
 */
async function writePolicyPlugin(folder: string): Promise<void> {
  const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
  const script = `#!/bin/sh\nexec "${process.execPath}" "${runner}" "$@"\n`;
  await writeFile(join(folder, "pulumi-analyzer-policy-nodejs"), script, { mode: 0o755 });
}
