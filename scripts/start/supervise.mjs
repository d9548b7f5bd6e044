/** Runs commands so that Ctrl-C reaches each once, and nothing of them outlives them. */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { Family } from "./family.mjs";

const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
const ON_WINDOWS = process.platform === "win32";

/** A terminal and npm both pass Ctrl-C on: what comes this soon after the first is the same key press. */
const SAME_KEY_PRESS_MS = 500;

let running;
let interruptedBy;
let lastSignalAt = Number.NEGATIVE_INFINITY;

/** From now on signals that ask to stop are passed on to the command that runs. */
export function watchSignals() {
  for (const signal of STOP_SIGNALS) process.on(signal, passOn);
}

function passOn(signal) {
  const sinceLast = performance.now() - lastSignalAt;
  if (sinceLast < SAME_KEY_PRESS_MS) return;
  lastSignalAt = performance.now();
  interruptedBy ??= signal;
  // Who is there must be known before anybody dies of the signal.
  running?.family?.members();
  running?.child.kill(signal);
}

/** Exit code for the signal that came while commands ran, as shells have it; undefined when none came. */
export function interruption() {
  return interruptedBy === undefined ? undefined : 128 + constants.signals[interruptedBy];
}

/**
 * Runs a command in a session of its own, so that Ctrl-C reaches it once, through here: the engine takes a second one for
 * "stop without saving". Gives its exit code, once nothing that it started runs any more.
 */
export async function supervise(command, args, options) {
  const child = spawn(command, args, { stdio: "inherit", detached: !ON_WINDOWS, ...options });
  const family = ON_WINDOWS || child.pid === undefined ? undefined : new Family(child.pid);
  running = { child, family };
  const code = await new Promise((resolve) => {
    child.on("error", (error) => {
      console.error(`Running ${command}: ${error.message}`);
      resolve(1);
    });
    child.on("exit", (status, signal) => resolve(status ?? 128 + constants.signals[signal]));
  });
  await family?.end();
  running = undefined;
  return code;
}
