import { count } from "../vocabulary";
import { member, text } from "./foreign";
import type { Look, Paint } from "./look";
import { failureNotes, type Note, openNotes, warningNotes } from "./notes";
import { serversOf, serverTable, verdictOf, waveTable } from "./tables";
import type { DrillsInState, WaveInState } from "./waves";

/** Everything that a stack's state says of its drills, as lines. Pure. */
export function toText(drills: DrillsInState, look: Look): string[] {
  const { waves } = drills;
  const notes = [...failureNotes(waves), ...openNotes(waves), ...warningNotes(waves)];
  const lines = notes.flatMap((note) => noteLines(note, look));
  return [
    look.paint.bold(headline(drills)),
    "",
    ...tableLines(waves, look),
    ...(lines.length === 0 ? [] : ["", ...lines]),
  ];
}

function headline({ stack, project, waves }: DrillsInState): string {
  const servers = waves.reduce((sum, { outputs }) => sum + serversOf(outputs).length, 0);
  const places = new Set(waves.flatMap(({ outputs }) => placeOf(outputs)));
  const facts = [count(waves.length, "wave"), count(servers, "server"), ...places];
  return `stack ${stack ?? "without a name"}${project === undefined ? "" : ` of ${project}`}: ${facts.join(", ")}`;
}

function placeOf(outputs: unknown): string[] {
  const place = ["account", "region"].flatMap((name) => text(member(outputs, name)) ?? []);
  return place.length === 0 ? [] : [place.join(" ")];
}

/** The tables of waves and servers, an empty line between them. What failed is red; what is neither that nor passed, yellow. */
export function tableLines(waves: readonly WaveInState[], look: Look): string[] {
  const { width, paint } = look;
  const table = waveTable(waves, width);
  const servers = serverTable(waves, width);
  const leftOut = [...new Set([...table.leftOut, ...servers.leftOut])];
  const hint = leftOut.length === 0 ? [] : [`no room for: ${leftOut.join(", ")}`];
  return [
    paint.bold(table.heading),
    ...table.lines.map((line, index) => painted(line, waves[index], paint)),
    ...(servers.lines.length === 0 ? [] : ["", paint.bold(servers.heading)]),
    ...servers.lines.map((line, index) => (servers.failed[index] ? paint.red(line) : line)),
    ...hint.flatMap((line) => wrapped(line, "", width).map(paint.dim)),
  ];
}

function painted(line: string, wave: WaveInState | undefined, paint: Paint): string {
  const verdict = wave === undefined ? "PASSED" : verdictOf(wave);
  return verdict === "PASSED" ? line : verdict === "FAILED" ? paint.red(line) : paint.yellow(line);
}

/** Texts begin below each other. */
const INDENT = " ".repeat("warning  ".length);

/** A note on one line; on a terminal as many as it needs, broken between words. */
export function noteLines({ kind, text: said }: Note, { width, paint }: Look): string[] {
  const mark = kind === "warning" || kind === "advice" || kind === "open" ? paint.yellow : paint.red;
  const [first = "", ...more] = wrapped(said, INDENT, width);
  return [`${mark(kind)}${INDENT.slice(kind.length)}${first}`, ...more];
}

/** How narrow a text may become. */
const NARROWEST = 20;

/** A text broken between words, all lines but the first indented; a word that is longer than a line stays whole. */
function wrapped(said: string, indent: string, width = Number.POSITIVE_INFINITY): string[] {
  const room = Math.max(width - indent.length, NARROWEST);
  const lines: string[] = [];
  for (const word of said.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= room) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines.map((line, index) => (index === 0 ? line : `${indent}${line}`));
}
