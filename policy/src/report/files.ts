import { readFileSync, writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";

/** What the system's codes say, where that helps. */
const REASONS: Record<string, string> = {
  ENOENT: "there is no such file or folder",
  EACCES: "permission denied",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of its path is not a folder",
};

/** The text of a file, or of standard input for `-`. @throws one line saying which file and why. */
export async function readText(file: string): Promise<string> {
  if (file === "-" && process.stdin.isTTY) {
    throw new Error("reading standard input: saw a terminal, expected a file: name it, or pipe it in");
  }
  try {
    return file === "-" ? await text(process.stdin) : readFileSync(file, "utf8");
  } catch (error) {
    throw new Error(`reading ${file === "-" ? "standard input" : file}: ${reasonOf(error)}`);
  }
}

/** Writes into a folder that exists. @throws one line saying which file and why. */
export function writeText(file: string, content: string): void {
  try {
    writeFileSync(file, content);
  } catch (error) {
    throw new Error(`writing ${file}: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const code = "code" in error ? String(error.code) : "";
  return REASONS[code] ?? error.message;
}
