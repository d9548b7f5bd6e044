import { describe, expect, it } from "vitest";
import type { PlannedWave } from "../../../../policy/src/judged/plan";
import { disallowSharedServers as rule } from "../../../../policy/src/rules/disallowSharedServers";
import { planAnswers } from "../answersOf";
import { aPlan, aPlannedWave, aSeenServer, aServer, aWave, DB, observing, urnOf, WEB } from "../factories";

/** A wave of these servers that runs after these waves; nothing of them was seen. */
function of(name: string, ids: string[], after: string[] = []): PlannedWave {
  const sourceServers = ids.map((sourceServerId) => aServer({ sourceServerId }));
  const wave = aWave({ sourceServers, observed: undefined, observe: "off" }, [], name);
  return aPlannedWave({ wave, after: new Set(after.map(urnOf)) });
}

const selecting = { sourceServers: undefined, selector: { tags: { Tier: "database" } } };
const says = (wave: string, server: string, waves: string) =>
  `${wave}, ${server}: could be launched at the same time by waves ${waves}: one of them waits or is refused, and the later ` +
  "launch terminates what the earlier one launched | " +
  "keep each server in one wave, or let one of the waves depend on the other (dependsOn)";

describe(rule.name, () => {
  it.each([
    { label: "a wave", plan: aPlan(), said: ["database: compliant"] },
    { label: "no wave", plan: { waves: [], settings: new Map() }, said: [] },
    {
      label: "waves of other servers",
      plan: aPlan(of("a", [DB]), of("b", [WEB])),
      said: ["a: compliant", "b: compliant"],
    },
    {
      label: "a shared server",
      plan: aPlan(of("a", [DB]), of("b", [WEB, DB])),
      said: ["a: compliant", says("b", DB, "a and b")],
    },
    {
      label: "a server that waves share which wait",
      plan: aPlan(of("a", [DB]), of("b", [DB], ["a"])),
      said: ["a: compliant", "b: compliant"],
    },
    {
      label: "a server that waves share of which the first waits",
      plan: aPlan(of("a", [DB], ["b"]), of("b", [DB])),
      said: ["a: compliant", "b: compliant"],
    },
    {
      label: "a server in three waves, of which two wait",
      plan: aPlan(of("a", [DB]), of("b", [DB], ["a"]), of("c", [DB])),
      said: ["a: compliant", "b: compliant", says("c", DB, "a, b and c")],
    },
    {
      label: "two shared servers",
      plan: aPlan(of("a", [DB, WEB]), of("b", [DB, WEB])),
      said: ["a: compliant", says("b", DB, "a and b"), says("b", WEB, "a and b")],
    },
    {
      label: "a server that a selector matches too",
      plan: aPlan(
        of("a", [DB]),
        aPlannedWave({ wave: aWave({ ...selecting, observed: observing([aSeenServer()]) }, [], "b") }),
      ),
      said: ["a: compliant", says("b", `db-1 (${DB})`, "a and b")],
    },
    {
      label: "a selector that nobody has resolved, and the others",
      plan: aPlan(
        of("a", [DB]),
        aPlannedWave({ wave: aWave({ ...selecting, observed: undefined }, ["settings"], "selected") }),
        of("b", [DB]),
      ),
      said: [
        "a: compliant",
        "selected: settings pending: the settings that this program manages are about to change, and `up` judges them before the drill starts",
        says("b", DB, "a and b"),
      ],
    },
    {
      label: "servers that are unknown at preview",
      plan: aPlan(aPlannedWave({ wave: aWave({}, ["sourceServers"], "hidden") }), of("a", [DB])),
      said: ["hidden: unknown during preview: sourceServers", "a: compliant"],
    },
  ])("judges $label", ({ plan, said }) => {
    expect(planAnswers(rule, plan)).toEqual(said);
  });

  it("takes no configuration", () => {
    expect(() => planAnswers(rule, aPlan(), { maximum: 1 })).toThrow(
      `configuration of ${rule.name}: unknown setting "maximum"`,
    );
  });
});
