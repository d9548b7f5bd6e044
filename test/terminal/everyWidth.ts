import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DrillProject, openDrillProject, type RunOptions, type Waves } from "../engine/drillProject";
import { APP, aWorld, DATABASE, WEB } from "../engine/worlds";
import { type Display, displaysOf, type Row, rowsDuringUpdate } from "./display";
import { hostProgram } from "./programHost";
import { runInTerminal, type Seen } from "./runInTerminal";

/** A drill takes about a second and a half: long enough to be seen running. */
const SPEED = 400;

/** The line with which an attempt begins. */
const started = (attempt: number) =>
  `started recovery job drsjob-… for 1 server (attempt ${attempt}); should this \`up\` be cut off, the next \`pulumi up\` goes on with it`;

const NO_CAPACITY = "An error occurred (InsufficientInstanceCapacity) when calling the RunInstances operation";

/** One `up` in a terminal. */
interface Up {
  preview: Display;
  /** Absent when the preview was all. */
  update?: Display;
  seen: Seen;
  /** How many StartRecovery requests there were by its end. */
  launches: number;
}

/** Three waves that do not depend on each other; the triggers make another drill of one. */
function wavesWith(triggers: { database?: string; web?: string }): Waves {
  const changing = (trigger: string | undefined) => (trigger === undefined ? {} : { triggers: [trigger] });
  return {
    database: { sourceServers: [{ sourceServerId: DATABASE }], ...changing(triggers.database) },
    app: { sourceServers: [{ sourceServerId: APP }] },
    web: {
      sourceServers: [{ sourceServerId: WEB }],
      objectives: { recoveryTimeSeconds: 60 },
      ...changing(triggers.web),
    },
  };
}

const APART: RunOptions = { resourceOptions: { database: { after: [] }, app: { after: [] }, web: { after: [] } } };

async function upIn(project: DrillProject, columns: number, waves: Waves, options: readonly string[] = []) {
  const { path, folder, environment, stack } = project.engine;
  const host = await hostProgram(project.program(waves, APART));
  try {
    const engine = [path, "up", "--yes", "--stack", stack, "--exec-kind", "auto.inline", `--client=${host.address}`];
    const seen = await runInTerminal([...engine, ...options], { columns, folder, environment });
    const { preview, update } = displaysOf(seen.lines);
    if (preview === undefined) {
      throw new Error(`the engine showed no preview:\n${seen.lines.join("\n")}`);
    }
    return { preview, ...(update === undefined ? {} : { update }), seen, launches: project.calls("StartRecovery") };
  } finally {
    host.close();
  }
}

/** A file for `--policy-pack-config`: one rule alone, which the database's server violates. */
async function onePolicy({ engine }: DrillProject): Promise<string[]> {
  const file = join(engine.folder, "policies.json");
  await writeFile(file, JSON.stringify({ all: "disabled", "drs-server-require-known-role": "mandatory" }));
  return ["--policy-pack", join(__dirname, "..", "..", "policy"), "--policy-pack-config", file];
}

/** What the engine says of itself, on the stack's row. */
const OF_THE_ENGINE = /^warning: using pulumi-resource-pulumi-nodejs from|^error: (?:preview|update) failed$/;

/** The lines that stay, without the engine's own. */
function lasting(display: Display | undefined): Record<string, string[]> {
  const entries = Object.entries(display?.diagnostics ?? {}).map(
    ([name, lines]) => [name, lines.filter((line) => !OF_THE_ENGINE.test(line))] as const,
  );
  return Object.fromEntries(entries.filter(([, lines]) => lines.length > 0));
}

/** Names of the resources that have a row. */
function namesIn(display: Display | undefined): string[] {
  return (display?.rows ?? []).map(({ name }) => name).sort();
}

/** What the rows of a running wave show at a width. */
interface LiveRows {
  title: string;
  judge(rows: readonly Row[]): void;
}

/**
 * What a person sees of drills at this width: the lines that stay, which are the same at every width, because the terminal
 * breaks them and the engine cuts none; and while a wave runs what the engine cuts off its row.
 */
