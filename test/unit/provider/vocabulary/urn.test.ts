import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readWave } from "../../../../policy/src/policies/readWave";
import { toResource } from "../../../../policy/src/report/policyReport";
import {
  DRILL_GUARD_TYPE,
  DRILL_WAVE_TYPE,
  guardNameOf,
  guardUrnOf,
  parseUrn,
} from "../../../../provider/src/vocabulary";
import { resourceName } from "../../../../scripts/drill/events";

const urn = (type: string, name: string) => `urn:pulumi:dev::shop::${type}::${name}`;

describe(parseUrn.name, () => {
  it.each([
    { name: "database" },
    { name: "tier::database" },
    { name: "::" },
    { name: "" },
    { name: "a:b" },
    { name: "a::urn:pulumi:x::y::z" },
  ])("takes all that follows the type for the name: $name", ({ name }) => {
    expect(parseUrn(urn(DRILL_WAVE_TYPE, name))).toEqual({
      stack: "dev",
      project: "shop",
      type: DRILL_WAVE_TYPE,
      name,
    });
  });

  it.each(["", "database", "urn:pulumi:dev::shop", "urn:pulumi:dev::shop::type", "urn:other:dev::shop::type::name"])(
    "does not take %j for a URN",
    (text) => {
      expect(parseUrn(text)).toBeUndefined();
    },
  );

  it("is how every reader reads a name", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z:]{1,12}$/), (name) => {
        const given = urn(DRILL_WAVE_TYPE, name);
        const wave = readWave({ urn: given, name, props: {} }, new Date());
        expect({
          report: toResource(given),
          judged: { stack: wave.stack, project: wave.project },
          drill: resourceName(given),
          guard: parseUrn(guardUrnOf(given) ?? "")?.name,
        }).toEqual({
          report: { urn: given, name, stack: "dev" },
          judged: { stack: "dev", project: "shop" },
          drill: name,
          guard: guardNameOf(name),
        });
      }),
    );
  });
});

describe(guardUrnOf.name, () => {
  it.each([
    { wave: urn(DRILL_WAVE_TYPE, "db"), guard: urn(DRILL_GUARD_TYPE, "db-guard") },
    {
      wave: urn(`my:index:Plan$${DRILL_WAVE_TYPE}`, "tier::db"),
      guard: urn(`my:index:Plan$${DRILL_GUARD_TYPE}`, "tier::db-guard"),
    },
    { wave: urn(DRILL_WAVE_TYPE, DRILL_WAVE_TYPE), guard: urn(DRILL_GUARD_TYPE, `${DRILL_WAVE_TYPE}-guard`) },
    { wave: urn("my:index:Other", "db"), guard: undefined },
    { wave: "db", guard: undefined },
  ])("names the guard of $wave", ({ wave, guard }) => {
    expect(guardUrnOf(wave)).toBe(guard);
  });
});
