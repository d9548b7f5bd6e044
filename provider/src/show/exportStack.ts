import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { harmless } from "../vocabulary";

/** A stack's state as text. `stack`: absent for the one that is selected. */
export type ExportStack = (stack: string | undefined) => Promise<string>;

/**
 * The state of a stack, by the `pulumi` on PATH, in the current folder: with the person's own login, backend and
 * passphrase. What is encrypted stays so. Asks nothing. `program`: a test's, instead of that.
 *
 * @throws one line: what was seen, what is true now, what to do.
 */
export async function exportStack(stack: string | undefined, program = "pulumi"): Promise<string> {
  const args = ["stack", "export", "--non-interactive", ...(stack === undefined ? [] : ["--stack", stack])];
  const what = `exporting the state of ${stack === undefined ? "the selected stack" : `stack ${stack}`}`;
  const child = spawn(program, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  const ended = new Promise<number | string>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(code ?? signal ?? "no code"));
  });
  try {
    const [code, out, error] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
    if (code === 0) {
      return out;
    }
    throw new Error(`${what}: \`pulumi stack export\` ended with ${code}: ${reasonIn(error)}. ${remedy(stack)}`);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw new Error(`${what}: there is no \`pulumi\` on PATH. ${withoutPulumi(stack)}`);
    }
    throw error;
  }
}

/** The errors that Pulumi tells, or all that it wrote, on one line. */
function reasonIn(error: string): string {
  const lines = harmlessLines(error);
  const errors = lines.filter((line) => line.startsWith("error: ")).map((line) => line.slice("error: ".length));
  return (errors.length > 0 ? errors : lines).join("; ").replace(/[.\s]+$/, "") || "it said nothing";
}

function harmlessLines(error: string): string[] {
  return error.split(/\r?\n/).flatMap((line) => (line.trim() === "" ? [] : harmless(line.trim())));
}

function remedy(stack: string | undefined): string {
  const named = stack === undefined ? "name one with --stack" : "`pulumi stack ls` lists the stacks";
  return `Nothing was read. Fix: ${named}; run it in the program's folder, with the login of the stack's backend.`;
}

function withoutPulumi(stack: string | undefined): string {
  const command = `pulumi stack export${stack === undefined ? "" : ` --stack ${stack}`} > state.json`;
  return `Nothing was read. Fix: run \`${command}\` where Pulumi's CLI is, then \`drillwave show --file state.json\` here.`;
}
