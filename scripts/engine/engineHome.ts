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
    project: await subfolder("project"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  await installLanguageHosts(home.settings);
  return home;
}

/**
 * Installs our stand-in for Pulumi's Node language host, as plugins: a full installation has its own beside the engine, which
 * comes first; an engine built from its sources has none.
 */
async function installLanguageHosts(settings: string): Promise<void> {
  for (const language of ["nodejs", "bun"]) {
    const folder = join(settings, "plugins", `language-${language}-v3.0.0`);
    await mkdir(folder, { recursive: true });
    const script = `#!/bin/sh\nexec "${process.execPath}" "${join(__dirname, "languageHost.js")}" ${language} "$@"\n`;
    await writeFile(join(folder, `pulumi-language-${language}`), script, { mode: 0o755 });
  }
}
