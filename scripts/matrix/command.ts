import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Installing downloads up to 200 MB; a check takes half a minute, and on a busy machine several. */
const LIMIT_MS = 600_000;

/** What a command printed. Throws all that a command that fails printed. */
export async function run(
  [command = "", ...args]: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<string> {
  try {
    return (await promisify(execFile)(command, args, { ...options, timeout: LIMIT_MS, maxBuffer: 1 << 26 })).stdout;
  } catch (error) {
    options.signal.throwIfAborted();
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${[command, ...args].join(" ")}: ${stderr || stdout || String(error)}`, { cause: error });
  }
}
