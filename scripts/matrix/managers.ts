import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { satisfies } from "semver";
import { engineEnvironment } from "../engine/engineEnvironment";
import { makeEngineHome } from "../engine/engineHome";
import { REPOSITORY_ROOT } from "../process/repositoryRoot";
import { readManifest } from "./cells";
import { run } from "./command";

/**
 * A package manager, and a program that has our package from it: by a package of its company's alone, unless it `lists` ours
 * itself.
 */
export interface Manager {
  readonly name: string;
  /** What npm is asked for, and what it leaves to be done. */
  readonly packages: readonly string[];
  readonly prepare?: readonly string[];
  readonly install: readonly string[];
  readonly lists?: true;
  /** The program is a package of a workspace. */
  readonly isWorkspace?: true;
  readonly runtime?: "nodejs" | "bun";
  /** What `pulumi` finds in its environment beside all else; the program's folder is its argument. */
  readonly environment?: (project: string) => Record<string, string>;
  /** The constructor says what to do, and nothing is started. */
  readonly isRefused?: true;
}

const PNPM = { packages: ["pnpm@10"], install: ["pnpm", "install", "--ignore-scripts"] };
const YARN = { packages: ["@yarnpkg/cli-dist@4"], install: ["yarn", "install"] };
const BUN = {
  packages: ["bun@1"],
  prepare: ["node", join("node_modules", "bun", "install.js")],
  install: ["bun", "install", "--ignore-scripts"],
};

/** Without Yarn's ESM loader, as where a person sets NODE_OPTIONS alone. */
const PNP = { environment: (project: string) => ({ NODE_OPTIONS: `--require ${join(project, ".pnp.cjs")}` }) };

/** Every way that provider/README.md speaks of. */
export const MANAGERS: readonly Manager[] = [
  { name: "npm", packages: [], install: ["npm", "install", "--ignore-scripts"] },
  { name: "pnpm", ...PNPM },
  { name: "pnpm, listed", ...PNPM, lists: true },
  { name: "pnpm, a workspace", ...PNPM, isWorkspace: true },
  { name: "pnpm without hoisting", ...PNPM, install: [...PNPM.install, "--config.hoist=false"], isRefused: true },
  { name: "yarn PnP, listed", ...YARN, ...PNP, lists: true },
  { name: "yarn PnP", ...YARN, ...PNP, isRefused: true },
  { name: "bun", ...BUN },
  { name: "bun, isolated", ...BUN, install: [...BUN.install, "--linker", "isolated"] },
  { name: "bun as the runtime", ...BUN, runtime: "bun" },
];

/** The newest @pulumi/pulumi that Node 20 may have, by what it says itself. */
const PULUMI_OF_NODE_20 = "3.248.0";

interface Means {
  readonly archives: readonly string[];
  /** Path of the engine. */
  readonly engine: string;
  readonly signal: AbortSignal;
}

