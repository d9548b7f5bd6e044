import { EXIT, runCommand } from "./commandLine";
import { exportStack } from "./exportStack";
import { lookOf } from "./look";
import { readState } from "./readState";

/** A reader that stops early (`| head`) is not an error; a table that could not be shown is one. */
function onOutputError(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") {
    return;
  }
  process.stderr.write(`drillwave: writing standard output: ${error.message}\n`);
  process.exitCode = EXIT.unusable;
}

async function main(): Promise<void> {
  process.exitCode = await runCommand(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
    read: readState,
    exportStack: (stack) => exportStack(stack),
    look: lookOf(process.stdout, process.env),
  });
}

process.stdout.on("error", onOutputError);
void main();
