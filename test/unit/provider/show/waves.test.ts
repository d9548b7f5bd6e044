import { describe, expect, it } from "vitest";
import { drillsIn, type WaveInState } from "../../../../provider/src/show/waves";
import { DRILL_WAVE_TYPE } from "../../../../provider/src/vocabulary";
import { aGuardRow, anExport, aSecret, aWaveRow, someOutputs, urnOf } from "./aStack";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The waves in short. */
function standings(state: object): [name: string, standing: WaveInState["standing"]][] {
  return drillsIn(state).waves.map(({ name, standing }) => [name, standing]);
}

describe(drillsIn.name, () => {
  it("finds the waves among other resources, first started first, with outputs and args by name", () => {
    const app = someOutputs({ startedAt: "2026-01-15T09:20:00.000Z", drillNonce: "app" });
    const { __provider, ...outputs } = app;
    const drills = drillsIn(anExport([aWaveRow("app", app), aGuardRow("database"), aWaveRow("database")]));
    expect({ ...drills, waves: drills.waves.map(({ name }) => name) }).toEqual({
      stack: "dev",
      project: "shop",
      waves: ["database", "app"],
    });
    expect(drills.waves[1]).toEqual({
      name: "app",
      urn: urnOf(DRILL_WAVE_TYPE, "app"),
      standing: "recorded",
      errors: [],
      outputs,
    });
  });

  it.each([
    { label: "an export", state: anExport([aWaveRow("app")]) },
    {
      label: "a checkpoint",
      state: { version: 3, checkpoint: { stack: "dev", latest: { resources: [aWaveRow("app")] } } },
    },
    { label: "a bare deployment", state: { resources: [aWaveRow("app")] } },
  ])("reads $label", ({ state }) => {
    expect(standings(state)).toEqual([["app", "recorded"]]);
  });

  it.each([
    { label: "a new stack's export", state: { version: 3, deployment: { manifest: {} } } },
    { label: "a new stack's checkpoint", state: { version: 3, checkpoint: { stack: "dev", latest: null } } },
    { label: "a stack without drills", state: anExport([]) },
  ])("finds no wave in $label", ({ state }) => {
    expect(drillsIn(state).waves).toEqual([]);
  });

  it.each([[{}], [[]], [null], ["text"], [3], [{ resources: {} }], [{ waves: [] }]])(
    "refuses %j: it is no state",
    (state) => {
      expect(() => drillsIn(state)).toThrow("saw no stack's state, expected what `pulumi stack export` prints");
    },
  );

  it("tells a wave whose guard alone is in state: not started, or cut off while it was created", () => {
    const state = anExport([aGuardRow("app"), aGuardRow("web")], [aWaveRow("web")]);
    expect(standings(state)).toEqual([
      ["app", "no record"],
      ["web", "cut off"],
    ]);
  });

  it("takes a row that waits for its replacement, or for its deletion, for none", () => {
    const rows = [
      aWaveRow("app", undefined, { pendingReplacement: true }),
      aWaveRow("web", undefined, { delete: true }),
    ];
    expect(standings(anExport([aGuardRow("app"), aGuardRow("web"), ...rows], [aWaveRow("web")]))).toEqual([
      ["app", "no record"],
      ["web", "cut off"],
    ]);
  });

  it("forgets a create that was cut off once the wave is in state", () => {
    const rows = [aGuardRow("app"), aWaveRow("app")];
    expect(standings(anExport(rows, [aWaveRow("app")]))).toEqual([["app", "recorded"]]);
  });

  it("finds a wave that was renamed by its guard's nonce: the guard has no other wave", () => {
    const rows = [aGuardRow("old", "same"), aWaveRow("new", someOutputs({ drillNonce: "same" }))];
    expect(standings(anExport(rows))).toEqual([["new", "recorded"]]);
  });

  it("says what state has no outputs of", () => {
    expect(standings(anExport([aGuardRow("app"), aWaveRow("app", { __provider: "pointer" })]))).toEqual([
      ["app", "no record"],
    ]);
  });

  it("tells waves of one name in several components apart", () => {
    const rows = ["east", "west"].map((component) => ({
      ...aWaveRow("db"),
      urn: urnOf(`my:Plan$${DRILL_WAVE_TYPE}`, "db"),
      parent: urnOf("my:Plan", component),
    }));
    expect(standings(anExport(rows)).map(([name]) => name)).toEqual(["east/db", "west/db"]);
  });

  it("keeps why the last operation failed", () => {
    expect(drillsIn(anExport([aWaveRow("app", undefined, { initErrors: ["It stalls."] })])).waves[0]?.errors).toEqual([
      "It stalls.",
    ]);
  });

  it("never shows what is encrypted, neither its text nor, from --show-secrets, its plain text", () => {
    const outputs = someOutputs({
      objectives: aSecret(),
      tags: { Owner: aSecret({ plaintext: '"dr"' }), Cost: "42" },
      servers: aSecret(),
    });
    expect(drillsIn(anExport([aWaveRow("app", outputs)])).waves[0]?.outputs).toMatchObject({
      objectives: "[secret]",
      tags: { Owner: "[secret]", Cost: "42" },
      servers: "[secret]",
    });
  });

  it("takes what the engine saved as unknown for not known", () => {
    const outputs = someOutputs({ recoveryTimeSeconds: UNKNOWN, triggers: ["a", UNKNOWN], tags: { Owner: UNKNOWN } });
    const [wave] = drillsIn(anExport([aWaveRow("app", outputs)])).waves;
    expect(wave?.outputs).toMatchObject({ triggers: ["a"], tags: {} });
    expect(JSON.stringify(wave)).not.toContain(UNKNOWN);
    expect(wave?.outputs).not.toHaveProperty("recoveryTimeSeconds");
  });
});
