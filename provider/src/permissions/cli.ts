import { watchOutput } from "../commandLine";
import { EXIT, NAME, runCommand } from "./commandLine";

watchOutput(NAME, EXIT.unusable);
process.exitCode = runCommand(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
});
