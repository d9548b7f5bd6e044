import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import * as v from "valibot";
import type { WorldState } from "./world/state";

/** What a state file holds: the state, and when it was written on both clocks (milliseconds since the epoch). */
interface SavedWorld {
  readonly simulatedAt: number;
  readonly savedAt: number;
  readonly state: WorldState;
}

/** A state file that cannot be used; the message is one line with its path. */
export class StateFileError extends Error {
  override readonly name = "StateFileError";
}

const FORMAT = "drs-simulator-state/1";

// The simulator alone writes this file, so its inside is taken on trust: the format's name and the outline are enough to refuse others.
const outline = v.object({
  format: v.literal(FORMAT),
  simulatedAt: v.number(),
  savedAt: v.number(),
  state: v.custom<WorldState>(
    (value) => typeof value === "object" && value !== null && "sourceServers" in value && "events" in value,
  ),
});

/** What was saved there; undefined when there is no file yet. @throws StateFileError when it is no state file */
export function readStateFile(path: string): SavedWorld | undefined {
  if (!existsSync(path)) {
    return undefined;
  }
  try {
    return v.parse(outline, JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StateFileError(`Reading the state file ${path}: ${reason}`);
  }
}

/**
 * Saves the world so that a crash at any moment leaves the old file or the new one, never half of either.
 *
 * When it returns, the data is on the disk.
 *
 * @throws StateFileError
 */
export function writeStateFile(path: string, saved: SavedWorld): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = openSync(temporary, "w", 0o600);
    try {
      writeFileSync(file, JSON.stringify({ format: FORMAT, ...saved }));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    throw new StateFileError(
      `Writing the state file ${path}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
