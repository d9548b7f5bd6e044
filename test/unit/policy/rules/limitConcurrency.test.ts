import { describe, expect, it } from "vitest";
import type { JudgedPlan, PlannedWave } from "../../../../policy/src/judged/plan";
import { limitConcurrency as rule } from "../../../../policy/src/rules/limitConcurrency";
import { planAnswers } from "../answersOf";
import { aPlan, aPlannedWave, aServer, aWave, observing, urnOf } from "../factories";

/** A wave of so many servers that runs after these. */
function ofServers(
  name: string,
  count: number,
  after: string[] = [],
  inputs: Parameters<typeof aWave>[0] = {},
): PlannedWave {
  const sourceServers = Array.from({ length: count }, (_, index) =>
    aServer({ sourceServerId: `s-${String(index).padStart(17, "0")}` }),
  );
  return aPlannedWave({ wave: aWave({ sourceServers, ...inputs }, [], name), after: new Set(after.map(urnOf)) });
}

const waves = (count: number) => Array.from({ length: count }, (_, index) => ofServers(`w${index + 1}`, 1));
const inRegion = (region: string) => ({ region, observed: { ...observing(), region } });
const anywhere = { region: undefined, observed: undefined, observe: "off" as const };
const selecting = { sourceServers: undefined, selector: { tags: { Tier: "web" } }, observed: undefined };
const underWay = "can be under way at the same time";

/** Each answer without the wave that it is about, which a violation has at its end. */
function answersOf(plan: JudgedPlan, config: object = {}): string[] {
  return planAnswers(rule, plan, config).map((said) =>
    said
      .replace(/^[\w-]+: (compliant)$/, "$1")
      .replace(/^([\w-]+): (\d.*dependsOn.*)$/, "$2 for $1")
      .replace(/^[\w-]+: (\d)/, "$1"),
  );
}

