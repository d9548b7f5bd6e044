import { describe, expect, it } from "vitest";
import type { PendingStep } from "../../../../../provider/src/vocabulary";
import {
  describeNextStep,
  failureText,
  isDueForCleanup,
  type NextStep,
  nextStepOf,
} from "../../../../../provider/src/wave/judge/nextStep";
import { judgeRun } from "../../../../../provider/src/wave/judge/verdict";
import type { WaveRun } from "../../../../../provider/src/wave/run";
import { aFailedServer, anAttempt, aPlannedServer, aRun, aServer, DB, serverId, WEB } from "../../factories";

const second = anAttempt({ attempt: 2, jobId: "drsjob-2" });

/** A wave of two servers, of which WEB did not launch. */
const aFailedRun = (changes: Parameters<typeof aRun>[0] = {}) =>
  aRun({ attempts: [anAttempt()], records: [aServer(), aFailedServer()], ...changes });

/** The verdict on a run whose servers are all recorded. */
function verdictOn(run: WaveRun) {
  const judged = judgeRun(run);
  if (judged === undefined) {
    throw new Error("a server has no record");
  }
  return judged;
}

describe(nextStepOf.name, () => {
  it.each<{ pending: PendingStep[] }>([{ pending: ["wait", "judge"] }, { pending: ["judge"] }])(
    "resumes the last attempt while $pending is pending, whatever is recorded so far",
    ({ pending }) => {
      expect(nextStepOf(aFailedRun({ attempts: [anAttempt(), second] }), pending)).toEqual({
        kind: "resume",
        jobId: "drsjob-2",
      });
    },
  );

  it("resumes while a server has no record, because there is no verdict without it", () => {
    const servers = [
      { planned: aPlannedServer(), record: aServer() },
      { planned: aPlannedServer({ sourceServerId: WEB }) },
    ];
    expect(nextStepOf(aFailedRun({ servers }), [])).toEqual({ kind: "resume", jobId: "drsjob-1" });
  });

  it("launches the failed critical servers again while attempts are left", () => {
    expect(nextStepOf(aFailedRun(), [])).toEqual({ kind: "retry", servers: [aFailedServer()], attempt: 2 });
  });

  it("launches no optional server again, and none that was only verified less far than asked", () => {
    const run = aFailedRun({
      records: [
        aServer({ verifiedTo: "running" }),
        aFailedServer(),
        aFailedServer({ sourceServerId: serverId(3), impactLevel: "OPTIONAL" }),
      ],
    });
    expect(nextStepOf(run, [])).toEqual({ kind: "retry", servers: [aFailedServer()], attempt: 2 });
  });

  it("launches nothing again that the program no longer counts as failed", () => {
    expect(nextStepOf(aFailedRun({ args: { minimumLaunched: "50%" } }), [])).toEqual({ kind: "none" });
  });

  it("launches nothing when every attempt is used", () => {
    expect(nextStepOf(aFailedRun({ attempts: [anAttempt(), second] }), [])).toEqual({
      kind: "exhausted",
      servers: [aFailedServer()],
      attempts: 2,
    });
  });

  it("launches nothing when no server failed: more were asked for than there are", () => {
    const run = aRun({ args: { minimumLaunched: 5 } });
    expect(nextStepOf(run, [])).toEqual({ kind: "exhausted", servers: [], attempts: 1 });
  });

  it("cleans up when that is what is unfinished", () => {
    expect(nextStepOf(aRun(), ["cleanup"])).toEqual({ kind: "cleanup" });
  });

  it("cleans up when that has come to be due: the program asks for it after the drill", () => {
    expect(nextStepOf(aRun({ args: { cleanup: "afterDrill" } }), [])).toEqual({ kind: "cleanup" });
  });

  it("launches nothing when the failed servers are only verified less far than the program now asks", () => {
    const records = [aServer({ verifiedTo: "launched" })];
    expect(nextStepOf(aRun({ records }), [])).toEqual({ kind: "exhausted", servers: records, attempts: 1 });
  });

  it("tells a failure before a cleanup that is pending: update does both", () => {
    const args = { cleanup: "afterDrill" as const, retries: { maximumAttempts: 1 } };
    expect(nextStepOf(aFailedRun({ args }), ["cleanup"])).toEqual({
      kind: "exhausted",
      servers: [aFailedServer()],
      attempts: 1,
    });
  });

  it.each([
    { label: "passed", run: aRun() },
    { label: "is degraded", run: aRun({ args: { objectives: { recoveryTimeSeconds: 1 } } }) },
  ])("does nothing for a drill that $label", ({ run }) => {
    expect(nextStepOf(run, [])).toEqual({ kind: "none" });
  });
});

describe(isDueForCleanup.name, () => {
  const afterDrill = { cleanup: "afterDrill" } as const;
  const lastAttempt = { ...afterDrill, retries: { maximumAttempts: 1 } };

  it.each([
    { label: "has passed", run: aRun({ args: afterDrill }) },
    { label: "failed, with no attempt left", run: aFailedRun({ args: lastAttempt }) },
    {
      label: "failed, with an attempt left that no server needs",
      run: aRun({ args: afterDrill, records: [aServer({ verifiedTo: "launched" })] }),
    },
  ])("is true of a drill that $label", ({ run }) => {
    expect(isDueForCleanup(run, verdictOn(run))).toBe(true);
  });

  it.each([
    { label: "is kept until it is destroyed", run: aRun() },
    { label: "is kept whatever comes", run: aRun({ args: { cleanup: "never" } }) },
    { label: "may be retried", run: aFailedRun({ args: afterDrill }) },
    { label: "is cleaned up already", run: aRun({ args: afterDrill, cleanup: { status: "COMPLETED" } }) },
    { label: "is gone", run: aRun({ args: afterDrill, cleanup: { status: "GONE" } }) },
    { label: "is no drill", run: aRun({ args: { ...afterDrill, isDrill: false } }) },
  ])("is false of one that $label", ({ run }) => {
    expect(isDueForCleanup(run, verdictOn(run))).toBe(false);
  });
});

