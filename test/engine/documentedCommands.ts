/** A command that a document gives its reader. */
export interface DocumentedCommand {
  /** The document, by its path in the repository. */
  readonly document: string;
  /** The heading that it stands under. */
  readonly heading: string;
  /** As a shell takes it, without its comment. */
  readonly command: string;
  /** It runs until its reader ends it, and the next commands meanwhile. */
  readonly inOwnTerminal: boolean;
}

/** What its comment says of a command that does not end by itself. */
const OWN_TERMINAL = /# .*\bin a terminal of its own\b/;

/** Every command in the document's blocks of shell commands, in their order. A line that ends with `\` goes on. Pure. */
export function commandsIn(document: string, text: string): DocumentedCommand[] {
  const found: DocumentedCommand[] = [];
  let heading = "";
  let isShell = false;
  let isBlock = false;
  for (const line of text.replace(/\\\n\s*/g, "").split("\n")) {
    const fence = /^\s*```(\w*)/.exec(line);
    if (fence !== null) {
      isShell = !isBlock && ["sh", "bash", "shell", "console"].includes(fence[1] ?? "");
      isBlock = !isBlock;
      continue;
    }
    if (!isBlock) {
      heading = /^#+ +(.*)/.exec(line)?.[1] ?? heading;
    }
    const command = line.replace(/(^|\s)#\s.*/, "").trim();
    if (isShell && command !== "") {
      found.push({ document, heading, command, inOwnTerminal: OWN_TERMINAL.test(line) });
    }
  }
  return found;
}

/** The first program in TypeScript under the heading. Pure. */
export function programIn(text: string, heading: string): string {
  const section = text.split(/^#+ +/m).find((each) => each.startsWith(`${heading}\n`)) ?? "";
  return /```ts\n(.*?)```/s.exec(section)?.[1] ?? "";
}
