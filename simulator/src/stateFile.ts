import { createHash } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import * as v from "valibot";
import { printable } from "./printable";
import type { WorldState } from "./world/state/worldState";

/** What a state file holds: the state, and when it was written, in simulated and in real time (milliseconds since the epoch). */
interface SavedWorld {
  readonly simulatedAt: number;
  readonly savedAt: number;
  readonly state: WorldState;
}

/** A state file that cannot be used. The message is one line with its path. */
export class StateFileError extends Error {
  override readonly name = "StateFileError";
}

const FORMAT = "drs-simulator-state/3";

// Only the simulator writes this file, so its content is trusted once the checksum shows that nothing else has changed it.
const outline = v.object({
  format: v.literal(FORMAT),
  simulatedAt: v.number(),
  savedAt: v.number(),
  checksum: v.string(),
  state: v.custom<WorldState>((value) => typeof value === "object" && value !== null),
});

/** Reads what was saved; undefined when there is no file yet. @throws StateFileError when it is damaged or not a state file */
export function readStateFile(path: string): SavedWorld | undefined {
  if (!existsSync(path)) {
    return undefined;
  }
  const parsed = v.safeParse(outline, readJson(path));
  if (!parsed.success) {
    throw unreadable(path, `expected a file written by this version of drs-simulator (format ${FORMAT})`);
  }
  const { checksum, simulatedAt, savedAt, state } = parsed.output;
  if (checksum !== checksumOf(JSON.stringify(state))) {
    throw unreadable(path, "its state does not match its checksum: the file is damaged or was edited");
  }
  return { simulatedAt, savedAt, state };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw unreadable(path, error instanceof Error ? error.message : String(error));
  }
}

function unreadable(path: string, reason: string): StateFileError {
  return new StateFileError(printable(`Reading the state file ${path}: ${reason}`));
}

function checksumOf(state: string): string {
  return createHash("sha256").update(state).digest("hex");
}

/**
 * Saves the world. A crash at any moment leaves either the old file or the new one, never a part of one.
 *
 * When it returns, the data is on disk.
 *
 * @throws StateFileError
 */
export function writeStateFile(path: string, saved: SavedWorld): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = openSync(temporary, "w", 0o600);
    try {
      const state = JSON.stringify(saved.state);
      const { simulatedAt, savedAt } = saved;
      const head = JSON.stringify({ format: FORMAT, simulatedAt, savedAt, checksum: checksumOf(state) });
      writeFileSync(file, `${head.slice(0, -1)},"state":${state}}`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StateFileError(printable(`Writing the state file ${path}: ${reason}`));
  }
}
