import { describe, expect, it } from "vitest";
import { limitEvidenceAge as rule } from "../../../../policy/src/rules/limitEvidenceAge";
import { planAnswers } from "../answersOf";
import { ago, aPlan, aPlannedWave, aRecord, aWave } from "../factories";

const drilled = (startedAt: string) => aPlan(aPlannedWave({ record: aRecord({ startedAt }) }));
const { record: _record, ...recordless } = aPlannedWave();
const undrilled = { ...recordless, isNew: true };
const selecting = { sourceServers: undefined, selector: { tags: { Tier: "database" } } };

describe(rule.name, () => {
  it.each([
    { label: "a drill of a week ago", plan: aPlan(), said: ["database: compliant"] },
    { label: "no wave", plan: { waves: [] }, said: [] },
    { label: "a drill as old as it may be", plan: drilled(ago({ days: 90 })), said: ["database: compliant"] },
    {
      label: "a drill that is older",
      plan: drilled(ago({ days: 90, hours: 1 })),
      said: [
        "database: its last drill was on 2026-08-26, 90.1 days ago, must be at most 90 days ago | " +
          'triggers: ["2026-11-24"]',
      ],
    },
    {
      label: "a selector's wave",
      plan: aPlan(aPlannedWave({ wave: aWave(selecting), record: aRecord({ startedAt: ago({ days: 100 }) }) })),
      said: [
        "database: its last drill was on 2026-08-16, 100 days ago, must be at most 90 days ago | " +
          'triggers: ["2026-11-24"]',
      ],
    },
    {
      label: "nothing observed, and the others",
      plan: aPlan(
        aPlannedWave({ wave: aWave({ observed: undefined, observe: "off" }, [], "unseen") }),
        aPlannedWave({ wave: aWave({ observed: undefined }, ["settings"], "pending") }),
        aPlannedWave(),
      ),
      said: [
        'unseen: not observed: the wave says observe: "off"',
        "pending: settings pending: the settings that this program manages are about to change",
        "database: compliant",
      ],
    },
    { label: "no record", plan: aPlan(undrilled), said: ["database: notApplicable"] },
    {
      label: "no record and nothing observed",
      plan: aPlan({ ...undrilled, wave: aWave({ observed: undefined, observe: "off" }) }),
      said: ["database: notApplicable"],
    },
  ])("judges $label", ({ plan, said }) => {
    expect(planAnswers(rule, plan)).toEqual(said);
  });

  it.each([1, 3650])("takes %i days, and not an hour more", (maximumAgeDays) => {
    const said = [ago({ days: maximumAgeDays }), ago({ days: maximumAgeDays, hours: 1 })].map(
      (at) => planAnswers(rule, drilled(at), { maximumAgeDays })[0] === "database: compliant",
    );
    expect(said).toEqual([true, false]);
  });

  it.each([
    { maximumAgeDays: 0, flaw: "expected at least 1, got 0" },
    { maximumAgeDays: 3651, flaw: "expected at most 3650, got 3651" },
    { maximumAgeDays: 1.5, flaw: "expected a whole number, got 1.5" },
  ])("refuses $maximumAgeDays days", ({ maximumAgeDays, flaw }) => {
    expect(() => planAnswers(rule, aPlan(), { maximumAgeDays })).toThrow(
      `configuration of ${rule.name}: maximumAgeDays: ${flaw}`,
    );
  });
});
