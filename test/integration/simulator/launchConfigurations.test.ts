import { StartRecoveryCommand, UpdateLaunchConfigurationCommand } from "@aws-sdk/client-drs";
import { afterEach, describe, expect, it } from "vitest";
import { type ManualClock, manualClock, type Simulator, startSimulator } from "../../../simulator/src/index";
import type { WorldFile } from "../../../simulator/src/world/schema/worldFile";
import { drsClient, SIGNED } from "./client";

const SERVER = "s-0123456789abcdef1";
const TARGET = "i-0123456789abcdef1";

describe("UpdateLaunchConfiguration", () => {
  let simulator: Simulator;
  let clock: ManualClock;

  afterEach(() => simulator.close());

  async function start(quirks: NonNullable<WorldFile["quirks"]> = {}) {
    clock = manualClock();
    simulator = await startSimulator({
      clock,
      world: {
        quirks,
        sourceServers: [{ sourceServerID: SERVER }],
        instances: [{ ec2InstanceID: TARGET, state: "STOPPED", tags: { AWSDRS: "AllowLaunchingIntoThisInstance" } }],
      },
    });
  }

  /** What a client of any version can send. */
  async function update(request: object): Promise<{ status: number; body: Record<string, unknown> }> {
    const answer = await fetch(`${simulator.url}/UpdateLaunchConfiguration`, {
      method: "POST",
      headers: { authorization: SIGNED, "content-type": "application/json" },
      body: JSON.stringify({ sourceServerID: SERVER, ...request }),
    });
    const body: Record<string, unknown> = Object(await answer.json());
    return { status: answer.status, body };
  }

  it.each([
    { name: "web" },
    { launchDisposition: "STOPPED" },
    { targetInstanceTypeRightSizingMethod: "IN_AWS" },
    { copyPrivateIp: true },
    { copyTags: true },
    { licensing: { osByol: true } },
    { postLaunchEnabled: true },
    { recoveryMode: "FAST" },
    { launchIntoInstanceProperties: { launchIntoEC2InstanceID: TARGET } },
  ])("changes $0 and nothing else", async (change) => {
    await start();
    const before = await update({});
    expect(await update(change)).toEqual({ status: 200, body: { ...before.body, ...change } });
    expect(await update({})).toEqual({ status: 200, body: { ...before.body, ...change } });
  });

  it.each([
    {
      change: { name: "n".repeat(129) },
      flaw: `Value '${"n".repeat(129)}' at 'name' failed to satisfy constraint: Member must have length less than or equal to 128`,
    },
    {
      change: { launchDisposition: "PAUSED" },
      flaw: "Value 'PAUSED' at 'launchDisposition' failed to satisfy constraint: Member must satisfy enum value set: [STOPPED, STARTED]",
    },
    {
      change: { copyTags: "yes" },
      flaw: "Value 'yes' at 'copyTags' failed to satisfy constraint: Member must be of type boolean",
    },
    {
      change: { recoveryMode: "SLOW" },
      flaw: "Value 'SLOW' at 'recoveryMode' failed to satisfy constraint: Member must satisfy enum value set: [FAST, OPTIMAL]",
    },
    {
      change: { launchIntoInstanceProperties: { launchIntoEC2InstanceID: "erp" } },
      flaw: "Value 'erp' at 'launchIntoInstanceProperties.launchIntoEC2InstanceID' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(?:i-[0-9a-fA-F]{8,})$",
    },
  ])("refuses $change by the API model", async ({ change, flaw }) => {
    await start();
    expect(await update(change)).toMatchObject({
      status: 400,
      body: { code: "ValidationException", message: `1 validation error detected: ${flaw}` },
    });
  });

  it.each([{ copyTags: true }, { copyPrivateIp: true }])(
    "refuses to launch into an instance with $0, whichever comes first",
    async (copy) => {
      await start();
      const into = { launchIntoInstanceProperties: { launchIntoEC2InstanceID: TARGET } };
      const refusal = {
        status: 400,
        body: {
          code: "ValidationException",
          message: "Launching into an existing instance is not possible with copyTags or copyPrivateIp",
        },
      };
      expect(await update({ ...into, ...copy })).toMatchObject(refusal);
      await update(copy);
      expect(await update(into)).toMatchObject(refusal);
      await update({ copyTags: false, copyPrivateIp: false });
      await update(into);
      expect(await update(copy)).toMatchObject(refusal);
    },
  );

  it("keeps what it does not know in the journal, and answers without it", async () => {
    await start();
    const { status, body } = await update({ futureSetting: { on: true } });
    expect({ status, known: Object.hasOwn(body, "futureSetting") }).toEqual({ status: 200, known: false });
    expect(simulator.journal.entries("UpdateLaunchConfiguration")[0]?.request).toEqual({
      sourceServerID: SERVER,
      futureSetting: { on: true },
    });
  });

  it.each([
    { updateDuringJob: "allow", during: 200 },
    { updateDuringJob: "conflict", during: 409 },
  ] as const)(
    "answers $during while a job holds the server, where the world says $updateDuringJob",
    async ({ updateDuringJob, during }) => {
      await start({ updateDuringJob });
      await drsClient(simulator).send(new StartRecoveryCommand({ sourceServers: [{ sourceServerID: SERVER }] }));
      expect((await update({ copyTags: true })).status).toBe(during);
      clock.advance(3600);
      expect((await update({ copyTags: true })).status).toBe(200);
    },
  );

  it("takes any instance to launch into where the world has it checked at the launch", async () => {
    await start({ launchIntoChecked: "launch" });
    const into = { launchIntoInstanceProperties: { launchIntoEC2InstanceID: "i-0badc0de0badc0de0" } };
    expect((await update(into)).status).toBe(200);
    await drsClient(simulator).send(new StartRecoveryCommand({ sourceServers: [{ sourceServerID: SERVER }] }));
    clock.advance(3600);
    expect(simulator.world().jobs[0]?.participatingServers[0]?.launchStatus).toBe("FAILED");
  });

  it("is idempotent: the same settings again change nothing", async () => {
    await start({ rightSizingSeconds: 0 });
    const client = drsClient(simulator);
    const request = { sourceServerID: SERVER, copyTags: true };
    await client.send(new UpdateLaunchConfigurationCommand(request));
    const before = simulator.world().launchTemplates;
    await client.send(new UpdateLaunchConfigurationCommand(request));
    expect(simulator.world().launchTemplates).toEqual(before);
  });
});
