/**
 * `node launch.mjs FILE [arguments]`: FILE as if node had been started with it, but a module that is missing on disk is told
 * in one line.
 */
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** The script to give to node before the file that is to run. */
export const LAUNCHER = fileURLToPath(import.meta.url);

function launch([file, ...args]) {
  process.argv = [process.execPath, file, ...args];
  try {
    createRequire(file)(file);
  } catch (error) {
    if (error?.code !== "MODULE_NOT_FOUND") throw error;
    const [what] = error.message.split("\n");
    const from = error.requireStack?.[0] ?? file;
    console.error(`Starting ${file}: ${what}, which ${from} needs. Delete node_modules, then start again.`);
    process.exitCode = 1;
  }
}

if (process.argv[1] === LAUNCHER) launch(process.argv.slice(2));
