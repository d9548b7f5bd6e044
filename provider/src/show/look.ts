/** Wraps a text in the terminal's codes for a style, or does nothing. */
export type Paint = Readonly<Record<"bold" | "dim" | "red" | "yellow", (text: string) => string>>;

/** How something is shown. */
export interface Look {
  /** Columns of text; absent where nothing limits them. */
  readonly width?: number;
  readonly paint: Paint;
}

/** Text as it is. */
export const PLAIN: Paint = { bold: same, dim: same, red: same, yellow: same };

/** A terminal's own codes: `util.styleText` looks at standard output by itself, which need not be what is written to. */
const COLORFUL: Paint = { bold: style(1, 22), dim: style(2, 22), red: style(31, 39), yellow: style(33, 39) };

function style(on: number, off: number): (text: string) => string {
  return (text) => `\x1b[${on}m${text}\x1b[${off}m`;
}

function same(text: string): string {
  return text;
}

/** What is written to, as Node has it. */
export interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** The look of what is written to `stream`: a terminal's width and colours; neither where it is none. */
export function lookOf(stream: Stream, environment: NodeJS.ProcessEnv): Look {
  if (stream.isTTY !== true) {
    return { paint: PLAIN };
  }
  const { columns = 0 } = stream;
  return { paint: isColorful(stream, environment) ? COLORFUL : PLAIN, ...(columns > 0 ? { width: columns } : {}) };
}

/** False where it is no terminal, or NO_COLOR or a dumb terminal asks for none (https://no-color.org). */
export function isColorful(stream: Stream, environment: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && !environment["NO_COLOR"] && environment["TERM"] !== "dumb";
}
