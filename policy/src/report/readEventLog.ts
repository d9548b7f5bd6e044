import { type ReportedEvent, toEngineEvent } from "./engineEvent";

/** The events of one log, in its order. */
export interface EventLog {
  /** How messages name the log. */
  name: string;
  events: readonly ReportedEvent[];
  /** Number of the last line when it is cut off: the engine was killed while it wrote. */
  cutOffAt: number | undefined;
}

/** Thrown for a text that is not an event log. Its message: which log, which line, what was seen and expected. */
export class UnusableLog extends Error {}

const EXPECTED = "expected one event of the engine as JSON, as `pulumi preview --event-log FILE` writes them";
const SHOWN = 60;

/**
 * The events of a log: one JSON object a line. A last line that is cut off is left out when there are events before it.
 *
 * @throws UnusableLog for an empty text, a line that is no event, and an event that is not as the engine's are.
 */
export function readEventLog(text: string, name: string): EventLog {
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  const events: ReportedEvent[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "") {
      continue;
    }
    const value = parse(line);
    const isLast = index === lines.length - 1;
    if (value === undefined && isLast && events.length > 0) {
      return { name, events, cutOffAt: index + 1 };
    }
    if (value === undefined) {
      throw new UnusableLog(`reading ${name}: line ${index + 1}: saw ${shown(line)}, ${EXPECTED}`);
    }
    const read = toEngineEvent(value.json);
    if ("flaw" in read) {
      throw new UnusableLog(`reading ${name}: line ${index + 1}: ${read.flaw}; ${EXPECTED}`);
    }
    events.push(read.event);
  }
  if (events.length === 0) {
    throw new UnusableLog(`reading ${name}: line 1: saw nothing, ${EXPECTED}`);
  }
  return { name, events, cutOffAt: undefined };
}

function parse(line: string): { json: unknown } | undefined {
  try {
    return { json: JSON.parse(line) };
  } catch {
    return undefined;
  }
}

function shown(line: string): string {
  const text = line.trim();
  return JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
}
