import { describe, expect, it } from "vitest";
import type { JudgedWave } from "../../../../policy/src/judged/wave";
import { requireDrilledServers as rule } from "../../../../policy/src/rules/requireDrilledServers";
import { planAnswers } from "../answersOf";
import { aPlan, aPlannedWave, aRecord, aSeenServer, aServerRecord, aWave, DB, observing, WEB } from "../factories";

const selecting = (inputs: Parameters<typeof aWave>[0] = {}, unknown: string[] = []): JudgedWave =>
  aWave({ sourceServers: undefined, selector: { tags: { Tier: "database" } }, ...inputs }, unknown);
const web = aSeenServer({ sourceServerId: WEB, hostname: "web-1" });
const planOf = (wave: JudgedWave) => aPlan(aPlannedWave({ wave }));
const { record: _record, ...hidden } = aPlannedWave({ wave: selecting() });
const undrilled = { ...hidden, isNew: true };
const drill = "the drill of 2026-11-17";
const wanted = "must be of the servers that match now";
const fix = 'triggers: ["2026-11-24"]';

describe(rule.name, () => {
  it.each([
    { label: "the servers that were drilled", plan: planOf(selecting()), said: ["database: compliant"] },
    { label: "no wave", plan: { waves: [] }, said: [] },
    {
      label: "a server that matches since",
      plan: planOf(selecting({ observed: observing([aSeenServer(), web]) })),
      said: [`database: the selector now matches web-1 (${WEB}) too, not in ${drill}, ${wanted} | ${fix}`],
    },
    {
      label: "a server that matches no more",
      plan: aPlan(
        aPlannedWave({
          wave: selecting(),
          record: aRecord({ servers: [aServerRecord(), aServerRecord({ sourceServerId: WEB, hostname: "web-1" })] }),
        }),
      ),
      said: [`database: the selector no longer matches web-1 (${WEB}), in ${drill}, ${wanted} | ${fix}`],
    },
    {
      label: "another server in place of the drilled one",
      plan: planOf(selecting({ observed: observing([web]) })),
      said: [
        `database: the selector now matches web-1 (${WEB}) too, not in ${drill}, ${wanted} | ${fix}` +
          ` & the selector no longer matches db-1 (${DB}), in ${drill}, ${wanted} | ${fix}`,
      ],
    },
    {
      label: "a selector that matches nothing any more",
      plan: planOf(selecting({ observed: observing([]) })),
      said: [`database: the selector no longer matches db-1 (${DB}), in ${drill}, ${wanted} | ${fix}`],
    },
    {
      label: "what a selector was resolved to, with nothing observed",
      plan: planOf(selecting({ observed: undefined, observe: "off", resolvedServers: [DB, WEB] })),
      said: [`database: the selector now matches ${WEB} too, not in ${drill}, ${wanted} | triggers: ["<today>"]`],
    },
    { label: "servers that are listed", plan: planOf(aWave()), said: ["database: notApplicable"] },
    {
      label: "servers that are listed and not observed",
      plan: planOf(aWave({ observed: undefined, observe: "off" })),
      said: ["database: notApplicable"],
    },
    { label: "no record", plan: aPlan(undrilled), said: ["database: notApplicable"] },
    {
      label: "a selector that is unknown at preview",
      plan: aPlan({ ...hidden, wave: selecting({}, ["selector"]) }),
      said: ["database: unknown during preview: selector"],
    },
    {
      label: "no record, and a selector that is unknown at preview",
      plan: aPlan({ ...undrilled, wave: selecting({}, ["selector"]) }),
      said: ["database: notApplicable"],
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
