import { randomInt } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { tortureReport } from "../../scripts/torture/results";
import { baselineOf } from "./baseline";
import { allCells, type Cell, chosenCells, resultOf } from "./cells";
import { crashCells } from "./crashCells";
import { runCrashCell } from "./runCrashCell";
import { type Scenario, scenarios } from "./scenarios";
import type { StageOptions } from "./stage";

/** Every run breaks a drill in ways that the last one did not. TORTURE_SEED repeats a run. */
const FRESH_SEED = seedOfRun(process.env["TORTURE_SEED"]);

/** What `npm test` runs; `npm run torture` runs every cell. A failure of a fixed sample stays until it is fixed. */
const SAMPLES = [
  { name: "a fixed sample of kills and refusals", matrices: ["crash", "fault"], seed: 4, count: 40 },
  { name: "a fresh sample of kills and refusals", matrices: ["crash", "fault"], seed: FRESH_SEED, count: 40 },
  { name: "a fixed sample of wrong answers", matrices: ["answer"], seed: 4, count: 60 },
  { name: "a fresh sample of wrong answers", matrices: ["answer"], seed: FRESH_SEED, count: 60 },
];

/** Real time, for a busy machine: a cell takes a tenth of a second. */
const SAMPLE_TIMEOUT_MS = 120_000;

function seedOfRun(given: string | undefined): number {
  if (given === undefined || given === "") {
    return randomInt(1_000_000);
  }
  if (!/^\d+$/.test(given)) {
    throw new Error(`TORTURE_SEED must be a whole number, got ${given}`);
  }
  return Number(given);
}

function aScenario(name: string): Scenario {
  const scenario = scenarios().find((each) => each.name === name);
  if (scenario === undefined) {
    throw new Error(`there is no scenario ${name}`);
  }
  return scenario;
}

let cells: Cell[];
beforeAll(async () => {
  cells = await allCells();
});

describe("a drill that breaks", () => {
  it.each(SAMPLES)(
    "is never started twice, lost or passed without proof, in $name of all the ways it can break (TORTURE_SEED=$seed)",
    async ({ name, matrices, seed, count }) => {
      const all = cells.filter((cell) => matrices.includes(cell.matrix));
      console.log(`torture: ${name}, ${count} of ${all.length} cells, TORTURE_SEED=${seed}`);
      const chosen = chosenCells(all, { seed, count });
      expect(chosen).toHaveLength(count);
      const failed = [];
      for (const cell of chosen) {
        const result = await resultOf(cell);
        if (result.findings.length > 0) {
          failed.push(result);
        }
      }
      expect(failed).toEqual([]);
    },
    SAMPLE_TIMEOUT_MS,
  );
});

describe("the cells", () => {
  it("have ids of their own", () => {
    expect(new Set(cells.map((cell) => cell.id)).size).toBe(cells.length);
  });

  it("grow with every call that is added", async () => {
    const scenario = aScenario("single-late");
    const usual = crashCells(await baselineOf(scenario));
    const once = await baselineOf(scenario, (context) => {
      const { startRecovery, listJobs } = context.drs;
      const lookFirst: typeof startRecovery = async (request) => {
        await listJobs();
        return startRecovery(request);
      };
      return { ...context, drs: { ...context.drs, startRecovery: lookFirst } };
    });
    // One call more: three moments, four kills, three follow-ups.
    expect(crashCells(once)).toHaveLength(usual.length + 36);
  });

  it("are found by a part of their ids, and sampled the same way by the same seed", () => {
    const part = "StartRecovery/acted/cli-killed";
    const starts = chosenCells(cells, { seed: 1, only: part }).map((cell) => cell.id);
    const every = cells.map((cell) => cell.id).filter((id) => id.includes(part));
    expect(every.length).toBeGreaterThan(0);
    expect(starts.toSorted()).toEqual(every.toSorted());
    const ids = (seed: number) => chosenCells(cells, { seed, count: 20 }).map((cell) => cell.id);
    expect(ids(7)).toEqual(ids(7));
    expect(ids(7)).not.toEqual(ids(8));
  });
});

describe("the harness", () => {
  /** A provider that takes its own jobs for another's, by the tag that it looks for. */
  function blindTo(tag: string): NonNullable<StageOptions["alter"]> {
    return (context) => {
      const { listJobs } = context.drs;
      const seen: typeof listJobs = async (ids, since) =>
        (await listJobs(ids, since)).map((job) => ({ ...job, tags: { ...job.tags, [tag]: "another" } }));
      return { ...context, drs: { ...context.drs, listJobs: seen } };
    };
  }

  it.each([
    { followUp: "up+destroy", tag: "ExecutionId", kind: "double starts" },
    { followUp: "destroy", tag: "DrillNonce", kind: "orphans" },
  ])("finds $kind of a provider that does not know its own jobs by $tag", async ({ followUp, tag, kind }) => {
    const baseline = await baselineOf(aScenario("single-late"));
    // Once the job has ended: before, DRS itself refuses another for a server that it holds.
    const cell = crashCells(baseline).findLast((each) => each.id.endsWith(`/answered/provider-killed/${followUp}`));
    if (cell === undefined) {
      throw new Error("there is such a cell");
    }
    expect(await runCrashCell(cell)).toEqual([]);
    const kinds = (await runCrashCell(cell, { alter: blindTo(tag) })).map((each) => each.kind);
    expect(kinds).toContain(kind);
  });

  it("reports a failing cell with the command that runs it again, and is not satisfied with cells that did not run", () => {
    const findings = [{ kind: "orphans" as const, text: "i-1 is RUNNING" }];
    const result = { id: "drill/1-StartRecovery/acted/cli-killed/destroy", matrix: "crash" as const, findings };
    const { ok, text } = tortureReport({ total: 1, results: [result], seconds: 1 }, { seed: 1 });
    expect(ok).toBe(false);
    expect(text).toContain("npm run torture -- --only 'drill/1-StartRecovery/acted/cli-killed/destroy'");
    const fine = { ...result, findings: [] };
    expect(tortureReport({ total: 1, results: [fine], seconds: 1 }, { seed: 1 }).ok).toBe(true);
    expect(tortureReport({ total: 2, results: [fine], seconds: 1 }, { seed: 1 }).ok).toBe(false);
  });
});
