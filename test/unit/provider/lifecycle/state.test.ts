import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inputsOf, requestOf, toState } from "../../../../provider/src/lifecycle/state";
import { anObservation, DB, inputs, NONCE, outputs, WEB } from "../factories";

describe(toState.name, () => {
  it("has the outputs and the args, without what policies alone read", () => {
    const given = inputs({ wave: "db", observed: anObservation(), resolvedServers: ["s-1"], retainOnDelete: true });
    const { observed: _observed, resolvedServers: _resolved, retainOnDelete: _retained, ...args } = given;
    expect(toState(given, outputs())).toEqual({ ...args, ...outputs() });
  });

  it("keeps the args that share their name with an output beside it", () => {
    const state = toState(inputs({ region: "us-west-2", cleanup: "never" }), outputs({ region: "us-west-2" }));
    expect([state.region, state.requestedRegion, state.cleanup, state.requestedCleanup]).toEqual([
      "us-west-2",
      "us-west-2",
      { status: "NOT_STARTED" },
      "never",
    ]);
  });
});

describe(inputsOf.name, () => {
  it("gives back the args that state was made from", () => {
    const args = fc.record(
      {
        region: fc.string(),
        cleanup: fc.constantFrom("onDestroy" as const, "afterDrill" as const, "never" as const),
        wave: fc.string(),
        tags: fc.dictionary(fc.string(), fc.string()),
        triggers: fc.array(fc.string()),
        settings: fc.array(fc.string()),
        connection: fc.record({ profile: fc.string() }),
        customTimeouts: fc.record({ create: fc.string() }),
        __urn: fc.string(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(args, (given) => {
        expect(inputsOf(toState(inputs(given), outputs()))).toEqual(JSON.parse(JSON.stringify(inputs(given))));
      }),
    );
  });
});

describe(requestOf.name, () => {
  const { sourceServers: _servers, ...selecting } = inputs({ selector: { tags: { Tier: "web" } } });

  it("has the args as the program has them, and what policy judged", () => {
    const { drillNonce: _nonce, ...intent } = inputs({ wave: "db" });
    expect(requestOf(inputs({ wave: "db", observed: anObservation(), retainOnDelete: true }))).toEqual({
      intent,
      drillNonce: NONCE,
      sourceServerIds: [DB, WEB],
      judged: anObservation(),
    });
  });

  it.each([
    { label: "that check resolved a selector to", given: { ...selecting, resolvedServers: [WEB] }, ids: [WEB] },
    { label: "that are declared", given: inputs({ resolvedServers: ["s-stale"] }), ids: [DB, WEB] },
    { label: "that are known, which is none before check resolved a selector", given: selecting, ids: [] },
  ])("has the servers $label", ({ given, ids }) => {
    const { sourceServerIds, judged } = requestOf(given);
    expect({ sourceServerIds, judged }).toEqual({ sourceServerIds: ids, judged: undefined });
  });
});