describe(describeNextStep.name, () => {
  const failed = aFailedServer();
  it.each<{ step: NextStep; text: string | undefined }>([
    { step: { kind: "resume", jobId: "drsjob-1" }, text: "will resume drsjob-1" },
    { step: { kind: "cleanup" }, text: "will terminate what the drill launched" },
    {
      step: { kind: "retry", servers: [failed], attempt: 2 },
      text: `will launch 1 failed server again (attempt 2 of 3): web-1 (${WEB})`,
    },
    {
      step: { kind: "retry", servers: [failed, { ...failed, hostname: "web-2" }], attempt: 2 },
      text: `will launch 2 failed servers again (attempt 2 of 3): web-1 (${WEB}), web-2 (${WEB})`,
    },
    {
      step: { kind: "exhausted", servers: [failed], attempts: 3 },
      text: `failed; no attempts left (3 used, at most 3): web-1 (${WEB})`,
    },
    {
      step: { kind: "exhausted", servers: [failed], attempts: 2 },
      text: `failed; nothing to launch again: web-1 (${WEB})`,
    },
    { step: { kind: "none" }, text: undefined },
  ])("says: $text", ({ step, text }) => {
    expect(describeNextStep(step, 3)).toBe(text);
  });
});

describe(failureText.name, () => {
  const textOf = (changes: Parameters<typeof aRun>[0] = {}) => {
    const run = aFailedRun(changes);
    return failureText(verdictOn(run), run);
  };

  it("names every failed critical server with DRS's reason, what is true now and what to do", () => {
    expect(textOf()).toBe(
      "Judging the wave: 1 of 2 critical servers recovered, expected 2: " +
        `web-1 (${WEB}) LAUNCH_FAILED: no capacity. ` +
        "What launched is still running; `pulumi destroy` terminates it. " +
        "`pulumi up` launches the failed servers again (attempt 2 of 2).",
    );
  });

  it("names an optional server that failed too: no other line does", () => {
    const records = [aServer({ verifiedTo: "launched" }), aFailedServer({ impactLevel: "OPTIONAL" })];
    expect(textOf({ records })).toBe(
      "Judging the wave: 0 of 1 critical servers recovered, expected 1: " +
        `db-1 (${DB}) NOT_RECOVERED: verified to launched; optional: web-1 (${WEB}) LAUNCH_FAILED: no capacity. ` +
        "What launched is still running; `pulumi destroy` terminates it. " +
        "Change `triggers` to drill again.",
    );
  });

  it("names the wave", () => {
    expect(textOf({ args: { wave: "web" } })).toBe(
      "Judging wave web: 1 of 2 critical servers recovered, expected 2: " +
        `web-1 (${WEB}) LAUNCH_FAILED: no capacity. ` +
        "What launched is still running; `pulumi destroy` terminates it. " +
        "`pulumi up` launches the failed servers again (attempt 2 of 2).",
    );
  });

  it.each([{ args: {} }, { args: { cleanup: "never" as const } }, { args: { isDrill: false } }])(
    "claims nothing of instances where none is known, with $args",
    ({ args }) => {
      expect(textOf({ records: [aFailedServer()], args })).toBe(
        "Judging the wave: 0 of 1 critical servers recovered, expected 1: " +
          `web-1 (${WEB}) LAUNCH_FAILED: no capacity. ` +
          "No recovery instance of it is known. " +
          "`pulumi up` launches the failed servers again (attempt 2 of 2).",
      );
    },
  );

  it("tells a server without a failure how far it came", () => {
    expect(textOf({ records: [aServer({ verifiedTo: "launched" })] })).toBe(
      "Judging the wave: 0 of 1 critical servers recovered, expected 1: " +
        `db-1 (${DB}) NOT_RECOVERED: verified to launched. ` +
        "What launched is still running; `pulumi destroy` terminates it. " +
        "Change `triggers` to drill again.",
    );
  });

  it.each([
    { label: "the program keeps it", args: { cleanup: "never" as const } },
    { label: "it is a real recovery", args: { isDrill: false } },
  ])("says that destroy leaves what launched where $label", ({ args }) => {
    expect(textOf({ args })).toBe(
      "Judging the wave: 1 of 2 critical servers recovered, expected 2: " +
        `web-1 (${WEB}) LAUNCH_FAILED: no capacity. ` +
        "What launched is still running, and `pulumi destroy` leaves it running. " +
        "`pulumi up` launches the failed servers again (attempt 2 of 2).",
    );
  });

  it("promises no launch when no server failed: more were asked for than there are", () => {
    expect(textOf({ records: [aServer()], args: { minimumLaunched: 5 } })).toBe(
      "Judging the wave: 1 of 1 critical servers recovered, expected 5. " +
        "What launched is still running; `pulumi destroy` terminates it. Change `triggers` to drill again.",
    );
  });

  it("says how to drill again when every attempt is used, and nothing of instances where none is known", () => {
    const attempts = [anAttempt(), anAttempt({ attempt: 2 })];
    expect(textOf({ records: [aFailedServer()], attempts, cleanup: { status: "COMPLETED" } })).toBe(
      "Judging the wave: 0 of 1 critical servers recovered, expected 1: " +
        `web-1 (${WEB}) LAUNCH_FAILED: no capacity. All attempts are used: change \`triggers\` to drill again.`,
    );
  });
});
