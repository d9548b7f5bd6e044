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
