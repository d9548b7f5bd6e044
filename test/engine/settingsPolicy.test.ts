import { UpdateLaunchConfigurationCommand } from "@aws-sdk/client-drs";
import type { LaunchConfigurationArgs } from "pulumi-drillwave";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { drsClient } from "../integration/simulator/client";
import { type DrillProject, type Outcome, openDrillProject, type Waves } from "./drillProject";
import { aCompliantWorld, aLaunchConfiguration, compliantWaves, DB } from "./policyWorld";

const RULE = "drs-server-require-right-sizing";
const DRIFT = "drs-settings-disallow-drift";
const BASIC = aCompliantWorld({
  db: { launchConfiguration: aLaunchConfiguration({ targetInstanceTypeRightSizingMethod: "BASIC" }) },
});
const NONE: LaunchConfigurationArgs = { sourceServerId: DB, targetInstanceTypeRightSizingMethod: "NONE" };

/** The drill of the database, which waits for its settings. */
const waiting = {
  database: (_before, { settings }) => ({
    ...compliantWaves().database,
    settings: settings === undefined ? [] : [settings],
  }),
} satisfies Waves;
const unawaited = { database: compliantWaves().database };

const said = ({ policies }: Outcome, rule: string) =>
  policies
    .filter(({ policy }) => policy === rule)
    .map(({ level, message }) => `${level}: ${message.replace(/ \(https:[^ ]+\)$/, "")}`);

describe("the policy pack beside settings that the program manages", () => {
  let project: DrillProject;
  beforeAll(() => {
    process.env["AWS_ACCESS_KEY_ID"] ??= "test";
    process.env["AWS_SECRET_ACCESS_KEY"] ??= "test";
  });
  afterEach(() => project.close());
  const started = () => project.calls("StartRecovery");

  it("says once that settings are pending, and passes in the same up that writes them", async () => {
    project = await openDrillProject(BASIC, { policyPacks: ["policy"] });
    const preview = await project.preview(waiting, { settings: { settings: NONE } });
    const pending = preview.policies.filter(({ message }) => message.includes("settings pending"));
    expect({ error: preview.error, levels: preview.policies.map(({ level }) => level), lines: pending.length }).toEqual(
      {
        error: "",
        levels: ["advisory"],
        lines: 1,
      },
    );
    expect(pending[0]?.message).toMatch(
      /^s-00000000000000001 cannot be judged by \d+ rules, settings pending: the settings that this program manages are about to change, and `up` judges them before the drill starts \(https:/,
    );
    const up = await project.up(waiting, { settings: { settings: NONE } });
    expect({ error: up.error, policies: up.policies, started: started() }).toEqual({
      error: "",
      policies: [],
      started: 1,
    });
    const again = await project.preview(waiting, { settings: { settings: NONE } });
    expect(again.policies).toEqual([]);
  });

  it("names the line of code at up, before the drill starts, and at preview", async () => {
    project = await openDrillProject(BASIC, { policyPacks: ["policy"] });
    const settings: Record<string, LaunchConfigurationArgs> = {
      settings: { sourceServerId: DB, copyTags: true },
    };
    const line =
      "mandatory: db-1 (r5.2xlarge now) would start on an instance type that DRS picks (right-sizing BASIC), where the " +
      "role database needs NONE: nobody has chosen or tried that machine. Fix: set NONE, and see that the launch " +
      'template\'s type is the one you want; in code: add targetInstanceTypeRightSizingMethod: "NONE" to ' +
      "LaunchConfiguration settings";
    const up = await project.up(waiting, { settings });
    expect({ ok: up.ok, said: said(up, RULE), started: started() }).toEqual({ ok: false, said: [line], started: 0 });
    // By now the settings are in state.
    const preview = await project.preview(waiting, { settings });
    expect({ ok: preview.ok, said: said(preview, RULE) }).toEqual({ ok: false, said: [line] });
  });

  it("says that a drill does not wait for the settings, what somebody else has changed since, and what --target leaves out", async () => {
    project = await openDrillProject(BASIC, { policyPacks: ["policy"] });
    const settings = { settings: NONE };
    const early = await project.preview(unawaited, { settings });
    expect([...said(early, DRIFT), ...said(early, RULE).map((text) => text.split("Fix: ")[1])]).toEqual([
      "advisory: db-1 (targetInstanceTypeRightSizingMethod is BASIC, NONE in code) would be drilled before their settings " +
        "are written by LaunchConfiguration settings: the drill would prove what the program does not want. Fix: name it " +
        "in the wave's settings",
      "set NONE, and see that the launch template's type is the one you want; LaunchConfiguration settings says so in code " +
        "already: name it in the wave's settings, so that it is written before the drill",
    ]);
    expect((await project.up(waiting, { settings })).error).toBe("");
    await drsClient(project.simulator).send(
      new UpdateLaunchConfigurationCommand({ sourceServerID: DB, targetInstanceTypeRightSizingMethod: "BASIC" }),
    );
    const drifted = await project.preview(waiting, { settings });
    expect(said(drifted, DRIFT)).toEqual([
      "advisory: s-00000000000000001 (targetInstanceTypeRightSizingMethod is BASIC, NONE in code) would be changed back by " +
        "`up` to LaunchConfiguration settings: they are no longer stored as the last `up` left them. Fix: run `pulumi up`, " +
        "or put the change into the program where it is meant",
    ]);
    const targeted = await project.preview({ again: unawaited.database }, { settings, target: ["again"] });
    expect(said(targeted, DRIFT)).toEqual([
      "advisory: db-1 (targetInstanceTypeRightSizingMethod is BASIC, NONE in code) would be drilled with other settings than " +
        "the program has in LaunchConfiguration settings: the drill would prove what the program does not want. Fix: run " +
        "`pulumi up` without --target, or let it have that as well",
    ]);
  });
});
