import { describe, expect, it } from "vitest";
import { failureText } from "../../../../../provider/src/wave/judge/failureText";
import { judge } from "../../../../../provider/src/wave/judge/verdict";
import { aFailedServer, anAttempt, anIntent, aPlan, aRun, aServer, DB, WEB } from "../../factories";

function textOf(servers = [aServer(), aFailedServer()], changes = {}) {
  const judgement = judge({ servers, success: "statusChecks", minimumLaunched: "100%", objectives: {} });
  return failureText(judgement, aRun({ servers, ...changes }));
}

describe(failureText.name, () => {
  it("names every failed critical server with DRS's reason, what is true now and what to do", () => {
    expect(textOf()).toBe(
      "Judging the wave: 1 of 2 critical servers recovered, expected 2: " +
        `web-1 (${WEB}) LAUNCH_FAILED: no capacity. ` +
        "What launched is still running; `pulumi destroy` terminates it. " +
        "`pulumi up` launches the failed servers again (attempt 2 of 2).",
    );
  });

  it("names the wave", () => {
    expect(textOf([aFailedServer()], { intent: anIntent({ wave: "web" }) })).toBe(
      "Judging wave web: 0 of 1 critical servers recovered, expected 1: " +
        `web-1 (${WEB}) LAUNCH_FAILED: no capacity. ` +
        "What launched is still running; `pulumi destroy` terminates it. " +
        "`pulumi up` launches the failed servers again (attempt 2 of 2).",
    );
  });

  it("tells a server without a failure how far it came", () => {
    expect(textOf([aServer({ verifiedTo: "launched" })])).toBe(
      "Judging the wave: 0 of 1 critical servers recovered, expected 1: " +
        `db-1 (${DB}) NOT_RECOVERED: verified to launched. ` +
        "What launched is still running; `pulumi destroy` terminates it. " +
        "Change `triggers` to drill again.",
    );
  });

  it.each([
    { label: "the program keeps it", changes: { intent: anIntent({ cleanup: "never" }) } },
    { label: "it is a real recovery", changes: { plan: aPlan({ isDrill: false }) } },
  ])("says that destroy leaves what launched where $label", ({ changes }) => {
    expect(textOf(undefined, changes)).toBe(
      "Judging the wave: 1 of 2 critical servers recovered, expected 2: " +
        `web-1 (${WEB}) LAUNCH_FAILED: no capacity. ` +
        "What launched is still running, and `pulumi destroy` leaves it. " +
        "`pulumi up` launches the failed servers again (attempt 2 of 2).",
    );
  });

  it("promises no launch when no server failed: more were asked for than there are", () => {
    const intent = anIntent({ minimumLaunched: 5 });
    const judgement = judge({ servers: [aServer()], success: "statusChecks", minimumLaunched: 5, objectives: {} });
    expect(failureText(judgement, aRun({ intent }))).toMatch(/terminates it\. Change `triggers` to drill again\.$/);
  });

  it("says how to drill again when every attempt is used, and nothing of instances that are gone", () => {
    const attempts = [anAttempt(), anAttempt({ attempt: 2 })];
    expect(textOf([aFailedServer()], { attempts, cleanup: { status: "COMPLETED" } })).toBe(
      "Judging the wave: 0 of 1 critical servers recovered, expected 1: " +
        `web-1 (${WEB}) LAUNCH_FAILED: no capacity. Every attempt is used: change \`triggers\` to drill again.`,
    );
  });
});
