import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSimulatedWave, type SimulatedWave } from "../integration/provider/simulatedWave";
import { type RecordedStack, readStack, worldFileOf } from "./recorded";

/** What a person's commands come to for a recorded stack, each from the recorded moment on. */
export type Answers = Record<(typeof PLAYS)[number]["name"], unknown>;

type Play = (drill: SimulatedWave, stack: RecordedStack) => Promise<unknown>;

/** The engine's calls, each in a world of its own. */
const PLAYS = [
  { name: "diff", play: (drill, stack) => diff(drill, stack, stack.wave.inputs) },
  { name: "diffAfterCheck", play: async (drill, stack) => diff(drill, stack, await checkedAgain(drill, stack)) },
  {
    name: "read",
    play: async ({ wave }, { wave: { id, outputs } }) => (await wave.read?.(id, outputs))?.props,
  },
  {
    name: "update",
    play: async (drill, stack) => {
      const result = await update(drill, stack, await checkedAgain(drill, stack));
      return { result, ...world(drill) };
    },
  },
  {
    name: "retagged",
    play: async (drill, stack) => {
      const news = { ...(await checkedAgain(drill, stack)), tags: { Team: "storage" }, wave: "two" };
      const result = await update(drill, stack, news);
      return { result, ...world(drill) };
    },
  },
  {
    name: "delete",
    play: async (drill, { wave: { id, outputs } }) => {
      await drill.wave.delete?.(id, outputs);
      return world(drill);
    },
  },
  {
    name: "guardDiff",
    play: ({ guard }, { guard: { id, inputs, outputs } }) => ask(() => guard.diff?.(id, outputs, inputs)),
  },
  {
    name: "guardUpdate",
    play: ({ guard }, { guard: { id, inputs, outputs } }) => ask(() => guard.update?.(id, outputs, inputs)),
  },
  {
    name: "guardDelete",
    play: async (drill, { guard: { id, outputs } }) => {
      await drill.guard.delete?.(id, outputs);
      return world(drill);
    },
  },
] as const satisfies readonly { name: string; play: Play }[];

/** Plays every command over a recorded stack with the code of this checkout. */
export async function play(name: string): Promise<Answers> {
  const stack = readStack(name);
  const answers: Record<string, unknown> = {};
  const plays = PLAYS.map(async ({ name: command, play: run }) => {
    const folder = mkdtempSync(join(tmpdir(), "golden-"));
    const stateFile = join(folder, "world.json");
    copyFileSync(worldFileOf(name), stateFile);
    const drill = await openSimulatedWave({}, 1, { stateFile, at: stack.at });
    try {
      answers[command] = await run(drill, structuredClone(stack));
    } finally {
      await drill.close();
      rmSync(folder, { recursive: true });
    }
  });
  await Promise.all(plays);
  return JSON.parse(JSON.stringify(Object.fromEntries(PLAYS.map((each) => [each.name, answers[each.name]]))));
}

/** Checked at the next `up`: what it sees is of today, what the program says is the same. */
async function checkedAgain({ wave }: SimulatedWave, { wave: { inputs } }: RecordedStack) {
  const { observed: _observed, resolvedServers: _resolved, ...args } = inputs;
  const checked = await wave.check?.(structuredClone(inputs), args);
  if (checked === undefined || (checked.failures ?? []).length > 0) {
    throw new Error(JSON.stringify(checked?.failures));
  }
  return checked.inputs;
}

function diff({ wave }: SimulatedWave, { wave: { id, outputs } }: RecordedStack, news: object) {
  return ask(() => wave.diff?.(id, outputs, news));
}

function update({ wave }: SimulatedWave, { wave: { id, outputs } }: RecordedStack, news: object) {
  return ask(() => wave.update?.(id, outputs, news));
}

/** The answer, or what the engine keeps of what was thrown. What it is told in words may change. */
async function ask(call: () => Promise<unknown> | undefined): Promise<unknown> {
  try {
    return await call();
  } catch (error) {
    const { id, properties } = error as Record<string, unknown>;
    if (properties === undefined) {
      throw error;
    }
    return { thrown: { id, properties } };
  }
}

/** What the calls made of jobs and instances. */
function world({ simulator }: SimulatedWave): { jobs: string[]; instances: string[] } {
  const { jobs, instances } = simulator.world();
  return {
    jobs: jobs.map(({ jobID, type, initiatedBy, tags }) => `${jobID} ${type} ${initiatedBy} ${JSON.stringify(tags)}`),
    instances: instances.map(({ ec2InstanceID, ec2State }) => `${ec2InstanceID} ${ec2State}`),
  };
}
