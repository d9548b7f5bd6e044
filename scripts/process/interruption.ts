import { reasonOf } from "./reasonOf";

/** What Ctrl-C does to a command. */
export interface Interruption {
  /** Aborted by the first Ctrl-C (or SIGTERM, SIGHUP): finish in order. */
  readonly signal: AbortSignal;
}

const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Exit code of a command that Ctrl-C ended, as shells have it. */
export const INTERRUPTED_EXIT_CODE = 130;

/**
 * From now on the first Ctrl-C asks to finish in order, and the second ends this process at once; what it leaves running
 * is ended by scripts/start.mjs.
 */
export function watchInterruption(): Interruption {
  const controller = new AbortController();
  for (const signal of STOP_SIGNALS) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(INTERRUPTED_EXIT_CODE);
      controller.abort(new Error("interrupted"));
    });
  }
  return { signal: controller.signal };
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
    if (!signal.aborted && closingLine !== undefined) console.log(closingLine);
    process.exitCode = signal.aborted ? INTERRUPTED_EXIT_CODE : 1;
  }
}
