import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DrillGuard } from "../../../../provider/src/resources/drillGuard";
import { DrillWave } from "../../../../provider/src/resources/drillWave";
import { providerPointer } from "../../../../provider/src/resources/pointer";
import { DRILL_GUARD_TYPE, DRILL_WAVE_TYPE, OUTPUT_NAMES } from "../../../../provider/src/vocabulary";
import { DB, NONCE, outputs } from "../factories";

interface Registered {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
  custom: boolean | undefined;
}

let registered: Registered[] = [];

/** What the engine is told of each resource beside its inputs, by its name. */
const requests = new Map<string, ReturnType<RegisterResourceRequest["toObject"]>>();

type RegisterResourceRequest = Parameters<
  NonNullable<ReturnType<typeof pulumi.runtime.getMonitor>>["registerResource"]
>[0];

/** Runs a program under mocks, to the end of its registrations. */
async function run<T>(preview: boolean, program: () => T): Promise<T> {
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, custom }) => {
        registered.push({ type, name, inputs, custom });
        const state = type === DRILL_GUARD_TYPE ? { ...inputs, nonce: NONCE } : { ...inputs, ...outputs() };
        return { id: preview ? undefined : `${name}-id`, state: preview ? inputs : state };
      },
      call: () => ({}),
    },
    "project",
    "stack",
    preview,
  );
  const monitor = pulumi.runtime.getMonitor();
  if (monitor === undefined) {
    throw new Error("the mocks have no monitor");
  }
  const register = vi.spyOn(monitor, "registerResource");
  const result = program();
  await pulumi.runtime.disconnect();
  for (const [request] of register.mock.calls) {
    requests.set(request.getName(), request.toObject());
  }
  return result;
}

const settled = <T>(output: pulumi.Output<T>): Promise<T> => new Promise((resolve) => void output.apply(resolve));
const names = () => registered.map(({ name }) => name);
const inputsOf = (name: string) => registered.find((each) => each.name === name)?.inputs;

const ARGS = {
  region: "us-west-2",
  sourceServers: [{ sourceServerId: DB, role: "database" }],
  cleanup: "never" as const,
  polling: { intervalSeconds: 5 },
  connection: { profile: "drill" },
  triggers: ["2026-Q4"],
};

beforeEach(() => {
  registered = [];
  requests.clear();
});
afterEach(async () => {
  await pulumi.runtime.disconnect();
});

