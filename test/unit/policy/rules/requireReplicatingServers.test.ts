import { describe, expect, it } from "vitest";
import { requireReplicatingServers as rule } from "../../../../policy/src/rules/requireReplicatingServers";
import type { RegionServer } from "../../../../provider/src/vocabulary";
import { planAnswers } from "../answersOf";
import {
  aDrillOf,
  aPlan,
  aPlannedWave,
  aSeenServer,
  aServer,
  aWave,
  aWaveAmid,
  observing,
  theSurroundings,
  WEB,
} from "../factories";

const web = (changes: Partial<RegionServer> = {}): RegionServer => ({
  sourceServerId: WEB,
  hostname: "web-1",
  tags: { Tier: "web" },
  ...changes,
});
const NEVER = { neverLaunched: true as const };
const listing = (...regionServers: RegionServer[]) => aPlannedWave({ wave: aWaveAmid({ regionServers }) });
/** A wave of the web server; of the Region's list, the first wave has it. */
const drillingWeb = (inputs: object = {}, unknown: string[] = []) => {
  const observed = observing([aSeenServer({ sourceServerId: WEB })], theSurroundings({ regionServers: undefined }));
  return aPlannedWave({
    wave: aWave({ sourceServers: [aServer({ sourceServerId: WEB })], observed, ...inputs }, unknown, "web"),
  });
};
const unseen = { observed: undefined, observe: "off" as const };
const FIX = "let a wave have them (sourceServers or selector), or stop their replication if nobody needs it";
const WHY = "they replicate, and nothing shows that a recovery works";
const never = (name = `web-1 (${WEB})`, tagged = "") =>
  `${name}: never went through a drill, and no wave has them${tagged}: ${WHY} | ${FIX}`;
const undrilled = (tagged = "") =>
  `web-1 (${WEB}): cannot be drilled by this program, as no wave has them${tagged}: ${WHY} | ${FIX}`;
const off = 'not observed: the wave says observe: "off"';

describe(rule.name, () => {
  it.each([
    { label: "servers that waves have", plan: aPlan(), said: ["compliant"] },
    { label: "no wave", plan: { waves: [], settings: new Map() }, said: [] },
    { label: "a server that nobody has drilled", plan: aPlan(listing(web(NEVER))), said: [never()] },
    {
      label: "one that another stack drills",
      plan: aPlan(listing(web({ lastLaunch: aDrillOf({ days: 400 }) }))),
      said: ["compliant"],
    },
    {
      label: "one that was recovered, so that drills of before are not known",
      plan: aPlan(listing(web({ lastLaunch: { type: "RECOVERY", status: "LAUNCHED" } }))),
      said: [undrilled()],
    },
    { label: "one of which DRS says no launch", plan: aPlan(listing(web())), said: [undrilled()] },
    { label: "one that another wave has", plan: aPlan(listing(web(NEVER)), drillingWeb()), said: ["compliant"] },
    {
      label: "one that a wave has which was not observed",
      plan: aPlan(listing(web(NEVER)), drillingWeb(unseen)),
      said: ["compliant"],
    },
    {
      label: "one that a selector may match",
      plan: aPlan(
        listing(web(NEVER)),
        drillingWeb({ sourceServers: undefined, selector: { tags: { Tier: "web" } }, observed: undefined }, [
          "settings",
        ]),
      ),
      said: [
        "web: settings pending: the settings that this program manages are about to change, and `up` judges them before the drill starts",
      ],
    },
    {
      label: "servers of another Region",
      plan: aPlan(
        aPlannedWave(),
        drillingWeb({
          region: "eu-west-1",
          observed: {
            ...observing(
              [aSeenServer({ sourceServerId: WEB })],
              theSurroundings({ regionServers: [{ sourceServerId: "s-00000000000000003", tags: {}, ...NEVER }] }),
            ),
            region: "eu-west-1",
          },
        }),
      ),
      said: [never("s-00000000000000003")],
    },
    {
      label: "a Region that nobody looked at, and the others",
      plan: aPlan(listing(web(NEVER)), drillingWeb({ ...unseen, region: "eu-west-1", sourceServers: [] })),
      said: [never(), `web: ${off}`],
    },
    { label: "nothing observed by any wave", plan: aPlan(drillingWeb(unseen), drillingWeb(unseen)), said: [off] },
    {
      label: "a wave without the list, and none that has it",
      plan: aPlan(drillingWeb()),
      said: ["not observed: the Region's servers"],
    },
  ])("judges $label", ({ plan, said }) => {
    expect(planAnswers(rule, plan)).toEqual(said);
  });

  const TAGS = { tags: { ImpactLevel: "CRITICAL" } };
  it.each([
    {
      label: "has the tag",
      server: web({ tags: TAGS.tags, ...NEVER }),
      said: [never(undefined, " although tagged ImpactLevel=CRITICAL")],
    },
    {
      label: "has the tag, although another stack drills it",
      server: web({ tags: TAGS.tags, lastLaunch: aDrillOf({ days: 1 }) }),
      said: [undrilled(" although tagged ImpactLevel=CRITICAL")],
    },
    { label: "has another value of it", server: web({ tags: { ImpactLevel: "LOW" }, ...NEVER }), said: ["compliant"] },
    { label: "has no such tag", server: web(NEVER), said: ["compliant"] },
  ])("means a server that $label, where tags are configured", ({ server, said }) => {
    expect(planAnswers(rule, aPlan(listing(server)), TAGS)).toEqual(said);
  });
});
