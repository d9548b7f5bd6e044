import { spawn } from "node:child_process";
import type { Choice } from "./estate";

/** Where a command for the AWS CLI begins in a message. */
const BEGINNING = /(?<![\w-])(?:aws (?:drs|ec2) |for \w+ in )/g;

/**
 * The commands of a message, in their order, as a shell takes them: `aws …`, and loops around it. A command ends with its line, with
 * a comment, and where prose goes on behind a semicolon, a comma or a bracket; a loop ends with `done`.
 */
export function commandsIn(message: string): string[] {
  const found: string[] = [];
  BEGINNING.lastIndex = 0;
  for (let begun = BEGINNING.exec(message); begun !== null; begun = BEGINNING.exec(message)) {
    const rest = message.slice(begun.index);
    const length = rest.startsWith("for ") ? endOfLoop(rest) : endOfCommand(rest);
    if (length !== undefined) {
      found.push(rest.slice(0, length).trim());
      BEGINNING.lastIndex = begun.index + length;
    }
  }
  return found;
}

function endOfCommand(text: string): number {
  const [end] = unquoted(text, /\n|[;,.](?=\s|$)| #| \(/y);
  return end ?? text.length;
}

/** Behind the `done` of the loop; undefined for words that only begin like one. */
function endOfLoop(text: string): number | undefined {
  const line = text.split("\n")[0] ?? "";
  const [end] = unquoted(line, /(?<=; )done\b/y);
  return /^for \w+ in [^;]+; do /.test(line) && end !== undefined ? end + "done".length : undefined;
}

/** Where the pattern matches outside quotes and `$(…)`. */
function unquoted(text: string, pattern: RegExp): number[] {
  const found: number[] = [];
  const within: string[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const inner = within.at(-1);
    if (inner === "'") {
      if (text[at] === "'") {
        within.pop();
      }
    } else if (text[at] === "\\") {
      at += 1;
    } else if (text.startsWith("$(", at)) {
      within.push(")");
      at += 1;
    } else if (text[at] === inner) {
      within.pop();
    } else if (text[at] === '"' || (text[at] === "'" && inner !== '"')) {
      within.push(text[at] ?? "");
    } else if (inner === undefined) {
      pattern.lastIndex = at;
      if (pattern.test(text)) {
        found.push(at);
      }
    }
  }
  return found;
}

/** The command with what its reader chose in place of what stands in angle brackets. @throws Error for what nobody chose */
export function chosen(command: string, choices: readonly Choice[]): string {
  return command.replace(/<([^<>]+)>/g, (_, placeholder: string) => {
    const [, value] = choices.find(([pattern]) => pattern.test(placeholder)) ?? [];
    if (value === undefined) {
      throw new Error(`nobody chose <${placeholder}> of: ${command}`);
    }
    return value;
  });
}

/** How a command ended in a shell. */
export interface CommandEnd {
  command: string;
  exitCode: number | null;
  stdout: string;
  /** What any of its calls complained of, however the command as a whole ended. */
  stderr: string;
}

/** Runs a command as a person does who pastes it into bash. */
export function runInBash(command: string, environment: Readonly<Record<string, string>>): Promise<CommandEnd> {
  return new Promise((resolve, reject) => {
    const shell = spawn("bash", ["-c", command], {
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    shell.stdout.on("data", (text) => {
      stdout += text;
    });
    shell.stderr.on("data", (text) => {
      stderr += text;
    });
    shell.once("error", reject);
    shell.once("close", (exitCode) => resolve({ command, exitCode, stdout, stderr }));
  });
}