describe.each([{ preview: false }, { preview: true }])("with preview $preview", ({ preview }) => {
  describe(DrillWave.name, () => {
    it("registers its guard first, and then itself", async () => {
      await run(preview, () => new DrillWave("database", ARGS));
      expect(registered.map(({ type, name, custom }) => ({ type, name, custom }))).toEqual([
        { type: DRILL_GUARD_TYPE, name: "database-guard", custom: true },
        { type: DRILL_WAVE_TYPE, name: "database", custom: true },
      ]);
    });

    it("passes its args on, with a literal pointer to its provider and the URN of its row", async () => {
      await run(preview, () => new DrillWave("database", ARGS));
      const { drillNonce, __guardId, __guardNetwork, __guardUrn, __isPreview, __listsRegion, ...inputs } =
        inputsOf("database") ?? {};
      expect(inputs).toEqual({
        ...ARGS,
        __guardConnection: ARGS.connection,
        __guardRegion: ARGS.region,
        __provider: providerPointer("waveProvider"),
        __urn: `urn:pulumi:stack::project::${DRILL_WAVE_TYPE}::database`,
      });
      expect([pulumi.isUnknown(drillNonce), drillNonce === NONCE]).toEqual([preview, !preview]);
      expect(__isPreview).toBe(preview);
      expect(__guardUrn).toBe(`urn:pulumi:stack::project::${DRILL_GUARD_TYPE}::database-guard`);
      expect([pulumi.isUnknown(__guardId), __guardId === "database-guard-id"]).toEqual([preview, !preview]);
    });

    it("lets the first wave of a place list the Region's servers, and a wave that looks at nothing never", async () => {
      const secret = pulumi.secret("eu-west-1");
      const waves: { args: Partial<typeof ARGS> & { observe?: "off" }; lists: boolean }[] = [
        { args: { observe: "off" }, lists: false },
        { args: {}, lists: true },
        { args: {}, lists: false },
        { args: { connection: { profile: "other" } }, lists: true },
        { args: { region: "eu-west-1" }, lists: true },
        { args: { region: "eu-west-1", connection: { profile: "drill" } }, lists: false },
      ];
      await run(preview, () => {
        for (const [index, { args }] of waves.entries()) {
          new DrillWave(`wave-${index}`, { ...ARGS, ...args });
        }
        new DrillWave("known-later", { ...ARGS, region: secret });
        new DrillWave("the-same", { ...ARGS, region: secret });
      });
      const told = (name: string) => inputsOf(name)?.["__listsRegion"];
      expect(waves.map((_, index) => told(`wave-${index}`))).toEqual(waves.map(({ lists }) => lists));
      expect([told("known-later"), told("the-same")]).toEqual([true, false]);
    });

    it("tells it of each program anew: a process may run several", async () => {
      await run(preview, () => new DrillWave("database", ARGS));
      await run(preview, () => new DrillWave("database", ARGS));
      expect(registered.flatMap(({ inputs }) => inputs["__listsRegion"] ?? [])).toEqual([true, true]);
    });

    it("gives its guard what it needs to find the drill again", async () => {
      await run(preview, () => new DrillWave("database", ARGS));
      const { region, cleanup, polling, connection } = ARGS;
      expect(inputsOf("database-guard")).toEqual({
        region,
        cleanup,
        polling,
        connection,
        __provider: providerPointer("guardProvider"),
        __urn: `urn:pulumi:stack::project::${DRILL_GUARD_TYPE}::database-guard`,
      });
    });

    it("copies customTimeouts into both, because the engine does not enforce them for dynamic providers", async () => {
      const customTimeouts = { create: "90m", delete: "30m" };
      await run(preview, () => new DrillWave("database", ARGS, { customTimeouts }));
      expect([inputsOf("database")?.["customTimeouts"], inputsOf("database-guard")?.["customTimeouts"]]).toEqual([
        customTimeouts,
        customTimeouts,
      ]);
    });

    it.each([true, false])(
      "puts retainOnDelete: %s among its inputs, where policies see it",
      async (retainOnDelete) => {
        await run(preview, () => new DrillWave("database", ARGS, { retainOnDelete }));
        expect(inputsOf("database")?.["retainOnDelete"]).toBe(retainOnDelete);
      },
    );

    it("has its row's real URN under a component, without waiting for the component's children", async () => {
      const wave = await run(preview, () => {
        const parent = new pulumi.ComponentResource("my:index:Plan", "plan");
        return new DrillWave("database", ARGS, { parent });
      });
      const urn = await settled(wave.urn);
      expect([inputsOf("database")?.["__urn"], names()]).toEqual([urn, ["plan", "database-guard", "database"]]);
    });
  });
});

