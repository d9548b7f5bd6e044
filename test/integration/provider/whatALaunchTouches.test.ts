import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { APP, aWorld } from "../../engine/worlds";
import { openSimulatedWave, type SimulatedWave } from "./simulatedWave";

const EXISTING = "i-0bbbbbbbbbbbbbbb1";
const INTO = {
  launchConfiguration: {
    targetInstanceTypeRightSizingMethod: "NONE",
    launchIntoInstanceProperties: { launchIntoEC2InstanceID: EXISTING },
  },
} as const;

let drill: SimulatedWave;
beforeEach(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await drill.close();
});

const server = (changes: object = {}) => ({ sourceServers: [{ sourceServerId: APP, ...changes }] });
const stateOf = (id: string) =>
  drill.simulator.world().instances.find((instance) => instance.ec2InstanceID === id)?.ec2State;

describe("a server that DRS launches into an existing instance", () => {
  it("is not launched where the program does not name the instance", async () => {
    drill = await openSimulatedWave(aWorld({ [APP]: INTO }));
    await expect(drill.create(server())).rejects.toThrow(
      `a launch of app-1 (${APP}) would go into the existing instance ${EXISTING}, which DRS stops and whose volumes it ` +
        `swaps (allowLaunchIntoInstance: "${EXISTING}" of the server allows that)`,
    );
    expect({ starts: drill.calls("StartRecovery"), existing: stateOf(EXISTING) }).toEqual({
      starts: 0,
      existing: "STOPPED",
    });
  });

  it.each([
    { label: "by state", change: (outs: object) => outs },
    { label: "by DRS alone", change: (outs: object) => ({ ...outs, servers: [] }) },
  ])(
    "is launched where it does, and destroy leaves the instance that the drill did not make, known $label",
    async ({ change }) => {
      drill = await openSimulatedWave(aWorld({ [APP]: INTO }));
      const created = await drill.wave.create(await drill.check(server({ allowLaunchIntoInstance: EXISTING })));
      expect(stateOf(EXISTING)).toBe("RUNNING");
      await drill.wave.delete?.(created.id, change(created.outs) as never);
      expect({
        terminations: drill.calls("TerminateRecoveryInstances"),
        existing: stateOf(EXISTING),
        said: drill.lines.find((line) => line.startsWith("left running")),
      }).toEqual({
        terminations: 0,
        existing: "RUNNING",
        said: expect.stringMatching(
          `^left running: ${EXISTING}, because (the drill launched into it and did not make it|the launch configuration of ${APP} launches into it)$`,
        ),
      });
    },
  );
});

describe("an existing instance that a drill was launched into", () => {
  const deny = (operation: string) =>
    drill.simulator.faults.add({
      operation,
      kind: "error",
      status: 403,
      code: "AccessDeniedException",
      message: "no",
      times: 9999,
    });

  it("is left by destroy although the settings could not be read, because EC2 shows it to be older", async () => {
    drill = await openSimulatedWave(aWorld({ [APP]: INTO }));
    deny("GetLaunchConfiguration");
    const state = await drill.create({ ...server(), onUnreadableLaunchConfiguration: "useDefaults" });
    expect(state.warnings[0]).toMatch(
      /; defaults are assumed, and whether DRS launches it into an existing instance is not known$/,
    );
    await drill.wave.delete?.(state.jobId, state);
    expect(stateOf(EXISTING)).toBe("RUNNING");
    expect(drill.lines.join()).toContain(`left running: ${EXISTING}, because it was there before the drill, since `);
  });

  it.each([
    { label: "the settings name it no longer", change: () => forget() },
    { label: "the settings cannot be read any more", change: () => deny("GetLaunchConfiguration") },
  ])("is left by a guard whose wave is lost, although $label", async ({ change }) => {
    drill = await openSimulatedWave(aWorld({ [APP]: INTO }));
    const guard = await drill.guard.create({
      region: "us-west-2",
      connection: { endpoint: drill.simulator.url },
      __provider: "pointer",
    });
    await drill.create({ ...server({ allowLaunchIntoInstance: EXISTING }), drillNonce: guard.outs.nonce });
    change();
    await drill.guard.delete?.(guard.id, guard.outs);
    expect({ existing: stateOf(EXISTING), terminations: drill.calls("TerminateRecoveryInstances") }).toEqual({
      existing: "RUNNING",
      terminations: 0,
    });
  });

  function forget(): void {
    const edits = [{ path: "/launchIntoInstanceProperties" }];
    drill.simulator.faults.add({ operation: "GetLaunchConfiguration", kind: "edit", edits, times: 9999 });
  }
});

describe("a server that replicates back", () => {
  const BACK = { replicationDirection: "FAILBACK" } as const;

  it("is not launched where the program does not allow it", async () => {
    drill = await openSimulatedWave(aWorld({ [APP]: BACK }));
    await expect(drill.create(server())).rejects.toThrow(`app-1 (${APP}) replicates in the direction FAILBACK`);
    expect(drill.calls("StartRecovery")).toBe(0);
  });

  it("is launched where it does", async () => {
    drill = await openSimulatedWave(aWorld({ [APP]: BACK }));
    expect((await drill.create(server({ allowFailback: true }))).verdict).toBe("PASSED");
  });
});

describe("servers that cannot be launched, or are not known to be", () => {
  it.each([
    { label: "no state", changes: { replicationState: null }, found: /DRS does not say its replication state/ },
    {
      label: "a rescan before the first synchronisation ended",
      changes: { replicationState: "RESCAN", initialSyncDone: false },
      found: /its first synchronisation has not ended/,
    },
    { label: "no first byte", changes: { firstByteDateTime: null }, found: /it was never synchronised/ },
    {
      label: "an extension in error",
      changes: { stagingArea: { status: "EXTENSION_ERROR", errorMessage: "no access" } },
      found: /its extension from another account is EXTENSION_ERROR: no access/,
    },
    {
      label: "a source that cannot run on Nitro",
      changes: { supportsNitroInstances: false },
      found: /m5\.large, which is built on Nitro, and the source does not support that/,
    },
    {
      label: "a source of another architecture",
      changes: { architecture: "arm64" },
      found: /m5\.large, which runs x86_64, and the source is arm64/,
    },
  ])("refuses $label", async ({ changes, found }) => {
    drill = await openSimulatedWave(aWorld({ [APP]: changes as object }));
    await expect(drill.create(server())).rejects.toThrow(found);
    expect(drill.calls("StartRecovery")).toBe(0);
  });

  it.each(["", "P1X", "unknown"])(
    "says that the lag %j is not known, and refuses it where a limit is given",
    async (lagDuration) => {
      drill = await openSimulatedWave(aWorld({ [APP]: { lagDuration } as object }));
      await expect(drill.create({ ...server(), preflight: { maximumLagSeconds: 900 } })).rejects.toThrow(
        `the replication lag of app-1 (${APP}) is not known`,
      );
      const outs = await drill.create(server());
      expect(outs.warnings.join("; ")).toContain(`the replication lag of app-1 (${APP}) is not known`);
    },
  );

  it("refuses a lag of a week", async () => {
    drill = await openSimulatedWave(aWorld({ [APP]: { lagDuration: "P1W" } as object }));
    await expect(drill.create(server())).rejects.toThrow(`app-1 (${APP}) lags up to 168h00m00s behind`);
  });
});
