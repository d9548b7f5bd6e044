import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Simulator } from "drs-simulator";
import { lookOf } from "pulumi-drillwave/show";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OperationReport } from "../../../../scripts/drill/events";
import type { DrillOperations } from "../../../../scripts/drill/operations";
import { type DrillEnd, nothingToDrill, runDrill } from "../../../../scripts/drill/run";
import { aWave } from "./aWave";

const DONE: OperationReport = { succeeded: true, planned: ["app"], violations: [], advice: [], errors: [] };
const CANCELLED: OperationReport = { ...DONE, succeeded: false, errors: [{ message: "update cancelled" }] };

let out: string;

beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), "drillwave-run-"));
});

afterEach(async () => {
  await rm(out, { recursive: true, force: true });
});

interface Told {
  readonly end: DrillEnd;
  readonly lines: string[];
  /** The operations that ran. */
  readonly ran: string[];
}

/** A drill whose operations answer at once; `interruptIn` presses Ctrl-C in one of them, `endIn` for the second time. */
async function drill(
  change: Partial<DrillOperations> = {},
  { interruptIn, endIn, servers = [{ tags: { Tier: "app" } }], folder = out, ran = [] }: Setting = {},
): Promise<Told> {
  const lines: string[] = [];
  const [controller, now] = [new AbortController(), new AbortController()];
  const operations: DrillOperations = {
    preview: async () => DONE,
    launch: async () => DONE,
    cleanUp: async () => DONE,
    waves: async () => [aWave("app")],
    ...change,
  };
  const spied = <T>(name: keyof DrillOperations, operation: () => Promise<T>) => {
    return async () => {
      ran.push(name);
      if (interruptIn === name) {
        controller.abort(new Error("interrupted"));
      }
      if (endIn === name) {
        now.abort(new Error("interrupted twice"));
      }
      return await operation();
    };
  };
  const world = () => ({ instances: [], sourceServers: servers }) as unknown as ReturnType<Simulator["world"]>;
  const end = await runDrill({
    operations: {
      preview: spied("preview", operations.preview),
      launch: spied("launch", operations.launch),
      cleanUp: spied("cleanUp", operations.cleanUp),
      waves: spied("waves", operations.waves),
    },
    simulator: { world },
    out: folder,
    keep: false,
    screen: { line: (text) => lines.push(text), note: () => {}, look: lookOf({}, {}) },
    signal: controller.signal,
    now: now.signal,
  });
  return { end, lines, ran };
}

interface Setting {
  readonly interruptIn?: keyof DrillOperations;
  readonly endIn?: keyof DrillOperations;
  /** Gets the operations that ran. */
  readonly ran?: string[];
  readonly servers?: readonly { readonly tags: Readonly<Record<string, string>> }[];
  readonly folder?: string;
}

describe(runDrill.name, () => {
  it("cleans up before it misses a record that could not be written", async () => {
    const folder = "/dev/null/out";
    const { end, ran, lines } = await drill({}, { folder });

    const message = `Writing ${join(folder, "drill.json")} (--out): a part of the path is a file (ENOTDIR)`;
    expect(ran).toEqual(["preview", "launch", "waves", "cleanUp"]);
    expect(lines.at(-1)).toBe(`error    ${message}`);
    expect(end.conclusion).toEqual({ outcome: "FAILED", reason: message });
  });

  it("cleans up when the state cannot be read", async () => {
    const { end, ran } = await drill({ waves: () => Promise.reject(new Error("no state")) });

    expect(ran).toEqual(["preview", "launch", "waves", "cleanUp"]);
    expect(end.conclusion).toEqual({ outcome: "FAILED", reason: "Reading the stack's state: no state" });
  });

  it("says at preview why there is nothing to drill", async () => {
    const nothing = async () => ({ ...DONE, planned: [] });
    const { end, ran } = await drill({ preview: nothing }, { servers: [{ tags: {} }, { tags: {} }] });

    expect(ran).toEqual(["preview"]);
    expect(end.conclusion).toEqual({
      outcome: "FAILED",
      reason: "no wave can be started: none of the 2 source servers has the tag Tier",
    });
  });

  it("speaks of no wave when Ctrl-C comes during the preview, and starts none", async () => {
    const { end, lines, ran } = await drill({ preview: async () => CANCELLED }, { interruptIn: "preview" });

    expect(ran).toEqual(["preview"]);
    expect(lines).toEqual(["stopping; nothing has been launched yet", `record   ${join(out, "drill.json")}`]);
    expect(end.conclusion).toEqual({ outcome: "INTERRUPTED" });
  });

  it("waits for the wave and cleans up when Ctrl-C comes during the launch", async () => {
    const { end, lines, ran } = await drill(
      { launch: async () => CANCELLED, waves: async () => [] },
      { interruptIn: "launch" },
    );

    expect(ran).toEqual(["preview", "launch", "waves", "cleanUp"]);
    expect(lines[0]).toBe("stopping after the running wave and its clean-up; press Ctrl-C again to stop right away");
    expect(end.conclusion).toEqual({ outcome: "INTERRUPTED" });
  });

  it("keeps the outcome of waves that were all judged before the engine stopped", async () => {
    const { end } = await drill({ launch: async () => CANCELLED }, { interruptIn: "launch" });

    expect(end.conclusion).toEqual({ outcome: "PASSED" });
  });

  it.each([
    { endIn: "preview", began: ["preview"] },
    { endIn: "launch", began: ["preview", "launch"] },
    { endIn: "cleanUp", began: ["preview", "launch", "waves", "cleanUp"] },
  ] as const)("begins nothing more after the second Ctrl-C in $endIn", async ({ endIn, began }) => {
    const ran: string[] = [];
    const ended = drill({}, { interruptIn: endIn, endIn, ran });

    await expect(ended).rejects.toThrow(new Error("interrupted twice"));
    expect(ran).toEqual(began);
  });

  it("goes on cleaning up at Ctrl-C, and keeps the outcome", async () => {
    const { end, lines } = await drill({}, { interruptIn: "cleanUp" });

    expect(lines.at(-1)).toBe("finishing the clean-up; press Ctrl-C again to stop right away");
    expect(end.conclusion).toEqual({ outcome: "PASSED" });
  });
});

const OTHER = { tags: { Name: "x" } };

describe(nothingToDrill.name, () => {
  it.each([
    { given: [], expected: "the world has no source servers" },
    { given: [OTHER], expected: "the only source server does not have the tag Tier" },
    { given: [OTHER, { tags: {} }], expected: "none of the 2 source servers has the tag Tier" },
    { given: [OTHER, { tags: { Tier: "app" } }], expected: undefined },
  ])("says $expected", ({ given, expected }) => {
    expect(nothingToDrill(given)).toBe(expected);
  });
});
