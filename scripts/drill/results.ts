import { failureNotes, type Note, noteLines, tableLines, warningNotes } from "pulumi-drillwave/show";
import type { OperationError, PolicyFinding } from "./events";
import type { DrillRecord } from "./record";
import type { Screen } from "./screen";

/** Prints a drill's tables and everything that an operator has to read about it, as `drillwave show` does. */
export function showResults(record: DrillRecord, screen: Screen): void {
  const { waves, errors, violations, advice } = record;
  if (waves.some((wave) => wave.outputs.servers.length > 0)) {
    for (const line of ["", ...tableLines(waves, screen.look), ""]) {
      screen.line(line);
    }
  }
  // A wave that failed has its servers' causes among the notes; its error would say them again.
  const told = waves.filter((wave) => wave.outputs.verdict === "FAILED").map((wave) => wave.name);
  const untold = errors.filter(({ resource }) => resource === undefined || !told.includes(resource));
  const notes = [
    ...failureNotes(waves),
    ...untold.map((error) => ({ kind: "error", text: errorLine(error) })),
    ...violations.map((finding) => ({ kind: "policy", text: policyLine(finding) })),
    ...advice.map((finding) => ({ kind: "advice", text: policyLine(finding) })),
    ...warningNotes(waves),
  ];
  for (const note of notes) {
    showNote(note, screen);
  }
}

/** Prints a note. */
export function showNote(note: Note, screen: Screen): void {
  for (const line of noteLines(note, screen.look)) {
    screen.line(line);
  }
}

/** A rule's finding on one line. */
export function policyLine({ policy, resource, message }: PolicyFinding): string {
  return `${resource === undefined ? "" : `${resource}: `}${policy}: ${message}`;
}

/** An error on one line or several, as the engine tells it. */
export function errorLine({ resource, message }: OperationError): string {
  return `${resource === undefined ? "" : `${resource}: `}${message}`;
}
