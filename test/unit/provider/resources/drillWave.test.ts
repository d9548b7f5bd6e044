import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DrillGuard } from "../../../../provider/src/resources/drillGuard";
import { DrillWave } from "../../../../provider/src/resources/drillWave";
import { providerPointer } from "../../../../provider/src/resources/pointer";
import { DRILL_GUARD_TYPE, DRILL_WAVE_TYPE } from "../../../../provider/src/vocabulary";
import { DB, NONCE, outputs } from "../factories";

interface Registered {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
  custom: boolean | undefined;
}

let registered: Registered[] = [];

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
  const result = program();
  await pulumi.runtime.disconnect();
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
      const { drillNonce, ...inputs } = inputsOf("database") ?? {};
      expect(inputs).toEqual({
        ...ARGS,
        __provider: providerPointer("waveProvider"),
        __urn: `urn:pulumi:stack::project::${DRILL_WAVE_TYPE}::database`,
      });
      expect([pulumi.isUnknown(drillNonce), drillNonce === NONCE]).toEqual([preview, !preview]);
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

  it.each(["servers", "attempts", "warnings", "startedAt", "completedAt", "jobArn", "executionId"] as const)(
    "has the output %s",
    async (name) => {
      const wave = await run(false, () => new DrillWave("database", ARGS));
      expect(await settled<unknown>(wave[name])).toEqual(outputs()[name]);
    },
  );

  it.each(["recoveryTimeSeconds", "recoveryPointSeconds", "objectivesMet"] as const)(
    "has the output %s, absent when it is not known",
    async (name) => {
      const wave = await run(false, () => new DrillWave("database", ARGS));
      expect(await settled<unknown>(wave[name])).toBeUndefined();
    },
  );

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
});

describe(DrillGuard.name, () => {
  it("gives its nonce", async () => {
    const guard = await run(false, () => new DrillGuard("guard", {}));
    expect(await settled(guard.nonce)).toBe(NONCE);
  });
});
