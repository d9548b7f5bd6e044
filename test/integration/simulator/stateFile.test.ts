import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DescribeJobsCommand, StartRecoveryCommand } from "@aws-sdk/client-drs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { manualClock, type Simulator, StateFileError, startSimulator } from "../../../simulator/src/index";
import { drsClient } from "./client";

const world = { sourceServers: [{ sourceServerID: "s-0123456789abcdef0" }] };
const start = { ...world, isDrill: true };

describe("a state file", () => {
  let folder: string;
  let stateFile: string;
  let simulator: Simulator;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "drs-simulator-"));
    stateFile = join(folder, "state.json");
  });

  afterEach(async () => {
    await simulator.close();
    rmSync(folder, { recursive: true });
  });

  it("carries a job in flight over a restart, and to its end", async () => {
    const clock = manualClock();
    simulator = await startSimulator({ world, stateFile, clock });
    const { job } = await drsClient(simulator).send(new StartRecoveryCommand(start));
    clock.advance(100);
    await simulator.close();
    simulator = await startSimulator({ world, stateFile, clock });
    const ask = async () =>
      (await drsClient(simulator).send(new DescribeJobsCommand({ filters: { jobIDs: [job?.jobID ?? ""] } }))).items?.[0]
        ?.status;
    expect(await ask()).toBe("STARTED");
    clock.advance(1000);
    expect(await ask()).toBe("COMPLETED");
    expect(simulator.world().instances).toMatchObject([{ ec2State: "RUNNING", drsView: "LISTED" }]);
  });

  it("is refused in one line when it was cut off, at whatever byte", async () => {
    simulator = await startSimulator({ world, stateFile, clock: manualClock() });
    const whole = readFileSync(stateFile);
    for (let length = 0; length < whole.length; length += 1) {
      writeFileSync(stateFile, whole.subarray(0, length));
      const refusal = await startSimulator({ stateFile, clock: manualClock() }).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(StateFileError);
      expect(String(refusal)).not.toMatch(/\n/);
    }
  });

  it("has what was answered, although the simulator died over its answer", async () => {
    const clock = manualClock();
    simulator = await startSimulator({ world, stateFile, clock });
    simulator.faults.add({ operation: "StartRecovery", kind: "resetAfter" });
    await expect(drsClient(simulator).send(new StartRecoveryCommand(start))).rejects.toMatchObject({
      code: "ECONNRESET",
    });
    await simulator.close();
    simulator = await startSimulator({ stateFile, clock });
    expect(simulator.world().jobs).toHaveLength(1);
  });

  it("never lets simulated time go back, however fast it ran", async () => {
    simulator = await startSimulator({ world, stateFile, speed: 100_000 });
    await drsClient(simulator).send(new StartRecoveryCommand(start));
    const before = simulator.clock.now();
    await simulator.close();
    simulator = await startSimulator({ stateFile, speed: 100_000 });
    expect(simulator.clock.now()).toBeGreaterThanOrEqual(Date.parse(simulator.world().jobs[0]?.creationDateTime ?? ""));
    expect(before).toBeGreaterThan(Date.now());
  });

  it("is there as soon as the simulator listens", async () => {
    simulator = await startSimulator({ world, stateFile, clock: manualClock() });
    expect(existsSync(stateFile)).toBe(true);
  });

  it("that cannot be written is told at the start", async () => {
    simulator = await startSimulator({ clock: manualClock() });
    const path = join(folder, "absent", "state.json");
    await expect(startSimulator({ world, stateFile: path, clock: manualClock() })).rejects.toThrow(
      /^Writing the state file [^\n]*absent\/state\.json: ENOENT[^\n]*$/,
    );
  });

  it("does not keep the latency of one run", async () => {
    simulator = await startSimulator({ world, stateFile, clock: manualClock(), latencyMs: 1 });
    await drsClient(simulator).send(new StartRecoveryCommand(start));
    await simulator.close();
    simulator = await startSimulator({ stateFile, clock: manualClock() });
    expect(simulator.world().latencyMs).toBe(0);
  });
});
