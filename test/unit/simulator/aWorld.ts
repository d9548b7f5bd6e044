import { buildWorld } from "../../../simulator/src/world/build/buildWorld";
import { parseWorld } from "../../../simulator/src/world/build/readWorldFile";
import type { SourceServerFile, WorldFile } from "../../../simulator/src/world/schema/worldFile";
import type { WorldState } from "../../../simulator/src/world/state/worldState";

/** When the worlds of these tests begin, in milliseconds since the epoch. */
export const START = Date.parse("2026-01-15T09:00:00.000Z");

/** The id of the world's nth source server. */
export function serverID(n: number): string {
  return `s-${String(n).padStart(17, "0")}`;
}

/** A source server that replicates and launches. */
export function aServer(n = 1, given: Partial<SourceServerFile> = {}): SourceServerFile {
  return { sourceServerID: serverID(n), ...given };
}

/** The state of a world at START. */
export function aState(file: WorldFile = { sourceServers: [aServer()] }): WorldState {
  return buildWorld(parseWorld(file), START, "seed");
}

/** The first of a list. */
export function first<Item>(list: readonly Item[]): Item {
  const [item] = list;
  if (item === undefined) {
    throw new Error("Taking the first of an empty list");
  }
  return item;
}