export function describeTerminal(columns: number, live: LiveRows): void {
  describe(`a terminal of ${columns} columns`, () => {
    let project: DrillProject;
    let first: Up;
    let second: Up;
    let blocked: Up;

    beforeAll(async () => {
      const outcome = { event: "LAUNCH_FAILED" as const, message: NO_CAPACITY, times: 1 };
      project = await openDrillProject(aWorld({ [APP]: { outcome } }), { speed: SPEED });
      first = await upIn(project, columns, wavesWith({}));
      second = await upIn(project, columns, wavesWith({ web: "2" }));
      blocked = await upIn(project, columns, wavesWith({ web: "2", database: "2" }), await onePolicy(project));
    });
    afterAll(() => project.close());

    it("keeps what a first drill will launch", () => {
      expect(lasting(first.preview)).toEqual({
        database: ["will launch 1 server: db-1 (NONE, m5.large)"],
        app: ["will launch 1 server: app-1 (NONE, m5.large)"],
        web: ["will launch 1 server: web-1 (BASIC, m5.large now)"],
      });
    });

    it("keeps how each wave ended: passed, failed, degraded", () => {
      expect(lasting(first.update)).toEqual({
        database: [started(1), "PASSED: recovery …s to …s, data loss …s"],
        app: [
          started(1),
          "error: 1 error occurred:",
          `* Judging the wave: 0 of 1 critical servers recovered, expected 1: app-1 (${APP}) LAUNCH_FAILED: ` +
            `${NO_CAPACITY}. No recovery instance of it is known. \`pulumi up\` launches the failed servers again ` +
            "(attempt 2 of 2).",
        ],
        web: [
          started(1),
          "warning: DEGRADED: recovery …s to …s, data loss …s; recovery time objective 1m00s missed by web-1 (…s)",
        ],
      });
      expect({ exitCode: first.seen.exitCode, launches: first.launches }).toEqual({ exitCode: 1, launches: 3 });
    });

    it("keeps what a retry and another drill will do, and nothing of a wave with nothing to do", () => {
      expect(lasting(second.preview)).toEqual({
        app: ["will launch 1 failed server again, attempt 2 of 2: app-1 (NONE, m5.large)"],
        web: [
          "will terminate 1 recovery instance and launch 1 server again, because triggers changed: web-1 (BASIC, m5.large now)",
        ],
      });
      expect(namesIn(second.preview)).toEqual(["app", "drill-tests-test", "web"]);
    });

    it("keeps how a retry and another drill ended, and does not say again what was planned", () => {
      expect(lasting(second.update)).toEqual({
        app: [started(2), "PASSED: recovery …s to …s, data loss …s"],
        web: [
          "terminating 1 recovery instance (job drsjob-…): i-…",
          started(1),
          "warning: DEGRADED: recovery …s to …s, data loss …s; recovery time objective 1m00s missed by web-1 (…s)",
        ],
      });
      expect(namesIn(second.update)).toEqual(["app", "drill-tests-test", "web"]);
      expect({ exitCode: second.seen.exitCode, launches: second.launches }).toEqual({ exitCode: 0, launches: 5 });
    });

    it("keeps which rule blocks a drill, beside what it would do, and starts nothing", () => {
      expect(lasting(blocked.preview)).toEqual({
        database: [
          "will terminate 1 recovery instance and launch 1 server again, because triggers changed: db-1 (NONE, m5.large)",
        ],
      });
      const rule = (about: string) => `- [mandatory] [severity: low]  drs-server-require-known-role  (${about})`;
      // The engine registers the two waves in any order.
      const lines = blocked.preview.policies.slice(1).map((line) => line.replace("web-1 and app-1", "app-1 and web-1"));
      expect(lines.toSorted()).toEqual(
        [
          rule("pulumi:pulumi:Stack: drill-tests-test"),
          "app-1 and web-1 would be judged by no rule about databases, directories or tiers: they have no role. Fix: give " +
            "each its role: directory, database, app or web, or one of your own",
          rule("pulumi-nodejs:dynamic/drs:DrillWave: database"),
          "db-1 would be judged by no rule about databases: they have no role, although their hostnames or tags speak of a " +
            'database. Fix: role: "database", or the role that they have',
        ].toSorted(),
      );
      expect({ update: blocked.update, exitCode: blocked.seen.exitCode, launches: blocked.launches }).toEqual({
        update: undefined,
        exitCode: 1,
        launches: 5,
      });
    });

    it(live.title, () => {
      const rows = ["database", "web"].flatMap((name) => rowsDuringUpdate(first.seen.moments, name));
      live.judge(rows.filter(({ status }) => status.startsWith("creating")));
    });

    it("shows nothing in the row of a guard", () => {
      const rows = ["database-guard", "web-guard"].flatMap((name) => rowsDuringUpdate(first.seen.moments, name));
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.filter(({ info }) => info !== "")).toEqual([]);
    });
  });
}
