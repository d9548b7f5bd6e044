import { runCommand } from "./commandLine";
import { readText, writeText } from "./files";
import { EXIT } from "./policyReport";

/** A reader that stops early (`| head`) is not an error; a report that could not be shown is one. */
function onOutputError(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") {
    return;
  }
  process.stderr.write(`drillwave-policy-report: writing standard output: ${error.message}\n`);
  process.exitCode = EXIT.unusable;
}

async function main(): Promise<void> {
  process.exitCode = await runCommand(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
    read: readText,
    write: writeText,
  });
}

process.stdout.on("error", onOutputError);
void main();
