import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";

/** What the system's codes say, where that helps. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "permission denied",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of its path is not a folder",
};

/** The text of a file, or of standard input for `-`. @throws one line saying which file and why. */
export async function readState(file: string): Promise<string> {
  if (file === "-" && process.stdin.isTTY) {
    throw new Error(
      "reading standard input: saw a terminal, expected a stack's state. Fix: pipe it in (`pulumi stack export |`)",
    );
  }
  try {
    return decoded(file === "-" ? await buffer(process.stdin) : await readFile(file));
  } catch (error) {
    throw new Error(`reading ${nameOfInput(file)}: ${reasonOf(error)}`);
  }
}

/** What a message calls it. */
export function nameOfInput(file: string): string {
  return file === "-" ? "standard input" : file;
}

/** PowerShell's `>` writes UTF-16 with a byte order mark, others one of UTF-8. */
function decoded(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? "utf-16le" : "utf-8").decode(bytes);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  return REASONS["code" in error ? String(error.code) : ""] ?? error.message;
}
