/**
 * Set-up and start of a command: `node scripts/start.mjs <drill|test|torture|bench|matrix|build> [arguments]`.
 *
 * Installs the packages and compiles when that is needed, then runs the command's script. Plain JavaScript with Node's own
 * modules, since on a fresh clone nothing else is there.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { isInstalled } from "./start/isInstalled.mjs";
import { LAUNCHER } from "./start/launch.mjs";
import { missingOutputs } from "./start/missingOutputs.mjs";
import { interruption, supervise, watchSignals } from "./start/supervise.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");

/** What each command runs once everything is built; `build` nothing more. */
const SCRIPTS = {
  drill: "scripts/dist/drill.js",
  test: "scripts/dist/test.js",
  torture: "scripts/dist/torture.js",
  bench: "scripts/dist/bench.js",
  matrix: "scripts/dist/matrix.js",
  build: undefined,
};

/** Whether `version` is at least `wanted`; both are "major.minor.patch", missing parts are 0. */
function isAtLeast(version, wanted) {
  const [have, need] = [version, wanted].map((text) => text.split(".").map(Number));
  const different = [0, 1, 2].find((part) => (have[part] ?? 0) !== (need[part] ?? 0));
  return different === undefined || (have[different] ?? 0) > (need[different] ?? 0);
}

/** Runs `file`, a path in the checkout, with node; gives its exit code. */
function runNode(file, args, env = process.env) {
  const path = join(ROOT, file);
  if (!existsSync(path)) throw new Error(`Starting ${file}: there is no such file.`);
  return supervise(process.execPath, [LAUNCHER, path, ...args], { cwd: ROOT, env });
}

function exitUnlessDone(code) {
  const exitCode = code || interruption();
  if (exitCode) process.exit(exitCode);
}

async function install() {
  if (isInstalled(ROOT)) return;
  console.log("installing packages (npm ci) …");
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  exitUnlessDone(await supervise("npm", args, { cwd: ROOT, shell: process.platform === "win32" }));
}

async function compile(...flags) {
  exitUnlessDone(await runNode("node_modules/typescript/bin/tsc", ["-b", ...flags]));
}

async function build() {
  // Finding nothing to do takes about a second and is not worth a word.
  const notice = setTimeout(() => console.log("building (tsc -b) …"), 1500);
  await compile();
  clearTimeout(notice);
  const [missing] = missingOutputs(ROOT);
  if (missing === undefined) return;
  console.log(`building anew (tsc -b --force), because ${relative(ROOT, missing)} is missing …`);
  await compile("--force");
  const [still] = missingOutputs(ROOT);
  if (still !== undefined) throw new Error(`Building ${relative(ROOT, still)}: tsc did not write it.`);
}

/** Runs a script whose temporary files are gone afterwards, however it ended: nothing that it started runs any more then. */
async function runScript(script, args) {
  const folder = mkdtempSync(join(tmpdir(), "drillwave-"));
  // npm runs scripts in the checkout and tells in INIT_CWD where its user stands.
  const standing = process.env.INIT_CWD ?? process.cwd();
  try {
    return await runNode(script, args, {
      ...process.env,
      TMPDIR: folder,
      TMP: folder,
      TEMP: folder,
      INIT_CWD: standing,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function main([command, ...args]) {
  if (!Object.hasOwn(SCRIPTS, command ?? "")) {
    throw new Error(`usage: node scripts/start.mjs <${Object.keys(SCRIPTS).join("|")}> [arguments]`);
  }
  const wanted = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).engines.node.replace(">=", "");
  if (!isAtLeast(process.versions.node, wanted)) {
    throw new Error(`DrillWave needs Node ${wanted} or later; this is Node ${process.versions.node}.`);
  }
  watchSignals();
  await install();
  await build();
  const script = SCRIPTS[command];
  return script === undefined ? 0 : await runScript(script, args);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
