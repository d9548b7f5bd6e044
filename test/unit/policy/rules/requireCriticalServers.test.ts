import { describe, expect, it } from "vitest";
import { requireCriticalServers as rule } from "../../../../policy/src/rules/requireCriticalServers";
import { planAnswers } from "../answersOf";
import {
  aPlan,
  aPlannedWave,
  aSeenServer,
  aServer,
  aWave,
  aWaveAmid,
  DB,
  observing,
  theSurroundings,
  WEB,
} from "../factories";

const critical = [
  { sourceServerId: DB, hostname: "db-1" },
  { sourceServerId: WEB, hostname: "web-1" },
];
const amid = aPlannedWave({ wave: aWaveAmid({ criticalServers: critical }) });
const drillingWeb = (inputs = {}, unknown: string[] = []) =>
  aPlannedWave({ wave: aWave({ sourceServers: [aServer({ sourceServerId: WEB })], ...inputs }, unknown, "web") });
const unseen = { observed: undefined, observe: "off" as const };
const denied = theSurroundings({
  criticalServers: [],
  unseen: { criticalServers: "DescribeSourceServers was denied" },
});
const missing = (name: string, id: string, region = "us-west-2") =>
  `${name}: has the tag ImpactLevel=CRITICAL in ${region} and is in no wave, must be in a wave of this program | ` +
  `sourceServers: [{ sourceServerId: "${id}" }] of a wave`;
const inIreland = {
  ...observing(
    [aSeenServer({ sourceServerId: WEB })],
    theSurroundings({ criticalServers: [{ sourceServerId: "s-00000000000000003" }] }),
  ),
  region: "eu-west-1",
};
const off = 'not observed: the wave says observe: "off"';

describe(rule.name, () => {
  it.each([
    { label: "critical servers that are all drilled", plan: aPlan(), said: ["compliant"] },
    { label: "no wave", plan: { waves: [] }, said: [] },
    {
      label: "no critical server",
      plan: aPlan(aPlannedWave({ wave: aWaveAmid({ criticalServers: [] }) })),
      said: ["compliant"],
    },
    { label: "a critical server in no wave", plan: aPlan(amid), said: [missing(`web-1 (${WEB})`, WEB)] },
    {
      label: "two of them, each once however many waves saw it",
      plan: aPlan(
        aPlannedWave({ wave: aWaveAmid({ criticalServers: critical }, { sourceServers: [] }) }),
        aPlannedWave({ wave: aWaveAmid({ criticalServers: critical }, { sourceServers: [] }) }),
      ),
      said: [missing(`db-1 (${DB})`, DB), missing(`web-1 (${WEB})`, WEB)],
    },
    { label: "a critical server in another wave", plan: aPlan(amid, drillingWeb()), said: ["compliant"] },
    {
      label: "a critical server in another wave, which was not observed",
      plan: aPlan(amid, drillingWeb(unseen)),
      said: ["compliant"],
    },
    {
      label: "a critical server that a selector matches",
      plan: aPlan(
        amid,
        drillingWeb({
          sourceServers: undefined,
          selector: { tags: { Tier: "web" } },
          observed: observing([aSeenServer({ sourceServerId: WEB })]),
        }),
      ),
      said: ["compliant"],
    },
    {
      label: "a critical server that a selector may match",
      plan: aPlan(
        amid,
        drillingWeb({ sourceServers: undefined, selector: { tags: { Tier: "web" } }, observed: undefined }, [
          "settings",
        ]),
      ),
      said: [`web-1 (${WEB}): settings pending: the settings that this program manages are about to change`],
    },
    {
      label: "critical servers of another Region",
      plan: aPlan(aPlannedWave(), drillingWeb({ region: "eu-west-1", observed: inIreland })),
      said: [missing("s-00000000000000003", "s-00000000000000003", "eu-west-1")],
    },
    {
      label: "a Region that nobody looked at, and the others",
      plan: aPlan(amid, drillingWeb({ ...unseen, region: "eu-west-1", sourceServers: [] })),
      said: [missing(`web-1 (${WEB})`, WEB), `web: ${off}`],
    },
    {
      label: "a Region that is not known, as nobody looked at it",
      plan: aPlan(aPlannedWave(), drillingWeb({ ...unseen, region: undefined })),
      said: [`web: ${off}`],
    },
    { label: "nothing observed by any wave", plan: aPlan(drillingWeb(unseen), drillingWeb(unseen)), said: [off] },
    {
      label: "critical servers that another wave could list",
      plan: aPlan(drillingWeb({ observed: observing([aSeenServer()], denied) }), aPlannedWave()),
      said: ["compliant"],
    },
  ])("judges $label", ({ plan, said }) => {
    expect(planAnswers(rule, plan)).toEqual(said);
  });

  it("takes no configuration", () => {
    expect(() => planAnswers(rule, aPlan(), { tag: "x" })).toThrow(
      `configuration of ${rule.name}: unknown setting "tag"`,
    );
  });
});
