import { watchOutput } from "../commandLine";
import { EXIT, NAME, runCommand } from "./commandLine";
import { exportStack } from "./exportStack";
import { lookOf } from "./look";
import { readState } from "./readState";

async function main(): Promise<void> {
  process.exitCode = await runCommand(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
    read: readState,
    exportStack: (stack) => exportStack(stack),
    look: lookOf(process.stdout, process.env),
  });
}

watchOutput(NAME, EXIT.unusable);
void main();
