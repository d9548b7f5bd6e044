import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DrillProject, openDrillProject } from "./drillProject";
import { APP, aWorld, DATABASE, WEB } from "./worlds";

const servers = (...ids: string[]) => ids.map((sourceServerId) => ({ sourceServerId }));

/** One of the web server's two launches fails, so that there is something to launch again. */
const WORLD = aWorld({ [WEB]: { outcome: { event: "LAUNCH_FAILED", message: "no capacity", times: 1 } } });

/** Each preview saves its plan, and `up` is held to it, with live observation and the policy pack. */
describe("an update plan", () => {
  let project: DrillProject;
  beforeAll(async () => {
    // Time passes between preview and up, and not half a day of it.
    project = await openDrillProject(WORLD, { speed: 200, policyPacks: ["policy"] });
  });
  afterAll(() => project.close());

  const drill = (triggers: string[] = []) => ({
    database: { sourceServers: servers(DATABASE, APP), triggers },
    web: { sourceServers: servers(WEB), triggers },
  });

  async function upAsPlanned(waves: ReturnType<typeof drill>, plan: string) {
    const preview = await project.preview(waves, { plan });
    const up = await project.up(waves, { plan });
    return { preview, up };
  }

  it("holds for a first drill; then for what failed, launched again; for nothing to do; and for another drill", async () => {
    const first = await upAsPlanned(drill(), "first");
    const unjudged = first.preview.messages.filter((message) => /can't run|cannot be judged/.test(message));
    expect([first.preview.error, unjudged]).toEqual(["", []]);
    expect(first.up.messages.filter((message) => message.includes("violates plan"))).toEqual([]);
    expect([first.up.ok, project.calls("StartRecovery")]).toEqual([false, 2]);

    const retry = await upAsPlanned(drill(), "retry");
    expect([retry.up.error, retry.up.steps["web"], project.calls("StartRecovery")]).toEqual(["", "update", 3]);

    const unchanged = await upAsPlanned(drill(), "unchanged");
    expect([unchanged.up.error, unchanged.up.steps["web"], project.calls("StartRecovery")]).toEqual(["", "same", 3]);

    const again = await upAsPlanned(drill(["again"]), "again");
    expect([again.up.error, project.calls("StartRecovery")]).toEqual(["", 5]);
  });
});
