import { reasonOf } from "./reasonOf";

/** What Ctrl-C does to a command. */
export interface Interruption {
  /** Aborted by the first Ctrl-C (or SIGTERM, SIGHUP): finish in order. */
  readonly signal: AbortSignal;
  /** Aborted by the second: begin nothing more. What runs has been told by scripts/start.mjs, and will soon have ended. */
  readonly now: AbortSignal;
}

const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Exit code of a command that Ctrl-C ended, as shells have it. */
export const INTERRUPTED_EXIT_CODE = 130;

/** From now on Ctrl-C does not end this process: it ends when its work has. */
export function watchInterruption(): Interruption {
  const [first, second] = [new AbortController(), new AbortController()];
  for (const signal of STOP_SIGNALS) {
    process.on(signal, () => (first.signal.aborted ? second : first).abort(new Error("interrupted")));
  }
  return { signal: first.signal, now: second.signal };
}

/**
 * Runs a command: what `main` gives is this process's exit code. When it throws, the reason is said on one line, and then
 * `closingLine`; when Ctrl-C ended it, that is said alone.
 */
export async function runCommand(main: (signal: AbortSignal) => Promise<number>, closingLine?: string): Promise<void> {
  const { signal } = watchInterruption();
  try {
    process.exitCode = await main(signal);
  } catch (error) {
    console.error(signal.aborted ? "interrupted" : reasonOf(error));
    if (!signal.aborted && closingLine !== undefined) {
      console.log(closingLine);
    }
    process.exitCode = signal.aborted ? INTERRUPTED_EXIT_CODE : 1;
  }
}
