import { fstatSync } from "node:fs";
import { EngineWatch } from "./engineWatch";

/** How long the engine has to take the last lines before the process leaves, in milliseconds; it kills after 5 s. */
const LAST_LINES_MS = 500;

/** The watch of this process. */
export const engineWatch = new EngineWatch(() => process.exit(1));

/**
 * Makes this process notice the end of its engine. The engine holds a pipe to our standard input, which ends with it, also
 * when it is killed; and it ends a provider by SIGINT, in the middle of an operation after a second Ctrl-C
 * (pulumi/pulumi sdk/go/common/resource/plugin/plugin.go). Called once, by the module that states point at.
 */
export function watchEngine(): void {
  if (startedByAnEngine()) {
    process.stdin.on("end", () => engineWatch.engineGone());
    process.stdin.on("error", () => engineWatch.engineGone());
    process.stdin.resume();
  }
  process.once("SIGINT", () => {
    // It comes at every normal end too, when nothing runs.
    if (engineWatch.interrupt()) {
      setTimeout(() => process.exit(130), LAST_LINES_MS);
    } else {
      process.exit(0);
    }
  });
}

/** Run by hand or by a test, standard input is a terminal, a file or nothing, whose end says nothing. */
function startedByAnEngine(): boolean {
  try {
    const stdin = fstatSync(0);
    return stdin.isFIFO() || stdin.isSocket();
  } catch {
    return false;
  }
}
