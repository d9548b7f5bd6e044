import { describe, expect, it } from "vitest";
import { drillAgain } from "../../../../policy/src/judged/plan";
import { aWave, OBSERVED_AT } from "../factories";

describe(drillAgain.name, () => {
  it.each([
    { label: "the day of the observation", wave: aWave(), line: 'triggers: ["2026-11-24"]' },
    {
      label: "its day when the triggers are others",
      wave: aWave({ triggers: ["2026-08-01"] }),
      line: 'triggers: ["2026-11-24"]',
    },
    {
      label: "its moment when the day is taken",
      wave: aWave({ triggers: ["2026-11-24"] }),
      line: `triggers: ["${OBSERVED_AT}"]`,
    },
    { label: "its day when the triggers are unknown", wave: aWave({}, ["triggers"]), line: 'triggers: ["2026-11-24"]' },
    {
      label: "today when nothing was observed",
      wave: aWave({ observed: undefined, observe: "off" }),
      line: 'triggers: ["<today>"]',
    },
  ])("takes $label", ({ wave, line }) => {
    expect(drillAgain(wave)).toBe(line);
  });
});
