import { afterEach, describe, expect, it } from "vitest";
import { type DrillProject, type Outcome, openDrillProject } from "./drillProject";
import { APP, aWorld, DATABASE, WEB } from "./worlds";

const app = { sourceServers: [{ sourceServerId: APP }] };
const web = { sourceServers: [{ sourceServerId: WEB }] };
const both = { sourceServers: [{ sourceServerId: APP }, { sourceServerId: DATABASE }] };

/** What a preview says of a wave's work. */
const planned = ({ messages }: Outcome) => messages.filter((message) => /^(will|would|may) /.test(message));
/** How `up` says that waves ended. */
const ended = ({ messages }: Outcome) => messages.filter((message) => /^(PASSED|DEGRADED|FAILED)/.test(message));
const FIGURES = /recovery \S+( to \S+)?, data loss 3s/.source;

describe("what a preview says, to stay", () => {
  let project: DrillProject;
  afterEach(() => project.close());

  it("is what each new wave launches, and nothing in `up` or once there is nothing to do", async () => {
    project = await openDrillProject(aWorld());
    const lines = [
      "will launch 2 servers: app-1 and db-1 (NONE, m5.large)",
      "will launch 1 server: web-1 (BASIC, m5.large now)",
    ];
    const [first, up, second] = [
      await project.preview({ both, web }),
      await project.up({ both, web }),
      await project.preview({ both, web }),
    ];
    expect({ first: planned(first), up: planned(up), second: planned(second) }).toEqual({
      first: lines,
      up: [],
      second: [],
    });
  });

  it("is said once of another drill, with what ends and why; the diff shows what the program changed", async () => {
    project = await openDrillProject(aWorld());
    await project.up({ app });
    const again = { app: { ...app, triggers: ["again"] } };
    const line =
      "will terminate 1 recovery instance and launch 1 server again, because triggers changed: app-1 (NONE, m5.large)";
    const shown = await project.preview(again, { diff: true });
    const printed = project.printed();
    expect({ said: planned(shown), printed: printed.split(line).length - 1 }).toEqual({ said: [line], printed: 1 });
    expect(printed).toContain("~ observed (hidden)");
    expect(printed).not.toContain("machineTime");
    expect(planned(await project.up(again))).toEqual([]);
  });

  it("is silent of a change in place, and of a wave of which state knows no hidden diff", async () => {
    project = await openDrillProject(aWorld());
    await project.up({ app });
    // As an earlier version of this package left it.
    await project.editState((resources) =>
      resources.map((resource) => JSON.parse(JSON.stringify({ ...resource, hideDiff: undefined }))),
    );
    const unchanged = await project.preview({ app });
    const tagged = await project.preview({ app: { ...app, tags: { a: "b" } } });
    expect({
      steps: [unchanged.steps["app"], tagged.steps["app"]],
      said: [...planned(unchanged), ...planned(tagged)],
    }).toEqual({ steps: ["same", "update"], said: [] });
  });

  it("says what launches again after a failure, and that nothing does once the attempts are used", async () => {
    const outcome = { event: "LAUNCH_FAILED" as const, message: "no capacity", times: 2 };
    project = await openDrillProject(aWorld({ [APP]: { outcome } }));
    await project.up({ both });
    expect(planned(await project.preview({ both }))).toEqual([
      "will launch 1 failed server again, attempt 2 of 2: app-1 (NONE, m5.large)",
    ]);
    await project.up({ both });
    expect(planned(await project.preview({ both }))).toEqual([
      `will fail again, with no attempts left (2 used, at most 2): app-1 (${APP}); a change of \`triggers\` drills again`,
    ]);
  });
});

describe("how `up` says that a wave ended, to stay", () => {
  let project: DrillProject;
  afterEach(() => project.close());

  it("is one line a wave with what was measured; a wave that did nothing has none", async () => {
    project = await openDrillProject(aWorld());
    const first = await project.up({ app });
    const second = await project.up({ app, web: { ...web, cleanup: "afterDrill" } });
    expect({ first: ended(first), second: ended(second) }).toEqual({
      first: [expect.stringMatching(`^PASSED: ${FIGURES}$`)],
      second: [expect.stringMatching(`^PASSED: ${FIGURES}; what launched was terminated$`)],
    });
  });

  it("is a warning with the reasons where a wave is DEGRADED", async () => {
    project = await openDrillProject(aWorld());
    const degraded = await project.up({ app: { ...app, objectives: { recoveryTimeSeconds: 60 } } });
    expect(degraded.ok).toBe(true);
    expect(ended(degraded)).toEqual([
      expect.stringMatching(`^DEGRADED: ${FIGURES}; recovery time objective 1m00s missed by app-1 \\(\\S+\\)$`),
    ]);
    expect(project.printed()).toMatch(/warning: DEGRADED: /);
  });

  it("is the error alone where a wave failed, and the verdict once a retry passed", async () => {
    const outcome = { event: "LAUNCH_FAILED" as const, message: "no capacity", times: 1 };
    project = await openDrillProject(aWorld({ [APP]: { outcome } }));
    const failed = await project.up({ app });
    const retried = await project.up({ app });
    expect({ failed: ended(failed), retried: ended(retried) }).toEqual({
      failed: [],
      retried: [expect.stringMatching(`^PASSED: ${FIGURES}$`)],
    });
  });
});
