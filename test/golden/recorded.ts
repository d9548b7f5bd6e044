import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

type Properties = Record<string, unknown>;

/** A resource as the engine keeps it. */
export interface RecordedResource {
  id: string;
  inputs: Properties;
  outputs: Properties;
  /** Why it is not whole; the engine then calls update at the next `up`. */
  initErrors?: string[];
}

/** A stack with one drill, as a version of the code left it. */
export interface RecordedStack {
  /** The commit whose code wrote it. */
  commit: string;
  case: string;
  /** The simulated time at which it was taken. */
  at: string;
  guard: RecordedResource;
  wave: RecordedResource;
}

/** Where everything recorded lies. */
export const FOLDERS = {
  states: join(__dirname, "states"),
  worlds: join(__dirname, "worlds"),
  answers: join(__dirname, "answers"),
};

/** Names of the recorded stacks, `<commit>-<case>`. */
export function recordedNames(): string[] {
  return readdirSync(FOLDERS.states)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .sort();
}

/** One recorded stack. */
export function readStack(name: string): RecordedStack {
  return JSON.parse(readFileSync(join(FOLDERS.states, `${name}.json`), "utf8"));
}

/** What fe2c030 made of it. */
export function readAnswers(name: string): object {
  return JSON.parse(readFileSync(join(FOLDERS.answers, `${name}.json`), "utf8"));
}

/** The simulator's state file of then. */
export function worldFileOf(name: string): string {
  return join(FOLDERS.worlds, `${name}.json`);
}

/** How a recorded file is written: a line for each member, so that hundreds of recorded values stay a short file. */
export function toText(value: object): string {
  const lines = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${JSON.stringify(member)}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}
