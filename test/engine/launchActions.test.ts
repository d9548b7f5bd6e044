import { DeleteLaunchActionCommand, PutLaunchActionCommand } from "@aws-sdk/client-drs";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, describe, expect, it } from "vitest";
import { drsClient } from "../integration/simulator/client";
import { type DrillProject, openDrillProject } from "./drillProject";
import { APP, aWorld } from "./worlds";

let project: DrillProject;
afterEach(() => project.close());

const RUNS = { targetInstanceTypeRightSizingMethod: "NONE", postLaunchEnabled: true } as const;
const PORT = { sourceServerId: APP, document: "AWS-RunShellScript", parameters: { commands: "nc -z localhost 80" } };
const WAVE = { app: { sourceServers: [{ sourceServerId: APP }], retries: { maximumAttempts: 1 } } };

const WRITES = ["PutLaunchAction", "DeleteLaunchAction", "PutParameter", "DeleteParameters"];
const writes = () => WRITES.map((operation) => project.calls(operation));
const stored = () => project.simulator.world().launchActions[APP] ?? [];

describe("a program's launch action", () => {
  it("is previewed, written once, left alone then, put right when somebody else changes it, and deleted", async () => {
    project = await openDrillProject(aWorld({ [APP]: { launchConfiguration: RUNS } }));
    const actions = { port: PORT };
    const preview = await project.preview({}, { actions });
    expect(preview.messages).toContain(
      `would change the launch actions of ${APP}: adds "port" (AWS-RunShellScript, order 1001, required)`,
    );
    expect(writes()).toEqual([0, 0, 0, 0]);
    expect((await project.up({}, { actions })).error).toBe("");
    expect(writes()).toEqual([1, 0, 1, 0]);

    const again = await project.up({}, { actions });
    expect([again.error, again.steps["port"]]).toEqual(["", "same"]);
    expect(writes()).toEqual([1, 0, 1, 0]);

    const one = await project.up({}, { actions: { port: { ...PORT, order: 1200 } } });
    expect(one.messages).toContain("changed order from 1001 to 1200");
    expect(writes()).toEqual([2, 0, 1, 0]);

    const [action] = stored();
    const client = drsClient(project.simulator);
    const { type: _type, ...settings } = action ?? {};
    await client.send(new PutLaunchActionCommand({ ...settings, resourceId: APP, optional: true } as never));
    expect((await project.refresh()).error).toBe("");
    const mended = await project.up({}, { actions: { port: { ...PORT, order: 1200 } } });
    expect(mended.messages).toContain("changed optional from true to false");
    await client.send(new DeleteLaunchActionCommand({ resourceId: APP, actionId: action?.actionId }));
    expect((await project.up({}, { actions: { port: { ...PORT, order: 1200 } } })).error).toBe("");
    expect(stored()).toMatchObject([{ actionId: action?.actionId, order: 1200 }]);

    expect((await project.destroy()).error).toBe("");
    expect({ actions: stored(), parameters: project.simulator.world().ssm.parameters }).toEqual({
      actions: [],
      parameters: [],
    });
  });

  it("is refused with a secret, which is shown nowhere", async () => {
    project = await openDrillProject(aWorld());
    const commands = pulumi.secret("psql --password geheim");
    const preview = await project.preview({}, { actions: { port: { ...PORT, parameters: { commands } } } });
    expect(preview.ok).toBe(false);
    expect(preview.messages.join()).toContain("parameters.commands is a secret");
    expect(`${preview.messages.join()}${project.printed()}`).not.toContain("geheim");
  });

  it("that fails makes its wave FAILED, with its name, its reason and what it wrote", async () => {
    const actionOutcomes = [
      { name: "port", status: "FAILED" as const, failureReason: "exit status 1", output: "connection refused" },
    ];
    project = await openDrillProject(aWorld({ [APP]: { launchConfiguration: RUNS, actionOutcomes } }));
    const up = await project.up(WAVE, { actions: { port: PORT } });
    expect(up.ok).toBe(false);
    expect(up.messages.join("\n")).toContain(
      `app-1 (${APP}) POST_LAUNCH_ACTION_FAILED: port: exit status 1; port wrote: connection refused`,
    );
    const { app } = await project.waves();
    expect({ verdict: app?.verdict, actions: app?.servers[0]?.postLaunchActions }).toMatchObject({
      verdict: "FAILED",
      actions: [{ name: "port", status: "FAILED", failureReason: "exit status 1" }],
    });
    expect((await project.destroy()).error).toBe("");
    expect(project.alive()).toEqual([]);
  });
});
