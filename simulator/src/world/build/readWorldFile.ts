import { readFileSync } from "node:fs";
import { parseJson } from "../../json";
import { printable } from "../../printable";
import { checkShape } from "../schema/checkShape";
import type { WorldFile } from "../schema/worldFile";
import { findContradiction } from "./contradictions";

/** A world that cannot be used. The message is one line: the file, the member's path, what was found and what was expected. */
export class WorldError extends Error {
  override readonly name = "WorldError";
}

/** Reads a world file. @throws WorldError when it cannot be read, is not JSON or is not a valid world */
export function readWorldFile(path: string): WorldFile {
  return parseWorld(readJson(path), fileAt(path));
}

/**
 * Checks that a value is a world: first each member by itself, then that no two contradict each other.
 *
 * @param source what messages call it
 * @throws WorldError that names the first error
 */
export function parseWorld(value: unknown, source = "the world"): WorldFile {
  const { world, flaw } = checkShape(value);
  if (flaw !== undefined) {
    throw flawed(source, flaw);
  }
  const contradiction = findContradiction(world);
  if (contradiction !== undefined) {
    throw flawed(source, contradiction);
  }
  return world;
}

function readJson(path: string): unknown {
  try {
    return parseJson(decodeText(readFileSync(path)));
  } catch (error) {
    throw flawed(fileAt(path), error instanceof Error ? error.message : String(error));
  }
}

/**
 * Decodes a file's content.
 *
 * @throws Error that names the encoding, unless it is UTF-8 without a byte order mark, as JSON is (RFC 8259, section 8.1)
 */
function decodeText(content: Buffer): string {
  const mark = Object.entries(MARKS).find(([hex]) => content.subarray(0, 3).toString("hex").startsWith(hex));
  const utf16 = content.length > 1 && (content[0] === 0 || content[1] === 0) ? "UTF-16" : undefined;
  const other = mark?.[1] ?? utf16;
  if (other !== undefined) {
    throw new Error(`saw ${other}, expected UTF-8 without a byte order mark`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    throw new Error("saw bytes that are not UTF-8, expected UTF-8 without a byte order mark");
  }
}

const MARKS: Readonly<Record<string, string>> = {
  efbbbf: "a byte order mark (BOM)",
  fffe: "UTF-16 (little-endian)",
  feff: "UTF-16 (big-endian)",
};

function fileAt(path: string): string {
  return `the world file ${path}`;
}

function flawed(source: string, flaw: string): WorldError {
  return new WorldError(printable(`Reading ${source}: ${flaw}`));
}