/** Installs and drills as the manager does. @throws what went wrong, and where a program was not refused that should be. */
export async function drillWith(manager: Manager, { archives, engine, signal }: Means): Promise<void> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "drillwave-manager-")));
  const home = await makeEngineHome();
  let simulator: Simulator | undefined;
  try {
    const tools = join(folder, "tools");
    const project = await writeProject(folder, manager, { archives, signal });
    const own = engineEnvironment({ path: engine }, home, process.env);
    const env = {
      ...own,
      PATH: `${join(tools, "node_modules", ".bin")}:${own["PATH"]}`,
      ...INSTALL_SETTINGS,
      PULUMI_SKIP_CONFIRMATIONS: "true",
    };
    await installTools(manager, tools, { env, signal });
    await run(manager.install, { cwd: manager.isWorkspace === true ? folder : project, env, signal });
    simulator = await startSimulator();
    await drill(manager, project, {
      env: { ...env, ...manager.environment?.(project), AWS_ENDPOINT_URL: simulator.url },
      signal,
    });
  } finally {
    simulator?.process.kill();
    home.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Yarn would keep to a lock file that is not there, where it thinks that it runs in CI. */
const INSTALL_SETTINGS = {
  YARN_ENABLE_IMMUTABLE_INSTALLS: "false",
  YARN_ENABLE_SCRIPTS: "false",
  YARN_ENABLE_TELEMETRY: "0",
};

async function installTools(
  { packages, prepare }: Manager,
  tools: string,
  options: { env: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<void> {
  await mkdir(tools);
  await writeFile(join(tools, "package.json"), "{}");
  if (packages.length > 0) {
    const quietly = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    await run(["npm", "install", ...quietly, ...packages], { cwd: tools, ...options });
  }
  if (prepare !== undefined) {
    await run(prepare, { cwd: tools, ...options });
  }
}

/** `pulumi up` and `pulumi destroy` of a wave of the simulator's sample. */
async function drill(
  { isRefused }: Manager,
  project: string,
  options: { env: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<void> {
  const pulumi = (...args: string[]) => run(["pulumi", ...args], { cwd: project, ...options });
  await pulumi("stack", "init", "dev");
  const printed = await pulumi("up").catch((error: Error) => error.message);
  const expected = isRefused === true ? /Fix: add pulumi-drillwave to the dependencies/ : /verdict *: "PASSED"/;
  if (!expected.test(printed)) {
    throw new Error(`pulumi up printed nothing like ${expected}: ${printed}`);
  }
  await pulumi("destroy");
}

/** A program of one line, and the company's package that it may have ours from. Gives the program's folder. */
async function writeProject(
  folder: string,
  { lists, isWorkspace, runtime = "nodejs" }: Manager,
  { archives, signal }: { archives: readonly string[]; signal: AbortSignal },
): Promise<string> {
  const project = join(folder, "project");
  const wrapper = join(folder, "wrapper");
  const [archive = ""] = archives.filter((path) => /pulumi-drillwave-\d/.test(path));
  const { peerDependencies } = readManifest();
  const files: [string, string][] = [
    [join(wrapper, "index.js"), WRAPPER],
    [
      join(wrapper, "package.json"),
      JSON.stringify({
        name: "acme-drills",
        version: "1.0.0",
        dependencies: { "pulumi-drillwave": `file:${archive}` },
        peerDependencies,
      }),
    ],
    [join(project, "index.js"), PROGRAM],
    [join(project, "Pulumi.yaml"), `name: shop\nruntime: ${runtime}\n`],
    // Yarn takes it for a sign that a project begins here.
    [join(project, "yarn.lock"), ""],
  ];
  if (isWorkspace === true) {
    files.push([join(folder, "package.json"), '{ "name": "root", "private": true }']);
    files.push([join(folder, "pnpm-workspace.yaml"), "packages: [project]\n"]);
  }
  await mkdir(project);
  await mkdir(wrapper);
  for (const [path, text] of files) {
    await writeFile(path, text);
  }
  await run(["npm", "pack", "--pack-destination", folder], { cwd: wrapper, env: process.env, signal });
  const [packed = ""] = (await readdir(folder)).filter((name) => name.endsWith(".tgz"));
  const node20 = !satisfies(process.versions.node, ">=22");
  const dependencies = {
    "@pulumi/pulumi": node20 ? PULUMI_OF_NODE_20 : peerDependencies["@pulumi/pulumi"],
    "acme-drills": `file:${join(folder, packed)}`,
    ...(lists === true ? { "pulumi-drillwave": `file:${archive}` } : {}),
  };
  await writeFile(join(project, "package.json"), JSON.stringify({ name: "shop", main: "index.js", dependencies }));
  return project;
}

const WRAPPER = `
const { DrillWave } = require("pulumi-drillwave");
exports.drill = (tier) =>
  new DrillWave(tier, { region: "us-west-2", selector: { tags: { Tier: tier } }, polling: { intervalSeconds: 1 } });
`;

const PROGRAM = `exports.verdict = require("acme-drills").drill("web").verdict;\n`;

interface Simulator {
  readonly url: string;
  readonly process: ChildProcess;
}

/** One of this checkout, in a process of its own. */
async function startSimulator(): Promise<Simulator> {
  const script = join(REPOSITORY_ROOT, "simulator", "bin", "drs-simulator.js");
  const started = spawn(process.execPath, [script, "--sample", "--speed", "240", "--quiet"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(started.stdout, "data");
  return { url: /http:\S+/.exec(String(line))?.[0] ?? "", process: started };
}
