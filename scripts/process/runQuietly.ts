import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { reasonOf } from "./reasonOf";

/** How {@link runQuietly} runs a command. */
export interface QuietRun {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * What a command printed. Nothing of it is shown.
 *
 * @throws an error whose message is the last line that the command wrote about its failure; the signal's reason when
 * that ended it.
 */
export async function runQuietly(command: string, args: readonly string[], run: QuietRun): Promise<string> {
  const { signal, timeoutMs: timeout, ...options } = run;
  try {
    const { stdout } = await promisify(execFile)(command, args, { ...options, signal, timeout, maxBuffer: 1 << 26 });
    return stdout;
  } catch (error) {
    signal.throwIfAborted();
    throw new Error(failureText(error, timeout), { cause: error });
  }
}

function failureText(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) {
    return reasonOf(error);
  }
  if ("killed" in error && error.killed === true) {
    return `timed out after ${timeoutMs / 1000} s`;
  }
  const stderr = "stderr" in error && typeof error.stderr === "string" ? error.stderr.trim() : "";
  return stderr === "" ? reasonOf(error) : (stderr.split("\n").at(-1) ?? "");
}
