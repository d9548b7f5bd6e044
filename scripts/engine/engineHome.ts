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
  await writeLanguageHost(home.plugins);
  return home;
}

/** For engines that are built from their sources. A whole installation has Pulumi's own host beside the engine, which comes first. */
async function writeLanguageHost(folder: string): Promise<void> {
  const script = `#!/bin/sh\nexec "${process.execPath}" "${join(__dirname, "languageHost.js")}" "$@"\n`;
  await writeFile(join(folder, "pulumi-language-nodejs"), script, { mode: 0o755 });
}
