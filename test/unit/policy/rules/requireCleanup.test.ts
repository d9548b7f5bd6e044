import { describe, expect, it } from "vitest";
import { configure } from "../../../../policy/src/policies/settings";
import { requireCleanup as rule } from "../../../../policy/src/rules/requireCleanup";
import { waveAnswers } from "../answersOf";
import { aWave } from "../factories";

const cost = "such instances cost, and can take production's place";
const never = `would leave recovery instances running, also after a destroy (cleanup is never): ${cost} | cleanup: "onDestroy"`;
const retained =
  "would leave recovery instances running after a destroy, which never reaches AWS (retainOnDelete): " +
  `${cost} | leave out retainOnDelete`;

describe(rule.name, () => {
  it.each([
    { label: "cleanup left out", wave: aWave(), said: ["compliant"] },
    { label: "onDestroy", wave: aWave({ cleanup: "onDestroy" }), said: ["compliant"] },
    { label: "afterDrill", wave: aWave({ cleanup: "afterDrill" }), said: ["compliant"] },
    { label: "never", wave: aWave({ cleanup: "never" }), said: [never] },
    { label: "retainOnDelete", wave: aWave({ retainOnDelete: true }), said: [retained] },
    { label: "retainOnDelete false", wave: aWave({ retainOnDelete: false }), said: ["compliant"] },
    { label: "both", wave: aWave({ cleanup: "never", retainOnDelete: true }), said: [`${never} & ${retained}`] },
    { label: "never, not observed", wave: aWave({ cleanup: "never", observed: undefined }), said: [never] },
    { label: "never in a real recovery", wave: aWave({ cleanup: "never", isDrill: false }), said: ["notApplicable"] },
    {
      label: "never in what may be a real recovery",
      wave: aWave({ cleanup: "never" }, ["isDrill"]),
      said: ["unknown during preview: isDrill"],
    },
    {
      label: "retainOnDelete beside an unknown cleanup",
      wave: aWave({ retainOnDelete: true }, ["cleanup"]),
      said: [retained],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });

  it.each([
    {
      accepted: ["afterDrill"],
      wave: aWave(),
      said: [
        "would leave recovery instances running until the stack is destroyed (cleanup is onDestroy): this rule accepts " +
          'afterDrill | cleanup: "afterDrill"',
      ],
    },
    {
      accepted: ["onDestroy", "never"],
      wave: aWave({ cleanup: "afterDrill" }),
      said: [
        "would terminate the recovery instances as soon as the drill has ended (cleanup is afterDrill): this rule accepts " +
          'onDestroy or never | cleanup: "onDestroy"',
      ],
    },
    { accepted: ["never"], wave: aWave({ cleanup: "never" }), said: ["compliant"] },
  ])("accepts $accepted", ({ accepted, wave, said }) => {
    expect(waveAnswers(rule, wave, { accepted })).toEqual(said);
  });

  it.each([
    { label: "nothing where cleanup is fine", wave: aWave(), change: undefined },
    { label: "a drill that is not cleaned up", wave: aWave({ cleanup: "never" }), change: { cleanup: "onDestroy" } },
    {
      label: "by no other value, where onDestroy is accepted second",
      wave: aWave({ cleanup: "never" }),
      config: { accepted: ["afterDrill", "onDestroy"] },
      change: { cleanup: "onDestroy" },
    },
    {
      label: "nothing where onDestroy is not accepted",
      wave: aWave({ cleanup: "never" }),
      config: { accepted: ["afterDrill"] },
      change: undefined,
    },
    {
      label: "no drill that is cleaned up otherwise",
      wave: aWave({ cleanup: "afterDrill" }),
      config: { accepted: ["onDestroy"] },
      change: undefined,
    },
    {
      label: "nothing where never is accepted",
      wave: aWave({ cleanup: "never" }),
      config: { accepted: ["onDestroy", "never"] },
      change: undefined,
    },
    { label: "no resource option", wave: aWave({ retainOnDelete: true }), change: undefined },
    { label: "no real recovery", wave: aWave({ cleanup: "never", isDrill: false }), change: undefined },
  ])("remedies $label", ({ wave, config = {}, change }) => {
    expect(rule.remedy?.(wave, configure(rule, "recommended", {}).read(config).config)).toEqual(change);
  });

  it.each([
    { accepted: [], flaw: "accepted: expected at least 1 entry, got []" },
    {
      accepted: ["later"],
      flaw: 'accepted[0]: expected one of onDestroy, afterDrill, never, got "later"',
    },
  ])("refuses $accepted", ({ accepted, flaw }) => {
    expect(() => waveAnswers(rule, aWave(), { accepted })).toThrow(`configuration of ${rule.name}: ${flaw}`);
  });
});
