import { readFileSync } from "node:fs";
import * as v from "valibot";
import { printable } from "../printable";
import { describeIssue } from "./describeIssue";
import { decodeText, findJsonFlaw } from "./jsonText";
import { type WorldFile, worldSchema } from "./schema";
import { findContradiction, findOddShape } from "./worldChecks";

/** A world that cannot be used. One line: the file, the member's path, what was seen and what was expected. */
export class WorldError extends Error {
  override readonly name = "WorldError";
}

/** The world that a file holds. @throws WorldError when it cannot be read, is no JSON or breaks the schema */
export function readWorldFile(path: string): WorldFile {
  const text = readText(path);
  const flaw = findJsonFlaw(text);
  if (flaw !== undefined) {
    const where = flaw.early ? "the file ends early, in " : "";
    throw flawed(path, `${where}line ${flaw.line}, column ${flaw.column}: expected ${flaw.expected}`);
  }
  return parseWorld(JSON.parse(text), path);
}

/**
 * A value as a world, checked against the schema and for members that contradict each other.
 *
 * @param source what messages call it: a file's path, or "world" for an argument
 * @throws WorldError that names the first flaw
 */
export function parseWorld(value: unknown, source = "world"): WorldFile {
  const odd = findOddShape(value);
  if (odd !== undefined) {
    throw flawed(source, odd);
  }
  const parsed = v.safeParse(worldSchema, value);
  if (!parsed.success) {
    throw flawed(source, describeIssue(parsed.issues[0]));
  }
  const contradiction = findContradiction(parsed.output);
  if (contradiction !== undefined) {
    throw flawed(source, contradiction);
  }
  return parsed.output;
}

function readText(path: string): string {
  try {
    return decodeText(readFileSync(path));
  } catch (error) {
    throw flawed(path, error instanceof Error ? error.message : String(error));
  }
}

function flawed(source: string, flaw: string): WorldError {
  return new WorldError(printable(`Reading the world ${source}: ${flaw}`));
}
