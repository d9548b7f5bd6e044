import { runCommand } from "./commandLine";
import { readText, writeText } from "./files";

async function main(): Promise<void> {
  process.exitCode = await runCommand(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
    read: readText,
    write: writeText,
  });
}

void main();
