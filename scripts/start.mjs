/**
 * `node scripts/start.mjs <command> [arguments]`: installs the packages and compiles where that is needed, then runs
 * scripts/dist/<command>.js. Plain JavaScript with Node's own modules, since on a fresh clone nothing else is there.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const COMMANDS = ["drill", "test", "torture", "bench", "matrix", "build"];
const ON_WINDOWS = process.platform === "win32";

let running;
let stoppedBy;
let stoppedAt = Number.NEGATIVE_INFINITY;

/**
 * Ctrl-C goes to the program alone: at the first it stops in order, at the second it begins nothing more. From then on its
 * whole group is told as well, once a second: an engine that is told twice stops at once. The program waits for that, since
 * only then does the engine end its plugins.
 */
function passOn(signal) {
  // The terminal and npm both send what is one key press.
  if (performance.now() - stoppedAt < 500) {
    return;
  }
  stoppedAt = performance.now();
  running?.kill(signal);
  if (stoppedBy !== undefined) {
    setInterval(() => signalGroup(running?.pid, "SIGINT"), 1000).unref();
  }
  stoppedBy ??= signal;
}

/**
 * Runs a program in a session and process group of its own, so that Ctrl-C reaches it through here alone. Gives its exit
 * code once nothing of the group runs any more.
 */
async function run(program, args, env = process.env) {
  const shell = ON_WINDOWS && program === "npm";
  running = spawn(program, args, { cwd: ROOT, env, stdio: "inherit", detached: !ON_WINDOWS, shell });
  const [code, signal] = await once(running, "exit");
  await endGroup(running.pid);
  // Plugins have groups of their own: those that were just starting when their engine died are found by the session.
  spawnSync("pkill", ["-KILL", "-s", `${running.pid}`]);
  return code ?? 128 + constants.signals[signal];
}

/** Ends what a program left running: the engines of tests that Ctrl-C ended, or of a drill that was killed. */
async function endGroup(leader) {
  for (const [signal, patienceMs] of Object.entries({ SIGINT: 200, SIGTERM: 7000, SIGKILL: 1000 })) {
    if (!signalGroup(leader, signal)) {
      return;
    }
    for (const end = performance.now() + patienceMs; performance.now() < end && signalGroup(leader, 0); ) {
      await delay(50);
    }
  }
}

/** False when nothing of the group runs any more; signal 0 only asks. */
function signalGroup(leader, signal) {
  try {
    return process.kill(-leader, signal);
  } catch {
    return false;
  }
}

/** A step of the set-up: everything ends with it when it fails or is interrupted. */
async function step(program, ...args) {
  const code = await run(program, args);
  if (code !== 0 || stoppedBy !== undefined) {
    process.exit(code || 128 + constants.signals[stoppedBy]);
  }
}

/** Installs unless the last complete installation, which leaves a mark, was of the same package-lock.json. */
async function install() {
  const mark = join(ROOT, "node_modules", ".drillwave-lock");
  const lock = createHash("sha256")
    .update(readFileSync(join(ROOT, "package-lock.json")))
    .digest("hex");
  if (existsSync(mark) && readFileSync(mark, "utf8") === lock) {
    return;
  }
  console.log("installing packages (npm ci) …");
  await step("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
  writeFileSync(mark, lock);
}

/** Compiles what has changed, and everything when one of `outputs` is missing: tsc does not notice deleted files. */
async function compile(outputs) {
  const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
  // Finding nothing to do takes about a second and is not worth a word.
  const notice = setTimeout(() => console.log("building (tsc -b) …"), 1500);
  await step(process.execPath, tsc, "-b");
  clearTimeout(notice);
  const missing = outputs.find((file) => !existsSync(join(ROOT, file)));
  if (missing === undefined) {
    return;
  }
  console.log(`building everything (tsc -b --force): ${missing} is missing …`);
  await step(process.execPath, tsc, "-b", "--force");
}

/** Runs a command. Its temporary files are gone afterwards, also when a second Ctrl-C left it no time for that. */
async function runCommand(script, args) {
  const folder = mkdtempSync(join(tmpdir(), "drillwave-"));
  // npm runs scripts in the checkout and tells in INIT_CWD where its user stands.
  const env = { INIT_CWD: process.cwd(), ...process.env, TMPDIR: folder, TMP: folder, TEMP: folder };
  try {
    return await run(process.execPath, [join(ROOT, script), ...args], env);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function main([command, ...args]) {
  const needed = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).engines.node.replace(">=", "");
  if (needed.localeCompare(process.versions.node, "en", { numeric: true }) > 0) {
    throw new Error(`DrillWave needs Node ${needed} or later; this is Node ${process.versions.node}.`);
  }
  if (!COMMANDS.includes(command)) {
    throw new Error(`usage: node scripts/start.mjs <${COMMANDS.join("|")}> [arguments]`);
  }
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, passOn);
  }
  await install();
  const script = `scripts/dist/${command}.js`;
  const packages = ["provider/dist/index.js", "policy/dist/pack.js", "simulator/dist/index.js"];
  await compile(command === "build" ? packages : [script, ...packages]);
  if (command !== "build") {
    process.exitCode = await runCommand(script, args);
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