describe(DrillWave.name, () => {
  it("has every output of the contract", async () => {
    const wave = await run(false, () => new DrillWave("database", ARGS));
    expect(
      await settled(
        pulumi.all([wave.jobId, wave.verdict, wave.status, wave.account, wave.region, wave.pending, wave.cleanup]),
      ),
    ).toEqual(["drsjob-1", "PASSED", "COMPLETED", "111122223333", "us-west-2", [], { status: "NOT_STARTED" }]);
  });

  it.each(OUTPUT_NAMES)("has the output %s, absent when it is not known", async (name) => {
    const wave = await run(false, () => new DrillWave("database", ARGS));
    const [given, expected] = [new Map(Object.entries(wave)), new Map<string, unknown>(Object.entries(outputs()))];
    expect(given.has(name)).toBe(true);
    expect(await settled<unknown>(given.get(name))).toEqual(expected.get(name));
  });

  it("takes an Output anywhere in its args", async () => {
    const sourceServers = [{ sourceServerId: pulumi.output(DB) }];
    await run(false, () => new DrillWave("database", { sourceServers, triggers: pulumi.output([pulumi.output("a")]) }));
    expect(inputsOf("database")).toMatchObject({ sourceServers: [{ sourceServerId: DB }], triggers: ["a"] });
  });

  it("knows its instances by their type, also those of another copy of the package", async () => {
    const wave = await run(false, () => new DrillWave("database", ARGS));
    expect([DrillWave.isInstance(wave), DrillWave.isInstance({}), DrillWave.isInstance(undefined)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it("cannot be imported: says so, and registers nothing", async () => {
    await expect(run(false, () => new DrillWave("database", ARGS, { import: "drsjob-1" }))).rejects.toThrow(
      new pulumi.RunError(
        "Importing DrillWave database (drsjob-1): a wave cannot be imported, because state holds what was seen while its " +
          "drill ran, and the engine has no provider to read it with. Nothing was started. Fix: remove the option `import`; " +
          "a job that this stack's guard started is adopted by its tags.",
      ),
    );
    expect(registered).toEqual([]);
  });

  it.each(["aws", "aws-native"])("takes no provider of the package %s: says so, and registers nothing", async (pkg) => {
    class Provider extends pulumi.ProviderResource {}
    const program = () => new DrillWave("database", ARGS, { provider: new Provider(pkg, "west", {}) });
    await expect(run(false, program)).rejects.toThrow(
      `Registering DrillWave database: its option \`provider\` is one of the package ${pkg}, and a wave is a dynamic resource`,
    );
    await pulumi.runtime.disconnect();
    expect(names().filter((name) => name.startsWith("database"))).toEqual([]);
  });

  describe("its guard", () => {
    const urn = (type: string, name: string) => `urn:pulumi:stack::project::${type}::${name}`;
    const old = (name: string, type = "", project = "") => ({ name, type, stack: "", project });

    it.each<{ label: string; alias: pulumi.Input<string | pulumi.Alias>; ofWave: object; ofGuard: object }>([
      { label: "a name", alias: { name: "db" }, ofWave: { spec: old("db") }, ofGuard: { spec: old("db-guard") } },
      {
        label: "a name that is an Output",
        alias: pulumi.output({ name: "db" }),
        ofWave: { spec: old("db") },
        ofGuard: { spec: old("db-guard") },
      },
      {
        label: "a URN",
        alias: urn(DRILL_WAVE_TYPE, "db"),
        ofWave: { urn: urn(DRILL_WAVE_TYPE, "db") },
        ofGuard: { urn: urn(DRILL_GUARD_TYPE, "db-guard") },
      },
      {
        label: "a URN under a component",
        alias: urn(`my:index:Plan$${DRILL_WAVE_TYPE}`, "db"),
        ofWave: { urn: urn(`my:index:Plan$${DRILL_WAVE_TYPE}`, "db") },
        ofGuard: { urn: urn(`my:index:Plan$${DRILL_GUARD_TYPE}`, "db-guard") },
      },
      {
        label: "a URN whose name has colons",
        alias: urn(DRILL_WAVE_TYPE, "tier::db"),
        ofWave: { urn: urn(DRILL_WAVE_TYPE, "tier::db") },
        ofGuard: { urn: urn(DRILL_GUARD_TYPE, "tier::db-guard") },
      },
      {
        label: "another project, under the name that it has",
        alias: { project: "before" },
        ofWave: { spec: old("", "", "before") },
        ofGuard: { spec: old("", "", "before") },
      },
      {
        label: "a name and a type, which is the wave's alone",
        alias: { name: "db", type: "my:index:Wave" },
        ofWave: { spec: old("db", "my:index:Wave") },
        ofGuard: { spec: old("db-guard") },
      },
    ])("is renamed with its wave, or it would sweep the drill that the wave keeps: $label", async (row) => {
      await run(false, () => new DrillWave("database", ARGS, { aliases: [row.alias] }));
      expect(["database", "database-guard"].map((name) => requests.get(name)?.aliasesList)).toMatchObject([
        [row.ofWave],
        [row.ofGuard],
      ]);
    });

    it("is protected, retained and deleted with another resource as its wave is", async () => {
      await run(false, () => {
        const account = new pulumi.ComponentResource("my:index:Account", "account");
        return new DrillWave("database", ARGS, { protect: true, retainOnDelete: true, deletedWith: account });
      });
      const { protect, retainondelete, deletedwith } = requests.get("database-guard") ?? {};
      expect({ protect, retainondelete, deletedwith }).toEqual({
        protect: true,
        retainondelete: true,
        deletedwith: urn("my:index:Account", "account"),
      });
    });

    it("waits for nothing that its wave waits for, so that it is in state first", async () => {
      await run(false, () => {
        const network = new pulumi.ComponentResource("my:index:Network", "network");
        return new DrillWave("database", ARGS, { dependsOn: network });
      });
      expect(requests.get("database-guard")?.dependenciesList).toEqual([]);
    });

    it("has no alias and lives alone by default", async () => {
      await run(false, () => new DrillWave("database", ARGS));
      const { aliasesList, deletedwith, protect, retainondelete } = requests.get("database-guard") ?? {};
      expect({ aliasesList, deletedwith, protect, retainondelete }).toEqual({
        aliasesList: [],
        deletedwith: "",
        protect: undefined,
        retainondelete: undefined,
      });
    });
  });
});

describe(DrillGuard.name, () => {
  it("gives its nonce", async () => {
    const guard = await run(false, () => new DrillGuard("guard", {}));
    expect(await settled(guard.nonce)).toBe(NONCE);
  });
});
