import { describe, expect, it } from "vitest";
import { requireMetObjectives as rule } from "../../../../policy/src/rules/requireMetObjectives";
import type { DrillWaveOutputs } from "../../../../provider/src/vocabulary";
import { planAnswers } from "../answersOf";
import { aPlan, aPlannedWave, aRecord, aServerRecord, aWave, DB, WEB } from "../factories";

const measured = { recoveryTimeSeconds: 529, recoveryPointSeconds: 3 };
const met = aRecord({ ...measured, servers: [aServerRecord(measured)] });
const missed = (changes: Partial<DrillWaveOutputs>) => ({ ...met, objectivesMet: false, ...changes });
const planOf = (record: DrillWaveOutputs, inputs: Parameters<typeof aWave>[0] = {}) =>
  aPlan(aPlannedWave({ wave: aWave(inputs), record }));
const { recoveryTimeSeconds: _time, ...untimed } = missed({
  servers: [
    aServerRecord(measured),
    aServerRecord({ sourceServerId: WEB, hostname: "web-1", recoveryPointSeconds: 3 }),
  ],
});
const { objectivesMet: _met, ...unjudged } = met;
const { record: _record, ...recordless } = aPlannedWave();
const undrilled = { ...recordless, isNew: true };
const drill = "in the drill of 2026-11-17";
const time = "must be at most 1800 s (objectives.recoveryTimeSeconds)";
const point = "must be at most 900 s (objectives.recoveryPointSeconds)";
const fix = 'triggers: ["2026-11-24"]';

describe(rule.name, () => {
  it.each([
    { label: "objectives that were met", plan: planOf(met), said: ["database: compliant"] },
    { label: "no wave", plan: { waves: [] }, said: [] },
    {
      label: "a recovery time that was missed",
      plan: planOf(missed({ recoveryTimeSeconds: 2100 })),
      said: [`database: the recovery time was 2100 s ${drill}, ${time} | ${fix}`],
    },
    {
      label: "a recovery point that was missed",
      plan: planOf(missed({ recoveryPointSeconds: 901 })),
      said: [`database: the recovery point was 901 s ${drill}, ${point} | ${fix}`],
    },
    {
      label: "both missed",
      plan: planOf(missed({ recoveryTimeSeconds: 2100, recoveryPointSeconds: 901 })),
      said: [
        `database: the recovery time was 2100 s ${drill}, ${time} | ${fix}` +
          ` & the recovery point was 901 s ${drill}, ${point} | ${fix}`,
      ],
    },
    {
      label: "a server whose recovery time could not be determined",
      plan: planOf(untimed),
      said: [`database: the recovery time of web-1 (${WEB}) could not be determined ${drill}, ${time} | ${fix}`],
    },
    {
      label: "only the objective that is declared",
      plan: planOf(missed({ recoveryTimeSeconds: 2100, recoveryPointSeconds: 901 }), {
        objectives: { recoveryPointSeconds: 900 },
      }),
      said: [`database: the recovery point was 901 s ${drill}, ${point} | ${fix}`],
    },
    {
      label: "a verdict that the measures do not explain",
      plan: planOf(missed({})),
      said: [`database: the objectives were not met ${drill}, must be met | ${fix}`],
    },
    {
      label: "objectives that could not be judged",
      plan: planOf(unjudged),
      said: ["database: not observed: whether the drill of 2026-11-17 met its objectives (see its warnings)"],
    },
    {
      label: "nothing observed, which it does not need",
      plan: planOf(missed({ recoveryTimeSeconds: 2100 }), { observed: undefined, observe: "off" }),
      said: [`database: the recovery time was 2100 s ${drill}, ${time} | triggers: ["<today>"]`],
    },
    { label: "no record", plan: aPlan(undrilled), said: ["database: notApplicable"] },
    {
      label: "no record, and objectives that are unknown at preview",
      plan: aPlan({ ...undrilled, wave: aWave({}, ["objectives"]) }),
      said: ["database: notApplicable"],
    },
    { label: "no objectives", plan: planOf(unjudged, { objectives: undefined }), said: ["database: notApplicable"] },
    { label: "empty objectives", plan: planOf(unjudged, { objectives: {} }), said: ["database: notApplicable"] },
    {
      label: "objectives that are unknown at preview, and the others",
      plan: aPlan(
        aPlannedWave({ wave: aWave({}, ["objectives"], "hidden"), record: met }),
        aPlannedWave({ wave: aWave({}, [], "web"), record: met }),
      ),
      said: ["hidden: unknown during preview: objectives", "web: compliant"],
    },
    {
      label: "a selector's wave",
      plan: planOf(missed({ recoveryTimeSeconds: 2100 }), {
        sourceServers: undefined,
        selector: { tags: { Tier: "database" } },
        resolvedServers: [DB],
      }),
      said: [`database: the recovery time was 2100 s ${drill}, ${time} | ${fix}`],
    },
  ])("judges $label", ({ plan, said }) => {
    expect(planAnswers(rule, plan)).toEqual(said);
  });

  it("takes no configuration", () => {
    expect(() => planAnswers(rule, aPlan(), { objectives: {} })).toThrow(
      `configuration of ${rule.name}: unknown setting "objectives"`,
    );
  });
});
