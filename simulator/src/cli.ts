import { runCommand } from "./commandLine";

async function main(): Promise<void> {
  const result = await runCommand(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
  });
  if ("exitCode" in result) {
    process.exitCode = result.exitCode;
    return;
  }
  const stop = (): void => {
    // Exiting at once loses nothing: the state file is written before each answer.
    result.simulator.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

void main();
