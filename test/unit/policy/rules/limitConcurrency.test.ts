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
const here = " in 111122223333 us-west-2";
const why = "a wave would wait or be refused in the middle of the drill";
const wait = (first: string) => `let it wait for another one ({ dependsOn: [${first}] }), or raise the quota, and`;
const jobs = (waves: string, total: number, first: string, maximum = "20 recovery jobs") =>
  `could go over the limit of ${maximum} at the same time${here} (DRS quota L-D88FAC3A) with ${waves}, which makes ` +
  `${total} recovery jobs: ${why} | ${wait(first)} maximumJobs of this rule with it`;
const servers = (wave: string, total: number, place = here) =>
  `could go over the limit of 500 servers at the same time${place} (DRS quota L-05AFA8C6) with wave ${wave}, which makes ` +
  `${total} servers: ${why} | ${wait(wave)} maximumServers of this rule with it`;

/** Each answer, of those that comply without the wave. */
function answersOf(plan: JudgedPlan, config: object = {}): string[] {
  return planAnswers(rule, plan, config).map((said) => said.replace(/^[\w-]+: (compliant)$/, "$1"));
}

describe(rule.name, () => {
  it.each([
    { label: "a wave", plan: aPlan(), said: ["compliant", "compliant"] },
    { label: "no wave", plan: { waves: [], settings: new Map() }, said: [] },
    { label: "as many waves as DRS runs jobs", plan: aPlan(...waves(20)), said: ["compliant", "compliant"] },
    {
      label: "one wave more",
      plan: aPlan(...waves(21)),
      said: [`w21: ${jobs("waves w1, w2, w3 and 17 more", 21, "w1")}`, "compliant"],
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
      said: ["compliant", `two: ${servers("one", 501)}`],
    },
    {
      label: "waves of too many servers that wait for each other",
      plan: aPlan(ofServers("one", 300), ofServers("two", 201, ["one"])),
      said: ["compliant", "compliant"],
    },
    {
      label: "the worst of several moments",
      plan: aPlan(ofServers("one", 400), ofServers("two", 300, ["one"]), ofServers("three", 250, ["one"])),
      said: ["compliant", `three: ${servers("two", 550)}`],
    },
    {
      label: "too many servers in several Regions",
      plan: aPlan(ofServers("one", 300, [], inRegion("us-west-2")), ofServers("two", 300, [], inRegion("eu-west-1"))),
      said: ["compliant", "compliant", "compliant", "compliant"],
    },
    {
      label: "a Region that is not known, which may be the other one",
      plan: aPlan(ofServers("one", 300), ofServers("two", 300, [], anywhere)),
      said: ["compliant", `two: ${servers("one", 600)}`],
    },
    {
      label: "no Region that is known",
      plan: aPlan(ofServers("one", 300, [], anywhere), ofServers("two", 300, [], anywhere)),
      said: ["compliant", `two: ${servers("one", 600, "")}`],
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
        `two: ${servers("one", 600)}`,
        "selected: settings pending: the settings that this program manages are about to change, and `up` judges them before the drill starts",
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
      `selected: ${jobs("wave one", 2, "one", "1 recovery job")}`,
      "compliant",
      "selected: settings pending: the settings that this program manages are about to change, and `up` judges them before the drill starts",
    ]);
  });

  it("asks to split a wave that is too large by itself", () => {
    expect(answersOf(aPlan(ofServers("one", 2)), { maximumServers: 1 })).toEqual([
      "compliant",
      `one: would have 2 servers at the same time, over the limit of 1${here} (DRS quota L-05AFA8C6): ${why} | ` +
        "split it into waves that wait for each other, or raise the quota, and maximumServers of this rule with it",
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
