import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lookOf, PLAIN } from "../../../../provider/src/show/look";
import { toJson } from "../../../../provider/src/show/toJson";
import { toText } from "../../../../provider/src/show/toText";
import { drillsIn } from "../../../../provider/src/show/waves";
import { DRILL_GUARD_TYPE, DRILL_WAVE_TYPE } from "../../../../provider/src/vocabulary";
import { readStack, recordedNames } from "../../../golden/recorded";
import {
  aFailedServer,
  aGuardRow,
  anExport,
  aSecret,
  aServer,
  aWaveRow,
  type ExportedResource,
  someOutputs,
  urnOf,
} from "./aStack";

const PLAIN_LOOK = { paint: PLAIN };

function shown(resources: readonly ExportedResource[], look: Parameters<typeof toText>[1] = PLAIN_LOOK): string[] {
  return toText(drillsIn(anExport(resources)), look);
}

/** The lines below the tables. */
function notes(resources: readonly ExportedResource[]): string[] {
  return shown(resources).filter((line) => /^(failed|open|warning) /.test(line));
}

/** A drill of three waves and six servers: one wave passed, one failed, one never began. */
function aDrill(): ExportedResource[] {
  const [db, app] = [aServer(), aServer({ hostname: "app-1", instanceType: "m5.large" })];
  const servers = [db, aServer({ hostname: "db-2" }), aServer({ hostname: "db-3" })];
  const failed = {
    verdict: "FAILED",
    objectivesMet: false,
    startedAt: "2026-01-15T09:20:00.000Z",
    servers: [app, aServer({ hostname: "app-3" }), aFailedServer()],
  };
  return [
    aGuardRow("database"),
    aWaveRow("database", someOutputs({ servers })),
    aGuardRow("app"),
    aWaveRow("app", someOutputs(failed), { initErrors: ["Judging the wave: 2 of 3 critical servers recovered …"] }),
    aGuardRow("web"),
  ];
}

