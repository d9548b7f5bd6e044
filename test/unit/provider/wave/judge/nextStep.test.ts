import { describe, expect, it } from "vitest";
import type { PendingStep } from "../../../../../provider/src/vocabulary";
import { describeNextStep, dueForCleanup, nextStepOf } from "../../../../../provider/src/wave/judge/nextStep";
import {
  aFailedServer,
  anAttempt,
  anIntent,
  aPlan,
  aPlannedServer,
  aRun,
  aServer,
  serverId,
  WEB,
} from "../../factories";

const second = anAttempt({ attempt: 2, jobId: "drsjob-2" });

/** A wave of two servers, of which WEB did not launch. */
const aFailedRun = (changes: Parameters<typeof aRun>[0] = {}) =>
  aRun({
    intent: anIntent(),
    plan: aPlan({ servers: [aPlannedServer(), aPlannedServer({ sourceServerId: WEB, hostname: "web-1" })] }),
    attempts: [anAttempt()],
    servers: [aServer(), aFailedServer()],
    ...changes,
  });

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
    expect(nextStepOf(aFailedRun({ servers: [aServer()] }), [])).toEqual({ kind: "resume", jobId: "drsjob-1" });
  });

  it("launches the failed critical servers again while attempts are left", () => {
    expect(nextStepOf(aFailedRun(), [])).toEqual({ kind: "retry", servers: [aFailedServer()], attempt: 2 });
  });

  it("launches no optional server again, and none that was only verified less far than asked", () => {
    const ids = [serverId(1), serverId(2), serverId(3)];
    const run = aFailedRun({
      plan: aPlan({ servers: ids.map((sourceServerId) => aPlannedServer({ sourceServerId })) }),
      servers: [
        aServer({ verifiedTo: "running" }),
        aFailedServer(),
        aFailedServer({ sourceServerId: serverId(3), impactLevel: "OPTIONAL" }),
      ],
    });
    expect(nextStepOf(run, [])).toEqual({ kind: "retry", servers: [aFailedServer()], attempt: 2 });
  });

  it("launches nothing again that the program no longer counts as failed", () => {
    expect(nextStepOf(aFailedRun({ intent: anIntent({ minimumLaunched: "50%" }) }), [])).toEqual({ kind: "none" });
  });

  it("launches nothing when every attempt is used", () => {
    expect(nextStepOf(aFailedRun({ attempts: [anAttempt(), second] }), [])).toEqual({
      kind: "exhausted",
      servers: [aFailedServer()],
    });
  });

  it("launches nothing when no server failed: more were asked for than there are", () => {
    const run = aRun({ intent: { selector: { tags: {} }, minimumLaunched: 5 } });
    expect(nextStepOf(run, [])).toEqual({ kind: "exhausted", servers: [] });
  });

  it("cleans up when that is what is unfinished", () => {
    expect(nextStepOf(aRun(), ["cleanup"])).toEqual({ kind: "cleanup" });
  });

  it("cleans up when that has come to be due: the program asks for it after the drill", () => {
    expect(nextStepOf(aRun({ intent: anIntent({ cleanup: "afterDrill" }) }), [])).toEqual({ kind: "cleanup" });
  });

  it("launches nothing when the failed servers are only verified less far than the program now asks", () => {
    const looked = aRun({ servers: [aServer({ verifiedTo: "launched" })] });
    expect(nextStepOf(looked, [])).toEqual({ kind: "exhausted", servers: [aServer({ verifiedTo: "launched" })] });
  });

  it("tells a failure before a cleanup that is pending: update does both", () => {
    const intent = anIntent({ cleanup: "afterDrill", retries: { maximumAttempts: 1 } });
    expect(nextStepOf(aFailedRun({ intent }), ["cleanup"])).toEqual({ kind: "exhausted", servers: [aFailedServer()] });
  });

  it.each([
    { label: "passed", run: aRun() },
    { label: "is degraded", run: aRun({ intent: { objectives: { recoveryTimeSeconds: 1 } } }) },
  ])("does nothing for a drill that $label", ({ run }) => {
    expect(nextStepOf(run, [])).toEqual({ kind: "none" });
  });
});

describe(dueForCleanup.name, () => {
  const afterDrill = anIntent({ cleanup: "afterDrill" });
  const lastAttempt = anIntent({ cleanup: "afterDrill", retries: { maximumAttempts: 1 } });

  it.each([
    { label: "has passed", run: aRun({ intent: afterDrill }) },
    { label: "failed, with no attempt left", run: aFailedRun({ intent: lastAttempt }) },
    {
      label: "failed, with an attempt left that no server needs",
      run: aRun({ intent: afterDrill, servers: [aServer({ verifiedTo: "launched" })] }),
    },
  ])("is true of a drill that $label", ({ run }) => {
    expect(dueForCleanup(run)).toBe(true);
  });

  it.each([
    { label: "is kept until it is destroyed", run: aRun() },
    { label: "is kept for ever", run: aRun({ intent: anIntent({ cleanup: "never" }) }) },
    { label: "may be retried", run: aFailedRun({ intent: afterDrill }) },
    { label: "is cleaned up already", run: aRun({ intent: afterDrill, cleanup: { status: "COMPLETED" } }) },
    { label: "is gone", run: aRun({ intent: afterDrill, cleanup: { status: "GONE" } }) },
    { label: "is no drill", run: aRun({ intent: afterDrill, plan: aPlan({ isDrill: false }) }) },
  ])("is false of one that $label", ({ run }) => {
    expect(dueForCleanup(run)).toBe(false);
  });
});

describe(describeNextStep.name, () => {
  const failed = aFailedServer();
  it.each([
    { step: { kind: "resume" as const, jobId: "drsjob-1" }, text: "will resume drsjob-1" },
    { step: { kind: "cleanup" as const }, text: "will terminate what the drill launched" },
    {
      step: { kind: "retry" as const, servers: [failed], attempt: 2 },
      text: `will launch 1 failed server again (attempt 2 of 3): web-1 (${WEB})`,
    },
    {
      step: { kind: "retry" as const, servers: [failed, { ...failed, hostname: "web-2" }], attempt: 2 },
      text: `will launch 2 failed servers again (attempt 2 of 3): web-1 (${WEB}), web-2 (${WEB})`,
    },
    {
      step: { kind: "exhausted" as const, servers: [failed] },
      text: `failed, and launches nothing again (at most 3 attempts): web-1 (${WEB})`,
    },
    { step: { kind: "none" as const }, text: "launches nothing" },
  ])("says: $text", ({ step, text }) => {
    expect(describeNextStep(step, 3)).toBe(text);
  });
});
