import { Terminal } from "@xterm/headless";

/** Lines that a terminal keeps above what it shows. */
const SCROLLBACK = 20_000;

/** A terminal without a window: what a person sees of the bytes that a program wrote. */
export interface TerminalScreen {
  /** Resolves when the bytes are on the screen. */
  write(bytes: Uint8Array): Promise<void>;
  /**
   * All that is there to be read at this moment, also by scrolling back, without colours and trailing blanks. What the
   * terminal broke at its edge is one line here.
   */
  lines(): string[];
}

/** An empty screen of this many columns and rows. */
export function openScreen(columns: number, rows: number): TerminalScreen {
  const terminal = new Terminal({ cols: columns, rows, scrollback: SCROLLBACK, allowProposedApi: true });
  return {
    write: (bytes) => new Promise((resolve) => terminal.write(bytes, resolve)),
    lines: () => joinedLines(terminal.buffer.active),
  };
}

function joinedLines(buffer: Terminal["buffer"]["active"]): string[] {
  const lines: string[] = [];
  for (let row = 0; row < buffer.length; row++) {
    const line = buffer.getLine(row);
    const text = line?.translateToString(false) ?? "";
    const before = line?.isWrapped === true ? lines.pop() : undefined;
    lines.push(`${before ?? ""}${text}`);
  }
  const trimmed = lines.map((line) => line.trimEnd());
  const end = trimmed.findLastIndex((line) => line !== "");
  return trimmed.slice(0, end + 1);
}
