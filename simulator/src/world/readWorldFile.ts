import { readFileSync } from "node:fs";
import * as v from "valibot";
import { findJsonFlaw } from "./jsonText";
import { type WorldFile, worldSchema } from "./schema";

/** A world that cannot be used. One line: the file, the member's path, what was seen and what was expected. */
export class WorldError extends Error {
  override readonly name = "WorldError";
}

/** The world that a file holds. @throws WorldError when it cannot be read, is no JSON or breaks the schema */
export function readWorldFile(path: string): WorldFile {
  const text = readText(path);
  const flaw = findJsonFlaw(text);
  if (flaw !== undefined) {
    throw new WorldError(
      `Reading the world ${path}: line ${flaw.line}, column ${flaw.column}: expected ${flaw.expected}`,
    );
  }
  return parseWorld(JSON.parse(text), path);
}

/**
 * A value as a world, checked against the schema and for ids that occur twice.
 *
 * @param source what messages call it: a file's path, or "world" for an argument
 * @throws WorldError that names the first flaw
 */
export function parseWorld(value: unknown, source = "world"): WorldFile {
  // To valibot a list is an object, too.
  if (Array.isArray(value)) {
    throw new WorldError(`Reading the world ${source}: the whole: saw a list, expected an object`);
  }
  const parsed = v.safeParse(worldSchema, value);
  if (!parsed.success) {
    throw new WorldError(`Reading the world ${source}: ${described(parsed.issues[0])}`);
  }
  const duplicate = findDuplicate(parsed.output);
  if (duplicate !== undefined) {
    throw new WorldError(`Reading the world ${source}: ${duplicate}`);
  }
  return parsed.output;
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new WorldError(`Reading the world ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

type Issue = Pick<v.BaseIssue<unknown>, "type" | "path" | "received" | "expected" | "message" | "input">;

function described(issue: Issue): string {
  const steps: readonly { readonly key: unknown }[] = (issue.path ?? []).map((step) => ({ key: step.key }));
  const path = steps
    .reduce((text, step) => text + (typeof step.key === "number" ? `[${step.key}]` : `.${String(step.key)}`), "")
    .slice(1);
  const where = path === "" ? "the whole" : path;
  if (issue.type === "strict_object" && issue.expected === "never") {
    return `${where}: unknown member`;
  }
  if (issue.type === "strict_object" && issue.received === "undefined") {
    return `${where}: missing`;
  }
  const expected = issue.message.startsWith("expected ")
    ? issue.message
    : `expected ${issue.expected ?? issue.message}`;
  return `${where}: saw ${shown(issue)}, ${expected}`;
}

function shown(issue: Issue): string {
  const text = JSON.stringify(issue.input) ?? issue.received;
  return text.length > 80 ? issue.received : text;
}

function findDuplicate(world: WorldFile): string | undefined {
  return (
    firstTwice(world.sourceServers, "sourceServers", "sourceServerID") ??
    firstTwice(world.subnets, "subnets", "subnetId") ??
    firstTwice(world.recoveryInstances, "recoveryInstances", "ec2InstanceID")
  );
}

function firstTwice<Member extends string>(
  items: readonly { readonly [name in Member]?: string | undefined }[] | undefined,
  list: string,
  member: Member,
): string | undefined {
  const seen = new Map<string, number>();
  for (const [index, item] of (items ?? []).entries()) {
    const id = item[member];
    const earlier = id === undefined ? undefined : seen.get(id);
    if (id !== undefined && earlier !== undefined) {
      return `${list}[${index}].${member}: saw "${id}", which ${list}[${earlier}] has already`;
    }
    if (id !== undefined) {
      seen.set(id, index);
    }
  }
  return undefined;
}
