import { EXIT, runCommand } from "./commandLine";

/** A reader that stops early (`| head`) is not an error; a policy that could not be printed is one. */
function onOutputError(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") {
    return;
  }
  process.stderr.write(`drillwave-iam: writing standard output: ${error.message}\n`);
  process.exitCode = EXIT.unusable;
}

process.stdout.on("error", onOutputError);
process.exitCode = runCommand(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
});
