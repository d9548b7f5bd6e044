/**
 * Set-up and start of a command: `node scripts/start.mjs <drill|test|build> [arguments]`.
 *
 * Installs the packages and compiles when that is needed, then runs `scripts/dist/<command>.js`. Plain JavaScript
 * with Node's own modules, since on a fresh clone nothing else is there. `build` stops before the last step.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const COMMANDS = ["drill", "test", "build"];
const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
const ON_WINDOWS = process.platform === "win32";

/** A terminal and npm both pass Ctrl-C on: what comes this soon after the first is the same key press. */
const SAME_KEY_PRESS_MS = 500;

/** How long what a command left behind may take to end itself before it is killed. The engine gives its plugins 5 s. */
const GRACE_MS = 7000;

function readJson(...path) {
  return JSON.parse(readFileSync(join(ROOT, ...path), "utf8"));
}

/** Whether `version` is at least `wanted`; both are "major.minor.patch", missing parts are 0. */
function isAtLeast(version, wanted) {
  const [have, need] = [version, wanted].map((text) => text.split(".").map(Number));
  const different = [0, 1, 2].find((part) => (have[part] ?? 0) !== (need[part] ?? 0));
  return different === undefined || (have[different] ?? 0) > (need[different] ?? 0);
}

/**
 * Whether npm's own record of what it installed matches package-lock.json. npm writes the record last, so an
 * interrupted installation has none; packages for other platforms are rightly missing from it.
 */
function isInstalled() {
  try {
    const { "": _root, ...locked } = readJson("package-lock.json").packages;
    const installed = readJson("node_modules", ".package-lock.json").packages;
    return Object.entries(locked).every(([path, { version, resolved, integrity, optional }]) => {
      const copy = installed[path];
      if (copy === undefined) return optional === true;
      return copy.version === version && copy.resolved === resolved && copy.integrity === integrity;
    });
  } catch {
    return false;
  }
}

let running;
let interruptedBy;
let lastSignalAt = Number.NEGATIVE_INFINITY;

function passOn(signal) {
  const sinceLast = performance.now() - lastSignalAt;
  if (sinceLast < SAME_KEY_PRESS_MS) return;
  lastSignalAt = performance.now();
  interruptedBy ??= signal;
  running?.kill(signal);
}

function sendToGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false; // nobody is left in it
  }
}

/** Ends what a command left running in its process group: asks as Ctrl-C does, twice, then kills. */
async function endGroup(pid) {
  if (ON_WINDOWS || pid === undefined || !sendToGroup(pid, "SIGINT")) return;
  await delay(200);
  sendToGroup(pid, "SIGTERM");
  for (const end = performance.now() + GRACE_MS; performance.now() < end; await delay(100)) {
    if (!sendToGroup(pid, 0)) return;
  }
  sendToGroup(pid, "SIGKILL");
}

/**
 * Runs `node` with `args` in a process group of its own, so that Ctrl-C reaches it once, through here: the engine takes
 * a second one for "stop without saving". Gives its exit code, once nothing of its group runs any more.
 */
async function run(command, args, options = {}) {
  running = spawn(command, args, { cwd: ROOT, stdio: "inherit", detached: !ON_WINDOWS, ...options });
  const code = await new Promise((resolve) => {
    running.on("error", (error) => {
      console.error(`Running ${command}: ${error.message}`);
      resolve(1);
    });
    running.on("exit", (status, signal) => resolve(status ?? 128 + constants.signals[signal]));
  });
  await endGroup(running.pid);
  return interruptedBy === undefined ? code : code || 128 + constants.signals[interruptedBy];
}

async function runOrExit(command, args, options) {
  const code = await run(command, args, options);
  if (code !== 0 || interruptedBy !== undefined) process.exit(code);
}

async function install() {
  if (isInstalled()) return;
  console.log("installing packages (npm ci) …");
  await runOrExit("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { shell: ON_WINDOWS });
}

async function build() {
  // Finding nothing to do takes about a second and is not worth a word.
  const notice = setTimeout(() => console.log("building (tsc -b) …"), 1500);
  await runOrExit(process.execPath, [join(ROOT, "node_modules", "typescript", "bin", "tsc"), "-b"]);
  clearTimeout(notice);
}

async function main([command, ...args]) {
  if (!COMMANDS.includes(command)) throw new Error(`usage: node scripts/start.mjs <${COMMANDS.join("|")}> [arguments]`);
  const wanted = readJson("package.json").engines.node.replace(">=", "");
  if (!isAtLeast(process.versions.node, wanted)) {
    throw new Error(`DrillWave needs Node ${wanted} or later; this is Node ${process.versions.node}.`);
  }
  for (const signal of STOP_SIGNALS) process.on(signal, passOn);
  await install();
  await build();
  return command === "build" ? 0 : run(process.execPath, [join(ROOT, "scripts", "dist", `${command}.js`), ...args]);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
