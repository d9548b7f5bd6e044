import { describe, expect, it } from "vitest";
import type { Judgement } from "../../../../policy/src/judged/judgement";
import { configure } from "../../../../policy/src/policies/settings";
import { judgeWave } from "../../../../policy/src/policies/toPolicy";
import { requireValidation } from "../../../../policy/src/rules/requireValidation";
import type { ObservedLaunchAction } from "../../../../provider/src/vocabulary";
import { aLaunchConfiguration, aSeenServer, aWave, aWaveAmid, type Changes, DB, observing } from "../factories";

const CHECK = { name: "check-port", category: "VALIDATION", active: true, optional: false };
const without = (member: keyof ObservedLaunchAction) =>
  Object.fromEntries(Object.entries(CHECK).filter(([name]) => name !== member)) as unknown as ObservedLaunchAction;

function judge(wave: ReturnType<typeof aWave>, config: object = { roles: ["database"] }): Judgement | undefined {
  const [answer] = judgeWave(
    requireValidation,
    wave,
    configure(requireValidation, "recommended", {}).read(config).config,
  );
  return answer?.judgement;
}

/** What it says, in short. */
function saidOf(judgement: Judgement | undefined): string {
  switch (judgement?.status) {
    case "violation":
      return judgement.facts.map(({ detail = "none" }) => detail).join();
    case "unknown":
      return `${judgement.because}: ${judgement.what}`;
    default:
      return judgement?.status ?? "nothing";
  }
}

describe(requireValidation.name, () => {
  it.each<{ label: string; actions: ObservedLaunchAction[]; said: string }>([
    { label: "an active, required check", actions: [CHECK], said: "compliant" },
    { label: "one beside others", actions: [{ ...CHECK, active: false }, CHECK], said: "compliant" },
    { label: "no action", actions: [], said: "none" },
    { label: "actions of other categories", actions: [{ ...CHECK, category: "CONFIGURATION" }], said: "none" },
    {
      label: "checks that decide nothing",
      actions: [
        { ...CHECK, optional: true },
        { ...CHECK, name: "check-disk", active: false },
      ],
      said: "check-port is optional, check-disk is not active",
    },
    ...(["category", "active", "optional"] as const).map((member) => ({
      label: `an action whose ${member} is not reported`,
      actions: [without(member)],
      said: `not observed: whether check-port of db-1 (${DB}) is an active, required check`,
    })),
  ])("judges $label", ({ actions, said }) => {
    expect(saidOf(judge(aWaveAmid({ launchActions: { [DB]: actions } })))).toBe(said);
  });

  it("is about the configured roles alone", () => {
    expect([judge(aWave(), {}), judge(aWave(), { roles: ["web"] })].map(saidOf)).toEqual([
      "notApplicable",
      "notApplicable",
    ]);
  });

  it.each<{ postLaunchEnabled: boolean | undefined; said: string }>([
    { postLaunchEnabled: false, said: "postLaunchEnabled is off" },
    {
      postLaunchEnabled: undefined,
      said: `not observed: whether db-1 (${DB}) runs post-launch actions is not reported`,
    },
  ])("looks at no action where postLaunchEnabled is $postLaunchEnabled", ({ postLaunchEnabled, said }) => {
    const changes: Changes<{ postLaunchEnabled: boolean }> = { postLaunchEnabled };
    const seen = aSeenServer({ launchConfiguration: aLaunchConfiguration(changes) });
    expect(saidOf(judge(aWave({ observed: observing([seen]) })))).toBe(said);
  });
});
