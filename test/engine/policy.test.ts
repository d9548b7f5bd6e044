import { afterEach, describe, expect, it } from "vitest";
import { type DrillProject, type Outcome, openDrillProject, type Waves } from "./drillProject";
import { aCompliantWorld, aLaunchConfiguration, aTemplate, compliantWaves, DB } from "./policyWorld";

const RULE = "drs-server-require-right-sizing";
const BASIC = aCompliantWorld({
  db: { launchConfiguration: aLaunchConfiguration({ targetInstanceTypeRightSizingMethod: "BASIC" }) },
});
const DATABASE = { database: compliantWaves().database };
const PACK = { policyPacks: ["policy"] };

/** What the policies said, in short. */
const said = ({ policies }: Outcome) => policies.map(({ message: _message, ...report }) => report);
const BLOCKED = { policy: RULE, level: "mandatory", resource: "database" };
const WAIVED = { policy: "drs-waiver-list-active", level: "advisory" };

describe("the policy pack under the engine", () => {
  let project: DrillProject;
  afterEach(() => project.close());

  it("blocks a database whose stored right-sizing is BASIC at preview and at up, before anything starts", async () => {
    project = await openDrillProject(BASIC, PACK);
    const preview = await project.preview(DATABASE);
    expect({ ok: preview.ok, said: said(preview) }).toEqual({ ok: false, said: [BLOCKED] });
    expect(preview.policies[0]?.message).toBe(
      "db-1 (r5.2xlarge now) would start on an instance type that DRS picks (right-sizing BASIC), where the role database " +
        "needs NONE: nobody has chosen or tried that machine. Fix: set NONE, and see that the launch template's type is the one " +
        `you want; aws drs update-launch-configuration --region us-west-2 --source-server-id ${DB} ` +
        `--target-instance-type-right-sizing-method NONE (https://www.npmjs.com/package/pulumi-drillwave-policy#${RULE})`,
    );
    expect((await project.up(DATABASE)).ok).toBe(false);
    expect({ started: project.calls("StartRecovery"), mended: project.calls("UpdateLaunchConfiguration") }).toEqual({
      started: 0,
      mended: 0,
    });
  });

  it.each([
    { level: "advisory", reported: [{ ...BLOCKED, level: "advisory" }] },
    { level: "disabled", reported: [] },
  ])("drills all the same when the rule is $level", async ({ level, reported }) => {
    project = await openDrillProject(BASIC, PACK);
    const up = await project.up(DATABASE, { policyConfig: { [RULE]: { enforcementLevel: level } } });
    expect({ error: up.error, said: said(up), started: project.calls("StartRecovery") }).toEqual({
      error: "",
      said: reported,
      started: 1,
    });
  });

  it("blocks two waves that start at once, by a level that configuration has raised", async () => {
    const templates = aTemplate({ httpTokens: "optional" });
    project = await openDrillProject(
      aCompliantWorld({ db: { launchTemplate: templates }, app: { launchTemplate: templates } }),
      PACK,
    );
    const rule = "drs-template-require-imdsv2";
    const atOnce = { app: { after: [] } };
    const waves = compliantWaves({ app: { recoveryPlan: "billing" } });
    const up = await project.up(waves, {
      policyConfig: { [rule]: { enforcementLevel: "mandatory" } },
      resourceOptions: atOnce,
    });
    // The engine shows a pack no further resource once one is refused.
    const blocked = said(up).filter(({ level }) => level === "mandatory");
    expect({ ok: up.ok, rules: [...new Set(blocked.map(({ policy }) => policy))] }).toEqual({
      ok: false,
      rules: [rule],
    });
    expect(project.calls("StartRecovery")).toBe(0);
  });

  it("says at a preview once what two waves have in common, and blocks it", async () => {
    const launchTemplate = aTemplate({ associatePublicIp: true });
    project = await openDrillProject(aCompliantWorld({ db: { launchTemplate }, app: { launchTemplate } }), PACK);
    const preview = await project.preview(compliantWaves());
    expect({ ok: preview.ok, said: said(preview) }).toEqual({
      ok: false,
      said: [{ policy: "drs-template-disallow-public-address", level: "mandatory" }],
    });
    expect(preview.policies[0]?.message).toMatch(/^app-1 and db-1 would start with a public IP address/);
  });

  it("drills what is waived, and lists the waiver", async () => {
    project = await openDrillProject(BASIC, PACK);
    const waivers = [{ server: DB, reason: "resized next week", owner: "dr-team", expires: "2999-12-31" }];
    const up = await project.up(DATABASE, { policyConfig: { [RULE]: { enforcementLevel: "mandatory", waivers } } });
    expect({ error: up.error, said: said(up) }).toEqual({ error: "", said: [WAIVED] });
    expect(up.policies[0]?.message).toContain(
      `${RULE} is waived until 2999-12-31 by "dr-team" ("resized next week"): db-1 (r5.2xlarge now) would start`,
    );
  });

  it("refuses configuration that a rule does not take, and names it", async () => {
    project = await openDrillProject(BASIC, PACK);
    const preview = await project.preview(DATABASE, { policyConfig: { [RULE]: { methods: { database: ["LARGE"] } } } });
    expect(preview.ok).toBe(false);
    expect(preview.error).toContain("methods.database.0");
  });

  it("says once, without a stack trace, which setting a rule does not have, and which is meant", async () => {
    project = await openDrillProject(BASIC, PACK);
    const preview = await project.preview(DATABASE, { policyConfig: { [RULE]: { metods: {} } } });
    expect(preview.ok).toBe(false);
    const told = project
      .printed()
      .split("\n")
      .filter((line) => line.includes("metods"));
    expect([...new Set(told.map((line) => line.trim()))]).toEqual([
      `configuration of ${RULE}: unknown setting "metods": did you mean "methods"? It has methods, unknown, waivers, enforcementLevel`,
    ]);
    expect(project.printed()).not.toMatch(/^\s+at /m);
  });

  it("only says at preview that settings are pending, in strict too, and judges them at up before anything starts", async () => {
    project = await openDrillProject(BASIC, { policyPacks: ["policy/strict"] });
    const waves: Waves = {
      app: compliantWaves({ app: { recoveryPlan: "billing" } }).app,
      // Whatever the program makes first: unknown at preview, known when this wave is registered.
      database: ({ app }) => ({ ...DATABASE.database, settings: app === undefined ? [] : [app.jobId] }),
    };
    const preview = await project.preview(waves);
    expect({ error: preview.error, levels: [...new Set(preview.policies.map(({ level }) => level))] }).toEqual({
      error: "",
      levels: ["advisory"],
    });
    expect(preview.policies.find(({ policy }) => policy === RULE)?.message).toContain(
      ", settings pending: the settings that this program manages are about to change",
    );
    const up = await project.up(waves);
    expect({ ok: up.ok, said: said(up) }).toEqual({ ok: false, said: [BLOCKED] });
    expect(project.calls("StartRecovery")).toBe(1);
  });

  it("judges in strict, at preview, a wave that is tagged by what another will put out", async () => {
    project = await openDrillProject(aCompliantWorld(), { policyPacks: ["policy/strict"] });
    const waves: Waves = {
      database: DATABASE.database,
      app: ({ database }) => ({
        ...compliantWaves().app,
        tags: database === undefined ? {} : { After: database.jobId },
      }),
    };
    const preview = await project.preview(waves);
    expect({ error: preview.error, policies: preview.policies }).toEqual({ error: "", policies: [] });
  });

  it("never takes for compliant what it cannot see: advisory, and mandatory in strict", async () => {
    project = await openDrillProject(aCompliantWorld());
    const unseen = { database: { ...DATABASE.database, observe: "off" as const } };
    const recommended = await project.preview(unseen, { policyPacks: ["policy"] });
    const strict = await project.preview(unseen, { policyPacks: ["policy/strict"] });
    expect({ recommended: recommended.ok, strict: strict.ok }).toEqual({ recommended: true, strict: false });
    const own = [recommended, strict].map(({ policies }) => policies.find(({ policy }) => policy === RULE));
    expect(own.map((report) => report?.level)).toEqual(["advisory", "mandatory"]);
    expect(own[0]?.message).toContain(' rules, not observed: the wave says observe: "off"');
  });

  it("blocks a new wave of --target, and leaves the others out", async () => {
    project = await openDrillProject(BASIC, { policyPacks: ["policy/strict"] });
    const run = async (target: string) => said(await project.preview(compliantWaves(), { target: [target] }));
    expect((await run("app")).filter(({ level }) => level === "mandatory")).toEqual([]);
    expect((await run("database")).filter(({ level }) => level === "mandatory")).toEqual([
      { policy: RULE, level: "mandatory", resource: "database" },
    ]);
  });

  it("says so when only rules about all waves are on: they have seen none", async () => {
    project = await openDrillProject(aCompliantWorld(), PACK);
    const rule = "drs-plan-require-replicating-servers";
    const policyConfig = { all: "disabled", [rule]: { enforcementLevel: "mandatory", unknown: "sameLevel" } };
    const preview = await project.preview(DATABASE, { policyConfig });
    expect({ ok: preview.ok, rules: said(preview).map(({ policy }) => policy) }).toEqual({ ok: false, rules: [rule] });
    expect(preview.policies[0]?.message).toContain("no rule about single waves is on");
  });

  it.each([
    { label: "a waiver of nobody", waivers: [{ reason: "r", owner: "o", expires: "2999-12-31" }] },
    { label: "a waiver without an end", waivers: [{ server: DB, reason: "r", owner: "o" }] },
  ])("refuses $label before anything is judged", async ({ waivers }) => {
    project = await openDrillProject(aCompliantWorld(), PACK);
    const policyConfig = { "drs-plan-limit-concurrency": { enforcementLevel: "mandatory", waivers } };
    const up = await project.up(DATABASE, { policyConfig });
    expect({ ok: up.ok, error: up.error, started: project.calls("StartRecovery") }).toEqual({
      ok: false,
      error: expect.stringContaining("waivers.0"),
      started: 0,
    });
  });

  it("knows the order of waves by the components that they are in", async () => {
    project = await openDrillProject(aCompliantWorld(), { policyPacks: ["policy/strict"] });
    const waves = compliantWaves({ app: { sourceServers: [{ sourceServerId: DB, role: "app" }] } });
    const preview = await project.preview(waves, { resourceOptions: { app: { component: "app-tier" } } });
    expect({ error: preview.error, policies: preview.policies }).toEqual({ error: "", policies: [] });
  });

  it("leaves alone what is waived, also at the level remediate", async () => {
    project = await openDrillProject(aCompliantWorld(), PACK);
    const waivers = [{ wave: "database", reason: "watched by hand", owner: "dr-team", expires: "2999-12-31" }];
    const policyConfig = { "drs-wave-require-cleanup": { enforcementLevel: "remediate", waivers } };
    const preview = await project.preview({ database: { ...DATABASE.database, cleanup: "never" } }, { policyConfig });
    expect({ error: preview.error, said: said(preview) }).toEqual({ error: "", said: [WAIVED] });
  });

  it("fixes tags and cleanup at the level remediate, at once and for good", async () => {
    project = await openDrillProject(aCompliantWorld(), { policyPacks: ["policy/strict"] });
    const waves = {
      database: { ...DATABASE.database, cleanup: "never" as const, wave: undefined, tags: { Owner: "dr" } },
    };
    const { wave: _wave, ...database } = waves.database;
    const rules = ["drs-wave-require-cleanup", "drs-wave-require-tags"];
    const policyConfig = {
      ...Object.fromEntries(rules.map((rule) => [rule, { enforcementLevel: "remediate" }])),
      "drs-wave-require-tags": {
        enforcementLevel: "remediate",
        required: ["Wave", "CostCenter"],
        values: { CostCenter: "42" },
      },
    };
    const run = { policyConfig, resourceOptions: { database: { customTimeouts: { create: "10m", delete: "20m" } } } };
    const preview = await project.preview({ database }, run);
    expect({ error: preview.error, policies: preview.policies }).toEqual({ error: "", policies: [] });
    const up = await project.up({ database }, run);
    expect({ error: up.error, policies: up.policies }).toEqual({ error: "", policies: [] });
    const [wave] = (await project.resources()).filter(({ type }) => type.endsWith("DrillWave"));
    expect(wave?.inputs).toMatchObject({
      cleanup: "onDestroy",
      wave: "database",
      tags: { Owner: "dr", CostCenter: "42" },
    });
    const [guard] = (await project.resources()).filter(({ type }) => type.endsWith("DrillGuard"));
    expect(guard?.inputs["cleanup"]).toBe("onDestroy");
    expect(project.simulator.world().jobs[0]?.tags).toMatchObject({ Wave: "database", CostCenter: "42", Owner: "dr" });
    expect((await project.up({ database }, run)).steps["database"]).toBe("same");
    expect((await project.destroy()).error).toBe("");
    expect(project.alive()).toEqual([]);
  });
});