describe(rule.name, () => {
  it.each([
    { label: "a wave", plan: aPlan(), said: ["compliant", "compliant"] },
    { label: "no wave", plan: { waves: [] }, said: [] },
    { label: "as many waves as DRS runs jobs", plan: aPlan(...waves(20)), said: ["compliant", "compliant"] },
    {
      label: "one wave more",
      plan: aPlan(...waves(21)),
      said: [
        `21 recovery jobs ${underWay} in 111122223333 us-west-2 (w1, w2, w3, w4, w5, w6, w7, w8, w9, w10, w11, w12, w13, w14, w15, ` +
          "w16, w17, w18, w19, w20, w21), must be at most 20 (DRS quota L-D88FAC3A) | { dependsOn: [w1] } for w21",
        "compliant",
      ],
    },
    {
      label: "one wave more that waits for another",
      plan: aPlan(...waves(20), ofServers("last", 1, ["w7"])),
      said: ["compliant", "compliant"],
    },
    {
      label: "as many servers as DRS takes in all jobs",
      plan: aPlan(ofServers("one", 300), ofServers("two", 200)),
      said: ["compliant", "compliant"],
    },
    {
      label: "one server more",
      plan: aPlan(ofServers("one", 300), ofServers("two", 201)),
      said: [
        "compliant",
        `501 servers in jobs ${underWay} in 111122223333 us-west-2 (one, two), must be at most 500 (DRS quota L-05AFA8C6) | ` +
          "{ dependsOn: [one] } for two",
      ],
    },
    {
      label: "waves of too many servers that wait for each other",
      plan: aPlan(ofServers("one", 300), ofServers("two", 201, ["one"])),
      said: ["compliant", "compliant"],
    },
    {
      label: "the worst of several moments",
      plan: aPlan(ofServers("one", 400), ofServers("two", 300, ["one"]), ofServers("three", 250, ["one"])),
      said: [
        "compliant",
        `550 servers in jobs ${underWay} in 111122223333 us-west-2 (two, three), must be at most 500 (DRS quota L-05AFA8C6) | ` +
          "{ dependsOn: [two] } for three",
      ],
    },
    {
      label: "too many servers in several Regions",
      plan: aPlan(ofServers("one", 300, [], inRegion("us-west-2")), ofServers("two", 300, [], inRegion("eu-west-1"))),
      said: ["compliant", "compliant", "compliant", "compliant"],
    },
    {
      label: "a Region that is not known, which may be the other one",
      plan: aPlan(ofServers("one", 300), ofServers("two", 300, [], anywhere)),
      said: [
        "compliant",
        `600 servers in jobs ${underWay} in 111122223333 us-west-2 (one, two), must be at most 500 (DRS quota L-05AFA8C6) | ` +
          "{ dependsOn: [one] } for two",
      ],
    },
    {
      label: "no Region that is known",
      plan: aPlan(ofServers("one", 300, [], anywhere), ofServers("two", 300, [], anywhere)),
      said: [
        "compliant",
        `600 servers in jobs ${underWay} (one, two), must be at most 500 (DRS quota L-05AFA8C6) | ` +
          "{ dependsOn: [one] } for two",
      ],
    },
    {
      label: "a selector that nobody has resolved, and the others",
      plan: aPlan(
        ofServers("one", 300),
        aPlannedWave({ wave: aWave(selecting, ["settings"], "selected") }),
        ofServers("two", 300),
      ),
      said: [
        "compliant",
        `600 servers in jobs ${underWay} in 111122223333 us-west-2 (one, two), must be at most 500 (DRS quota L-05AFA8C6) | ` +
          "{ dependsOn: [one] } for two",
        "selected: settings pending: the settings that this program manages are about to change",
      ],
    },
    {
      label: "servers that are unknown at preview",
      plan: aPlan(aPlannedWave({ wave: aWave({}, ["sourceServers"], "hidden") })),
      said: ["compliant", "compliant", "hidden: unknown during preview: sourceServers"],
    },
  ])("judges $label", ({ plan, said }) => {
    expect(answersOf(plan)).toEqual(said);
  });

  it("counts a wave of unknown servers as a job", () => {
    const plan = aPlan(ofServers("one", 1), aPlannedWave({ wave: aWave(selecting, ["settings"], "selected") }));
    expect(answersOf(plan, { maximumJobs: 1 })).toEqual([
      `2 recovery jobs ${underWay} in 111122223333 us-west-2 (one, selected), must be at most 1 (DRS quota L-D88FAC3A) | ` +
        "{ dependsOn: [one] } for selected",
      "compliant",
      "selected: settings pending: the settings that this program manages are about to change",
    ]);
  });

  it("asks to split a wave that is too large by itself", () => {
    expect(answersOf(aPlan(ofServers("one", 2)), { maximumServers: 1 })).toEqual([
      "compliant",
      `2 servers in jobs ${underWay} in 111122223333 us-west-2 (one), must be at most 1 (DRS quota L-05AFA8C6) | ` +
        "split one into waves that wait",
    ]);
  });

  it("takes other quotas, up to their bounds", () => {
    const config = { maximumJobs: 1000, maximumServers: 100_000 };
    const plan = aPlan(...waves(20), ofServers("large", 600));
    expect(answersOf(plan, config)).toEqual(["compliant", "compliant"]);
  });

  it.each([
    { given: { maximumJobs: 0 }, flaw: "maximumJobs: expected at least 1, got 0" },
    { given: { maximumJobs: 1001 }, flaw: "maximumJobs: expected at most 1000, got 1001" },
    { given: { maximumJobs: 1.5 }, flaw: "maximumJobs: expected a whole number, got 1.5" },
    { given: { maximumServers: 0 }, flaw: "maximumServers: expected at least 1, got 0" },
    {
      given: { maximumServers: 100_001 },
      flaw: "maximumServers: expected at most 100000, got 100001",
    },
  ])("refuses $given", ({ given, flaw }) => {
    expect(() => answersOf(aPlan(), given)).toThrow(`configuration of ${rule.name}: ${flaw}`);
  });
});
