/** Reads the engine's display off a screen. Pure. */

/** What one phase, a preview or an update, leaves on the screen. */
export interface Display {
  /** The rows of its table. */
  rows: Row[];
  /** The lines that stay, by the name of the resource that they are about. */
  diagnostics: Record<string, string[]>;
  /** The lines about policies, without the links of rules. */
  policies: string[];
}

/** A row of the table, each column as far as the screen shows it. */
export interface Row {
  name: string;
  /** The column Plan or Status. */
  status: string;
  info: string;
}

const PHASES = { preview: /^Previewing update \(/, update: /^Updating \(/ } as const;

/** The phases of an `up`; absent what did not take place. */
export function displaysOf(lines: readonly string[]): { preview?: Display; update?: Display } {
  const found = (Object.keys(PHASES) as (keyof typeof PHASES)[]).flatMap((phase) => {
    const at = lines.findIndex((line) => PHASES[phase].test(line));
    return at < 0 ? [] : [{ phase, at }];
  });
  const ends = [...found.slice(1).map(({ at }) => at), lines.length];
  return Object.fromEntries(found.map(({ phase, at }, index) => [phase, displayOf(lines.slice(at + 1, ends[index]))]));
}

function displayOf(lines: readonly string[]): Display {
  return {
    rows: rowsIn(lines),
    diagnostics: byResource(blockOf(lines, "Diagnostics:")),
    policies: blockOf(lines, "Policies:").map((line) => withoutChance(line.trim().replace(/ \(https:\S+\)$/, ""))),
  };
}

const HEADER = /^ +Type +Name(?: +(?:Plan|Status)(?: +Info)?)?/;

/** The rows of the last table in these lines. */
function rowsIn(lines: readonly string[]): Row[] {
  const at = lines.findLastIndex((line) => HEADER.test(line));
  const header = lines[at] ?? "";
  const end = lines.indexOf("", at);
  const statusAt = header.search(/Plan|Status/);
  const infoAt = header.indexOf("Info");
  return lines.slice(at + 1, end < 0 ? undefined : end).map((line) => ({
    name: part(line, header.indexOf("Name"), statusAt),
    status: part(line, statusAt, infoAt),
    info: part(line, infoAt, -1),
  }));
}

/** From one column to the next; negative for a column that is not there. */
function part(line: string, from: number, to: number): string {
  return from < 0 ? "" : line.slice(from, to < 0 ? undefined : to).trim();
}

/** The lines below a heading, up to the next one. */
function blockOf(lines: readonly string[], heading: string): string[] {
  const at = lines.indexOf(heading);
  if (at < 0) {
    return [];
  }
  const below = lines.slice(at + 1);
  const end = below.findIndex((line) => /^\S/.test(line));
  return below.slice(0, end < 0 ? undefined : end).filter((line) => line !== "");
}

const RESOURCE = /^ {2}\S+ \((.+)\):$/;

function byResource(lines: readonly string[]): Record<string, string[]> {
  const diagnostics: Record<string, string[]> = {};
  let name = "";
  for (const line of lines) {
    const heading = RESOURCE.exec(line)?.[1];
    name = heading ?? name;
    diagnostics[name] = [...(diagnostics[name] ?? []), ...(heading === undefined ? [withoutChance(line.trim())] : [])];
  }
  return diagnostics;
}

/** The same text in every run: ids of jobs and instances, and durations, are drawn or measured. */
function withoutChance(text: string): string {
  return text
    .replace(/\bdrsjob-[0-9a-f]+/g, "drsjob-…")
    .replace(/\bi-[0-9a-f]{8,}/g, "i-…")
    .replace(/\b(?:\d+h)?(?:\d+m)?\d+s\b/g, (duration) => (duration === "1m00s" ? duration : "…s"));
}

/** The rows of a resource as an update showed them while the command ran, in order. */
export function rowsDuringUpdate(moments: readonly (readonly string[])[], name: string): Row[] {
  const updates = moments.filter((lines) => lines.some((line) => PHASES.update.test(line)));
  return updates.flatMap((lines) => rowsIn(lines).filter((row) => row.name === name));
}
