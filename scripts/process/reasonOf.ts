/** Why something failed, on one line: the first line of an error's message. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split("\n")[0] ?? "";
}

const WORDS: Readonly<Record<string, string>> = {
  EACCES: "this user has no permission",
  EPERM: "this user has no permission",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  ENOTDIR: "a part of the path is a file",
  EEXIST: "a file with this name is in the way",
  EISDIR: "a folder with this name is in the way",
  ENOENT: "a part of the path does not exist",
  ENAMETOOLONG: "the path is too long",
};

/** Why the system refused a file or folder, in words. */
export function systemReason(error: unknown): string {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  const words = WORDS[code];
  return words === undefined ? reasonOf(error) : `${words} (${code})`;
}
