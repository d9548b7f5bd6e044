import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DrillProject, PolicyReport } from "../engine/drillProject";
import { startAws } from "./aws/standIn";
import { type CommandEnd, chosen, commandsIn, runInBash } from "./commands";
import type { Estate, PolicySet } from "./estate";
import { ESTATES } from "./estates";
import { openEstate, previewOf, type Said } from "./previewOf";

/** Each preview runs an engine, its plugins and a pack; one estate takes four of them at most. */
const LIMIT_MS = 180_000;

describe.each(ESTATES.map((estate) => ({ estate, name: estate.name })))("$name", ({ estate }) => {
  let project: DrillProject;
  let first: Record<PolicySet, Said>;
  let ends: readonly CommandEnd[];
  let after: Said;
  beforeAll(async () => {
    project = await openEstate(estate);
    const recommended = await previewOf(project, estate, "recommended");
    first = { recommended, strict: await previewOf(project, estate, "strict") };
    ends = await runCommands(project, commandsOf(first, estate));
    after = ends.length === 0 ? first.strict : await previewOf(project, estate, "strict");
  }, LIMIT_MS);
  afterAll(() => project?.close());

  it.each(["recommended", "strict"] as const)("is told its facts, one by one, in the set %s", (set) => {
    expect(first[set].reports.map(toFact).sort()).toEqual(factsOf(estate, set).sort());
  });

  it.each(["recommended", "strict"] as const)("fails its preview for what is mandatory in the set %s alone", (set) => {
    const isBlocked = first[set].reports.some(({ level }) => level === "mandatory");
    expect(first[set].ok).toBe(!isBlocked);
  });

  it.each(["recommended", "strict"] as const)("takes no more lines and characters than it may in the set %s", (set) => {
    const { lines, characters } = first[set].size;
    const { atMost } = estate;
    expect({ lines, characters: Math.max(characters, atMost[set].characters) }).toEqual(atMost[set]);
  });

  it("prints commands that all run as they are printed", () => {
    expect(ends.filter(({ exitCode, stderr }) => exitCode !== 0 || stderr !== "")).toEqual([]);
  });

  it("is told nothing new after them, and nothing any more of what they fix", () => {
    const before = first.strict.reports;
    const left = after.reports.map(toFact);
    const isMended = ({ message }: PolicyReport) => commandsIn(message).some((command) => !isLooking(command));
    expect({
      // What is named now and may not be read is new, and not wrong.
      new: left.filter((fact) => !before.map(toFact).includes(fact) && !isRefused(fact, estate)),
      notMended: before
        .filter(isMended)
        .map(toFact)
        .filter((fact) => left.includes(fact)),
    }).toEqual({ new: [], notMended: [] });
  });
});

/** Every command that either set prints, once, with what its reader chose. */
function commandsOf(first: Record<PolicySet, Said>, { choices }: Estate): string[] {
  const messages = Object.values(first).flatMap(({ reports }) => reports.map(({ message }) => message));
  return [...new Set(messages.flatMap(commandsIn))].map((command) => chosen(command, choices));
}

async function runCommands(project: DrillProject, commands: readonly string[]): Promise<CommandEnd[]> {
  const aws = await startAws(project.simulator.url);
  const ends: CommandEnd[] = [];
  for (const command of commands) {
    ends.push(await runInBash(command, aws.environment));
  }
  await aws.close();
  return ends;
}

/** True for what a role that may not read something cannot know of. */
function isRefused(fact: string, { refused = [] }: Estate): boolean {
  return refused.some((operation) =>
    new RegExp(`cannot be judged.*: the caller lacks \\w+:${operation}\\b`).test(fact),
  );
}

/** True for a command that only shows something. */
function isLooking(command: string): boolean {
  return /^aws \w+ (describe|get|list)-/.test(command);
}

/** A report in one text, without the page that it names; commands are run, and not read. */
function toFact({ policy, level, message }: PolicyReport): string {
  const prose = commandsIn(message).reduce((text, command) => text.replace(command, "$ …"), message);
  return `[${level}] ${policy}: ${prose.replace(/ \(https:[^ ]*\)$/, "")}`;
}

function factsOf({ facts }: Estate, set: PolicySet): string[] {
  return facts.flatMap((fact) => (fact[set] === undefined ? [] : [`[${fact[set]}] ${fact.rule}: ${fact.says}`]));
}
