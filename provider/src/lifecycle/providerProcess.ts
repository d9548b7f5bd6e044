import { fstatSync } from "node:fs";
import { EngineWatch } from "./engineWatch";

/** How long the engine has to take the last lines before the process leaves, in milliseconds; it kills after 5 s. */
const LAST_LINES_MS = 500;

/** The watch of this process. */
export const engineWatch = new EngineWatch(() => process.exit(1));

/**
 * Makes this process notice the end of its engine. The engine holds a pipe to our standard input, which ends even when
 * the engine is killed (docs/engine-facts.md#a-killed-engine-leaves-its-plugins). And it ends a provider by SIGINT,
 * after a second Ctrl-C in the middle of an operation (docs/engine-facts.md#two-interrupts-kill). Called once, by
 * provider.ts.
 */
export function watchEngine(): void {
  if (startedByAnEngine()) {
    process.stdin.on("end", () => engineWatch.engineGone());
    process.stdin.on("error", () => engineWatch.engineGone());
    process.stdin.resume();
  }
  process.once("SIGINT", () => {
    // It comes at every normal end too, when no operation runs.
    if (engineWatch.interrupt()) {
      setTimeout(() => process.exit(130), LAST_LINES_MS);
    } else {
      process.exit(0);
    }
  });
}

/** When run by hand or by a test, standard input is a terminal, a file or nothing, and its end means nothing. */
function startedByAnEngine(): boolean {
  try {
    // Without `bigint` Node keeps the answer where it later resolves symbolic links, and stops at each as if it were this
    // pipe: packages that pnpm links would not find their own (docs/engine-facts.md#a-pipe-and-symbolic-links).
    const stdin = fstatSync(0, { bigint: true });
    return stdin.isFIFO() || stdin.isSocket();
  } catch {
    return false;
  }
}
