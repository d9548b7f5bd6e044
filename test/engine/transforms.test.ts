import type { ResourceTransform } from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type DrillProject, drillwave, openDrillProject } from "./drillProject";
import { APP, aWorld } from "./worlds";

/** A wave whose program says nothing of how AWS is called. */
const drill = (connection?: object) => ({ app: { sourceServers: [{ sourceServerId: APP }], connection } });

describe("what transforms set", () => {
  let project: DrillProject;
  beforeEach(async () => {
    project = await openDrillProject(aWorld());
  });
  afterEach(() => project.close());

  const connecting: ResourceTransform = ({ props, opts }) => ({
    props: { ...props, connection: { endpoint: project.simulator.url } },
    opts,
  });
  const hurrying: ResourceTransform = ({ opts }) => ({
    props: undefined as never,
    opts: { ...opts, customTimeouts: { create: "80m" } },
  });
  const ofWaves =
    (transform: ResourceTransform): ResourceTransform =>
    (args) =>
      args.type.includes("dynamic/drs:") ? transform({ ...args, props: args.props }) : undefined;
  const keepingProps =
    (transform: ResourceTransform): ResourceTransform =>
    async (args) => {
      const result = await transform(args);
      return result === undefined ? undefined : { ...result, props: result.props ?? args.props };
    };

  it("on the wave alone, reaches its guard too, and the deadline is the stack's", async () => {
    const options = {
      resourceOptions: { app: { transforms: [connecting] } },
      stackTransforms: [ofWaves(keepingProps(hurrying))],
    };
    const up = await project.up(drill(undefined), options);
    expect(up.error).toBe("");
    const own = (await project.resources()).filter(({ type }) => type.includes("dynamic/drs:"));
    expect(own.map(({ inputs }) => [inputs["customTimeouts"], inputs["connection"]])).toEqual(
      own.map(() => [{ create: "80m" }, { endpoint: project.simulator.url }]),
    );
    const again = await project.preview(drill(undefined), options);
    expect([again.steps["app"], again.steps["app-guard"]]).toEqual(["same", "same"]);
    expect((await project.destroy()).error).toBe("");
    expect(project.alive()).toEqual([]);
  });

  it("for the wave alone is refused before anything starts: its guard could not find the drill", async () => {
    const waveOnly: ResourceTransform = (args) =>
      args.type === drillwave.DRILL_WAVE_TYPE ? connecting(args) : undefined;
    const up = await project.up(drill({ profile: "other" }), { stackTransforms: [waveOnly] });
    expect([up.ok, project.calls("StartRecovery")]).toEqual([false, 0]);
    expect(up.messages.join("\n")).toContain("the guard app-guard has another connection than this wave");
  });
});
