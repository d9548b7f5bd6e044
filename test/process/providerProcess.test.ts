import { createRequire } from "node:module";
import type { Simulator } from "drs-simulator";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { APP, aWorld, DATABASE } from "../engine/worlds";
import { type ProviderProcess, startProviderProcess } from "./providerProcess";

const { startSimulator }: typeof import("drs-simulator") = createRequire(__filename)("drs-simulator");

const URN = "urn:pulumi:test::drill-tests::pulumi-nodejs:dynamic/drs:DrillWave::app";
const CREDENTIALS = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };

describe("the provider process", () => {
  let provider: ProviderProcess;
  let simulator: Simulator;
  beforeAll(async () => {
    provider = await startProviderProcess(CREDENTIALS);
  });
  afterAll(() => provider.stop());
  beforeEach(async () => {
    const outcome = { event: "LAUNCH_FAILED" as const, message: "no capacity", times: 1 };
    simulator = await startSimulator({ world: aWorld({ [DATABASE]: { outcome } }), speed: 600 });
  });
  afterEach(() => simulator.close());

  /** The inputs of a wave as the resource class registers them. */
  function inputsOf(sourceServerId: string) {
    const name = "waveProvider";
    return {
      region: "us-west-2",
      connection: { endpoint: simulator.url },
      polling: { intervalSeconds: 0.05 },
      sourceServers: [{ sourceServerId }],
      drillNonce: "0123456789abcdef",
      __urn: URN,
      __provider: `exports.handler=()=>require("module").createRequire(process.cwd()+"/_")("pulumi-drillwave/provider").${name};`,
    };
  }

  it("answers create with plain outputs: nothing undefined, no date object", async () => {
    const checked = await provider.check(inputsOf(APP));
    expect(checked.failures).toEqual([]);
    const created = await provider.create(checked.inputs);
    if (!("outputs" in created)) {
      throw new Error(created.error);
    }
    expect(created.outputs).toMatchObject({ verdict: "PASSED", jobId: created.id });
    expect(JSON.parse(JSON.stringify(created.outputs))).toEqual(created.outputs);
    expect(await provider.read(created.id, created.outputs)).toMatchObject({ verdict: "PASSED" });
    expect(await provider.delete(created.id, created.outputs)).toBe("deleted");
  });

  it("answers a failed wave with the state that update and delete need, and does not hang", async () => {
    const checked = await provider.check(inputsOf(DATABASE));
    const failed = await provider.create(checked.inputs);
    if (!("saved" in failed) || failed.saved === undefined) {
      throw new Error("create did not save its state");
    }
    const { saved } = failed;
    expect(saved.reasons).toHaveLength(1);
    expect(saved.properties).toMatchObject({ verdict: "FAILED", __provider: inputsOf(DATABASE).__provider });
    const retried = await provider.update(saved.id, saved.properties, checked.inputs);
    expect(retried).toMatchObject({
      id: saved.id,
      outputs: { verdict: "PASSED", __provider: inputsOf(DATABASE).__provider },
    });
  });

  it("answers bad args with every failure, and calls nothing", async () => {
    const before = simulator.journal.entries().length;
    const { failures } = await provider.check({ ...inputsOf("s-1"), success: "maybe", isDrill: false });
    expect(failures).toEqual([
      { property: "", reason: 'sourceServers[0].sourceServerId: expected s- and 17 letters or digits, got "s-1"' },
      { property: "", reason: 'success: expected one of launched, running, statusChecks, got "maybe"' },
      { property: "", reason: "isDrill: false starts a real recovery: allowRecovery must be true as well" },
    ]);
    expect(simulator.journal.entries()).toHaveLength(before);
  });

  it("writes to the resource's own row: passing where it stands, staying what a person must keep", async () => {
    const { inputs } = await provider.check(inputsOf(APP));
    provider.log.length = 0;
    await provider.create(inputs);
    const INFO = 1;
    expect(provider.log.every((line) => line.urn === URN && line.severity === INFO)).toBe(true);
    const [first, ...others] = provider.log.filter((line) => !line.ephemeral).map((line) => line.message);
    expect(first).toMatch(
      /^started recovery job drsjob-\w{17} for 1 server \(attempt 1\); should this `up` be cut off, the next `pulumi up` goes on with it$/,
    );
    expect(others).toEqual([expect.stringMatching(/^PASSED: recovery \S+( to \S+)?, data loss 3s$/)]);
    const shown = provider.log.filter((line) => line.ephemeral).map((line) => line.message);
    expect(shown[0]).toMatch(/^0\/1 \S+ \w+, 1h\d\dm left$/);
    expect(shown.every((text) => /^\d\/1 /.test(text))).toBe(true);
  });

  describe("in which something ends a call", () => {
    const failed = (call: Promise<unknown>) =>
      call.then(
        (answer) => String(answer),
        (error) => error.details,
      );

    /** A wave in state, and what ends each call that the host prints the error of. */
    async function endings(change: (state: Record<string, unknown>) => Record<string, unknown>) {
      const { inputs } = await provider.check(inputsOf(APP));
      const created = await provider.create(inputs);
      if (!("outputs" in created)) {
        throw new Error(created.error);
      }
      const state = change(created.outputs);
      const says = async (news: Record<string, unknown>) => ({
        diff: (await provider.diff(created.id, state, news)) ?? "no error",
        read: await failed(provider.read(created.id, state)),
        delete: await failed(provider.delete(created.id, state)),
      });
      return { says, inputs };
    }

    it("says a failed request in one sentence, and prints nothing", async () => {
      const { says, inputs } = await endings((state) => state);
      const before = provider.stderr();
      simulator.faults.add({
        operation: "DescribeJobs",
        kind: "error",
        code: "AccessDeniedException",
        status: 403,
        times: 9,
      });
      const said = await says({ ...inputs, triggers: ["again"] });
      for (const text of Object.values(said)) {
        expect(text).toMatch(/^calling drs:DescribeJobs: AccessDeniedException: [^\n]*$/);
      }
      expect(provider.stderr()).toBe(before);
    });

    it("says that state is another Region's in one sentence, and prints nothing", async () => {
      const { says, inputs } = await endings((state) => ({ ...state, account: "999988887777" }));
      const before = provider.stderr();
      const said = await says(inputs);
      for (const text of Object.values(said)) {
        expect(text).toMatch(/^Looking for recovery job [^\n]*account 999988887777[^\n]*$/);
      }
      expect(provider.stderr()).toBe(before);
    });

    it("owns a fault of its own, says what to do, and prints nothing until the trace is asked for", async () => {
      const { says, inputs } = await endings(({ attempts: _attempts, ...state }) => state);
      const before = provider.stderr();
      const said = await says(inputs);
      for (const text of Object.values(said)) {
        expect(text).toMatch(
          /^DrillWave has a fault of its own: [^\n]*Please report it[^\n]*DRILLWAVE_TRACE=1 is set$/,
        );
      }
      expect(provider.stderr()).toBe(before);
    });
  });

  it("runs waves at the same time in one process", async () => {
    const inputs = await Promise.all([APP, DATABASE].map(async (id) => (await provider.check(inputsOf(id))).inputs));
    const nonces = inputs.map((each, index) => ({ ...each, drillNonce: `nonce-${index}` }));
    await Promise.all(nonces.map((each) => provider.create(each)));
    const [first, second] = simulator.world().jobs;
    expect(Date.parse(second?.creationDateTime ?? "")).toBeLessThan(Date.parse(first?.endDateTime ?? ""));
  });
});
