import { describe, expect, it } from "vitest";
import { knownServersOf } from "../../../../policy/src/judged/servers";
import { aSeenServer, aServer, aWave, DB, observing, WEB } from "../factories";

const selecting = { sourceServers: undefined, selector: { tags: { Tier: "web" } } };
const idsOf = (wave: Parameters<typeof knownServersOf>[0]) =>
  knownServersOf(wave).map((server) => server.sourceServerId);

describe(knownServersOf.name, () => {
  it.each([
    { label: "declared servers, observed or not", wave: aWave({ observed: undefined, observe: "off" }), ids: [DB] },
    {
      label: "servers that a selector was seen to match",
      wave: aWave({ ...selecting, observed: observing([aSeenServer({ sourceServerId: WEB })]) }),
      ids: [WEB],
    },
    {
      label: "servers that a selector was resolved to",
      wave: aWave({ ...selecting, observed: undefined, observe: "off", resolvedServers: [WEB, DB] }),
      ids: [WEB, DB],
    },
    {
      label: "no server when a selector matches none",
      wave: aWave({ ...selecting, observed: observing([]) }),
      ids: [],
    },
    { label: "no server of an empty list", wave: aWave({ sourceServers: [] }), ids: [] },
  ])("gives $label", ({ wave, ids }) => {
    expect(idsOf(wave)).toEqual(ids);
  });

  it.each([
    {
      label: "nobody has resolved",
      wave: aWave({ ...selecting, observed: undefined }, ["settings"]),
      why: "settings pending: the settings that this program manages are about to change, and `up` judges them before the drill starts",
    },
    { label: "is unknown", wave: aWave(selecting, ["selector"]), why: "unknown during preview: selector" },
  ])("throws for a selector that $label", ({ wave, why }) => {
    expect(() => idsOf(wave)).toThrow(why);
  });

  it("throws for servers that are unknown at preview", () => {
    expect(() => idsOf(aWave({ sourceServers: [aServer()] }, ["sourceServers"]))).toThrow(
      "unknown during preview: sourceServers",
    );
  });
});
