import { spawn } from "node:child_process";
import { openScreen } from "./screen";

/** Tall enough for every table here: a taller one the engine would scroll. */
const ROWS = 60;

/** What a person saw of a command. */
export interface Seen {
  exitCode: number;
  /** What is there to be read after its end. */
  lines: string[];
  /** What there was to be read while it ran, at each change. */
  moments: string[][];
}

/**
 * Runs a command in a terminal of this width, in which a person would see its colours and its moving display.
 *
 * @throws Error where the machine has no `script` of util-linux, which makes the terminal.
 */
export async function runInTerminal(
  command: readonly string[],
  { columns, folder, environment }: { columns: number; folder: string; environment: Readonly<Record<string, string>> },
): Promise<Seen> {
  const screen = openScreen(columns, ROWS);
  const moments: string[][] = [];
  const line = `stty cols ${columns} rows ${ROWS} && exec ${command.map(quote).join(" ")}`;
  // The engine takes a machine with variables of a CI system for one without a person.
  const env = { ...environment, TERM: "xterm-256color", PULUMI_DISABLE_CI_DETECTION: "true" };
  const child = spawn("script", ["--quiet", "--return", "--command", line, "/dev/null"], { cwd: folder, env });
  let shown = Promise.resolve();
  const show = (bytes: Buffer) => {
    shown = shown.then(async () => {
      await screen.write(bytes);
      moments.push(screen.lines());
    });
  };
  child.stdout.on("data", show);
  child.stderr.on("data", show);
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once("error", (error) => reject(new Error(NO_SCRIPT, { cause: error })));
    child.once("close", (code) => resolve(code ?? 1));
  });
  await shown;
  return { exitCode, lines: screen.lines(), moments };
}

const NO_SCRIPT =
  "running a command in a terminal: this machine has no `script` of util-linux. Fix: install it (Debian, Ubuntu: " +
  "bsdutils or bsdextrautils; Fedora: util-linux-script; Alpine: util-linux-misc); that of macOS has other options.";

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
