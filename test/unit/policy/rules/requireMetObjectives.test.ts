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
const fix = (trigger = "2026-11-24") =>
  `remove what made it slow or the snapshot old, and drill again (triggers: ["${trigger}"])`;
const day = "on 2026-11-17";
const late = (trigger?: string) =>
  `(35m00s instead of 30m00s ${day}) missed the recovery time objective in the last drill: a recovery may take as long | ${fix(trigger)}`;
const old = `(15m01s instead of 15m00s ${day}) missed the recovery point objective in the last drill: a recovery may lose as much | ${fix()}`;

describe(rule.name, () => {
  it.each([
    { label: "objectives that were met", plan: planOf(met), said: ["database: compliant"] },
    { label: "no wave", plan: { waves: [], settings: new Map() }, said: [] },
    {
      label: "a recovery time that was missed",
      plan: planOf(missed({ recoveryTimeSeconds: 2100 })),
      said: [`database: ${late()}`],
    },
    {
      label: "a recovery point that was missed",
      plan: planOf(missed({ recoveryPointSeconds: 901 })),
      said: [`database: ${old}`],
    },
    {
      label: "both missed",
      plan: planOf(missed({ recoveryTimeSeconds: 2100, recoveryPointSeconds: 901 })),
      said: [`database: ${late()} & ${old}`],
    },
    {
      label: "a server whose recovery time could not be determined",
      plan: planOf(untimed),
      said: [
        `database: (nothing measured of web-1 ${day}) could not show in the last drill that the recovery time objective is met: ` +
          `it has to be known of every server | ${fix()}`,
      ],
    },
    {
      label: "only the objective that is declared",
      plan: planOf(missed({ recoveryTimeSeconds: 2100, recoveryPointSeconds: 901 }), {
        objectives: { recoveryPointSeconds: 900 },
      }),
      said: [`database: ${old}`],
    },
    {
      label: "a verdict that the measures do not explain",
      plan: planOf(missed({})),
      said: [`database: (${day}) missed the objectives in the last drill | ${fix()}`],
    },
    {
      label: "objectives that could not be judged",
      plan: planOf(unjudged),
      said: ["database: not observed: whether the drill of 2026-11-17 met its objectives (see its warnings)"],
    },
    {
      label: "nothing observed, which it does not need",
      plan: planOf(missed({ recoveryTimeSeconds: 2100 }), { observed: undefined, observe: "off" }),
      said: [`database: ${late("<today>")}`],
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
      said: [`database: ${late()}`],
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
