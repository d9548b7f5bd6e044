import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inputsOf, toState } from "../../../../provider/src/lifecycle/state";
import { anObservation, inputs, outputs } from "../factories";

describe(toState.name, () => {
  it("has the outputs and the args, without what policies alone read", () => {
    const given = inputs({ wave: "db", observed: anObservation(), resolvedServers: ["s-1"], retainOnDelete: true });
    const { observed: _observed, resolvedServers: _resolved, retainOnDelete: _retained, ...args } = given;
    expect(toState(given, outputs())).toEqual({ ...args, ...outputs() });
  });

  it("keeps the args that share their name with an output beside it", () => {
    const state = toState(inputs({ region: "us-west-2", cleanup: "never" }), outputs({ region: "us-west-2" }));
    const { region, requestedRegion, cleanup, requestedCleanup } = state;
    expect({ region, requestedRegion, cleanup, requestedCleanup }).toEqual({
      region: "us-west-2",
      requestedRegion: "us-west-2",
      cleanup: { status: "NOT_STARTED" },
      requestedCleanup: "never",
    });
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