describe(toText.name, () => {
  it("shows a failed drill of three waves and six servers on one screen of 100 columns", () => {
    const lines = shown(aDrill(), { ...PLAIN_LOOK, width: 100 });
    expect(lines.join("\n")).toMatchInlineSnapshot(`
      "stack dev of shop: 3 waves, 6 servers, 111122223333 us-west-2

      wave      verdict    servers        recovery / max  data loss / max  attempts  instances
      database  PASSED     3              8m59s / 30m00s  4s               1 of 2    3 launched
      app       FAILED     1 of 3 failed  8m59s / 30m00s  4s               1 of 2    2 launched
      web       NO RECORD  -              -               -                -         none known

      server  wave      status         verified to   recovery  data loss  snapshot  conversion  launch
      db-1    database  LAUNCHED       statusChecks  8m59s     4s         45s       3m16s       4m56s
      db-2    database  LAUNCHED       statusChecks  8m59s     4s         45s       3m16s       4m56s
      db-3    database  LAUNCHED       statusChecks  8m59s     4s         45s       3m16s       4m56s
      app-1   app       LAUNCHED       statusChecks  8m59s     4s         45s       3m16s       4m56s
      app-3   app       LAUNCHED       statusChecks  8m59s     4s         45s       3m16s       4m56s
      app-2   app       LAUNCH_FAILED  -             -         -          -         -           -
      no room for: started, first job, sizing, instance type, role, instance

      failed   app: app-2 (s-0123456789abcdef1) did not recover: LAUNCH_FAILED: Insufficient capacity.
      open     web: no drill of it is in state: not started, cut off before its job was recorded, or
               destroyed while its guard was not. \`pulumi up\` goes on, \`pulumi destroy\` ends what runs"
    `);
    expect(lines.length).toBeLessThanOrEqual(24);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it("leaves nothing out where nothing limits the width, and keeps each note on one line", () => {
    const lines = shown(aDrill());
    expect(lines[2]).toBe(
      "wave      verdict    servers        recovery / max  data loss / max  attempts  instances   started               first job",
    );
    expect(lines.join("\n")).not.toContain("no room for");
    expect(lines.find((line) => line.startsWith("server"))).toBe(
      "server  wave      status         verified to   recovery  data loss  snapshot  conversion  launch  sizing  instance type  role      instance",
    );
  });

  it("marks what failed red and what is neither that nor passed yellow, on a terminal that has colours", () => {
    const look = lookOf({ isTTY: true, columns: 100 }, {});
    const lines = shown([...aDrill(), aWaveRow("old", someOutputs({ verdict: "DEGRADED" }))], look);
    const coloured = lines
      .filter((line) => line.includes("\x1b[3"))
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
      .map((line) => line.replaceAll(/\u{1b}\[(\d+)m/gu, "<$1>"));
    expect(coloured.map((line) => line.slice(0, 16))).toEqual([
      "<33>old       DE",
      "<31>app       FA",
      "<33>web       NO",
      "<31>app-2   app ",
      "<31>failed<39>  ",
      "<33>open<39>    ",
    ]);
  });

  it.each([
    { label: "no terminal", stream: {}, environment: {} },
    { label: "NO_COLOR", stream: { isTTY: true, columns: 100 }, environment: { NO_COLOR: "1" } },
    { label: "a dumb terminal", stream: { isTTY: true, columns: 100 }, environment: { TERM: "dumb" } },
  ])("has no colours with $label", ({ stream, environment }) => {
    expect(shown(aDrill(), lookOf(stream, environment)).join("")).not.toContain("\x1b");
  });

  it("does not give up on a terminal without a width, or of one column", () => {
    for (const columns of [0, 1, 20, 79]) {
      expect(shown(aDrill(), lookOf({ isTTY: true, columns }, {})).length).toBeGreaterThan(10);
    }
  });

  it.each([
    {
      label: "a server that did not recover, with DRS's own words",
      outputs: { verdict: "FAILED", servers: [aServer(), aFailedServer()] },
      said: ["failed   app: app-2 (s-0123456789abcdef1) did not recover: LAUNCH_FAILED: Insufficient capacity."],
    },
    {
      label: "a job that still runs",
      outputs: { verdict: undefined, pending: ["wait", "judge"] },
      said: ["open     app: to be done: wait, judge; `pulumi up` goes on with it"],
    },
    {
      label: "why a wait ended",
      outputs: { verdict: undefined, pending: ["wait", "judge"] },
      initErrors: ["Waiting for recovery job drsjob-1: last seen STARTED."],
      said: ["open     app: to be done: wait, judge: Waiting for recovery job drsjob-1: last seen STARTED."],
    },
    {
      label: "a missed objective, what is not known, and warnings, each once",
      outputs: {
        verdict: "DEGRADED",
        objectivesMet: false,
        objectives: { recoveryTimeSeconds: 500 },
        servers: [aServer({ notKnown: ["its log has no end", "its list is short"] })],
        warnings: ["db-1 (s-0123456789abcdef0): its list is short"],
      },
      said: [
        "warning  app: db-1 (s-0123456789abcdef0) missed an objective: its recovery time was 8m59s, at most 8m20s allowed",
        "warning  app: db-1 (s-0123456789abcdef0): its log has no end",
        "warning  app: db-1 (s-0123456789abcdef0): its list is short",
      ],
    },
    {
      label: "a missed objective that no server explains",
      outputs: { verdict: "DEGRADED", objectivesMet: false, objectives: {} },
      said: ["warning  app: an objective was missed"],
    },
    {
      label: "no objective that may have been met between two looks",
      outputs: {
        verdict: "DEGRADED",
        objectivesMet: false,
        objectives: { recoveryTimeSeconds: 540, recoveryPointSeconds: 3 },
        servers: [aServer({ recoveryTimeAtLeastSeconds: 537, recoveryTimeSeconds: 7737, recoveryPointSeconds: 9 })],
      },
      said: [
        "warning  app: db-1 (s-0123456789abcdef0) missed an objective: its recovery point was 9s, at most 3s allowed",
      ],
    },
  ])("says $label", ({ outputs, initErrors, said }) => {
    expect(notes([aWaveRow("app", someOutputs(outputs), { initErrors })])).toEqual(said);
  });

  it("shows [secret] for what is encrypted, and never what it is", () => {
    const everything = Object.fromEntries(Object.keys(someOutputs()).map((name) => [name, aSecret()]));
    const text = shown([aWaveRow("app", { ...everything, jobId: "drsjob-1" })]).join("\n");
    expect(text).toContain("app   [secret]  [secret]");
    expect(text).not.toMatch(/c2VjcmV0|4dabf/);
  });

  it("shows no text of others that a terminal would act on, neither as text nor as JSON", () => {
    const evil = "\u001b]0;x\u0007\u202e\u009b31m\u2028";
    const outputs = someOutputs({
      account: evil,
      region: evil,
      jobId: evil,
      verdict: evil,
      servers: [aFailedServer({ hostname: evil, failure: { event: evil, message: evil } }), aServer({ role: evil })],
      warnings: [evil],
      pending: [evil],
      cleanup: { status: evil },
    });
    const state = drillsIn(anExport([aWaveRow(evil, outputs, { initErrors: [evil] }), aGuardRow(`${evil}2`)]));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
    const active = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e]/;
    expect(toText(state, PLAIN_LOOK).join("\n")).not.toMatch(active);
    expect(toJson(state)).not.toMatch(active);
    expect(JSON.parse(toJson(state)).waves[0].outputs.warnings).toEqual([evil]);
  });

  it("shows whatever state holds: any value may be of any type, or not there", () => {
    const names = Object.keys(someOutputs());
    const value = fc.oneof(fc.jsonValue(), fc.constant(aSecret()));
    const outputs = fc.dictionary(fc.constantFrom(...names, "phases", "failure"), value);
    const server = fc.dictionary(fc.constantFrom(...Object.keys(aServer()), "failure", "notKnown"), value);
    fc.assert(
      fc.property(outputs, fc.array(server), fc.jsonValue(), (saved, servers, initErrors) => {
        const row = aWaveRow("app", { jobId: "drsjob-1", servers, ...saved }, { initErrors });
        const lines = shown([row], { ...PLAIN_LOOK, width: 80 });
        expect(lines.join("\n")).not.toMatch(/undefined|NaN|\[object/);
        expect(lines.join("\n")).not.toContain("c2VjcmV0");
      }),
    );
  });
});

describe("a state of an earlier version", () => {
  it.each(recordedNames())("%s shows verdict and every server", (recorded) => {
    const { wave, guard, case: name } = readStack(recorded);
    const rows = [
      { urn: urnOf(DRILL_GUARD_TYPE, `${name}-guard`), type: DRILL_GUARD_TYPE, ...guard },
      { urn: urnOf(DRILL_WAVE_TYPE, name), type: DRILL_WAVE_TYPE, ...wave },
    ];
    const lines = shown(rows);
    const {
      verdict = "UNFINISHED",
      servers,
      pending,
      jobId,
    } = wave.outputs as Record<string, unknown> & {
      servers: { hostname: string; failure?: object }[];
    };
    expect(lines[3]).toMatch(new RegExp(`^${name} +${verdict} .* ${jobId}$`));
    expect(lines.slice(6, 6 + servers.length).map((line) => line.split(" ")[0])).toEqual(
      servers.map(({ hostname }) => hostname),
    );
    expect(notes(rows).filter((line) => line.startsWith("failed")).length).toBe(
      servers.filter(({ failure }) => failure !== undefined).length,
    );
    expect(notes(rows).some((line) => line.includes("to be done"))).toBe((pending as string[]).length > 0);
  });
});
