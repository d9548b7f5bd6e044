import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LaunchActionSettings } from "../../../../../provider/src/drs/types";
import { actionDifferences } from "../../../../../provider/src/settings/launchAction/changes";
import { parameterFlaws } from "../../../../../provider/src/settings/launchAction/flaws";
import { actionIdOf, ssmNameOf } from "../../../../../provider/src/settings/launchAction/names";
import { planPutBack } from "../../../../../provider/src/settings/launchAction/remove";
import { defaultName, wantedAction, wholeAction } from "../../../../../provider/src/settings/launchAction/wanted";
import type { LaunchActionIntent } from "../../../../../provider/src/vocabulary";

/** The patterns of DRS's model. */
const MODEL = {
  actionId: /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/,
  name: /^[A-Za-z0-9][A-Za-z0-9 /_-]*$/,
  description: /^[0-9a-zA-Z ():/.,'-_#*; ]*$/,
  parameter: /^[A-Za-z0-9]+$/,
  value: /^[A-Za-z0-9.-]{1,1011}$/,
};

const parameters = fc.dictionary(
  fc.stringMatching(/^[A-Za-z0-9]{1,300}$/),
  fc.oneof(
    fc.string({ minLength: 1 }),
    fc.record({ ssmParameter: fc.stringMatching(MODEL.value) }),
    fc.record({ dynamic: fc.stringMatching(MODEL.value) }),
  ),
  { maxKeys: 20 },
);

describe("args that pass", () => {
  it("become an action that DRS's model takes, whatever they are, and the same one every time", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), parameters, (urn, resource, given) => {
        fc.pre(parameterFlaws(given).length === 0);
        const args: LaunchActionIntent = { sourceServerId: "s-1", document: "AWS-RunShellScript", parameters: given };
        const actionId = actionIdOf(urn, args.sourceServerId);
        const wanted = wantedAction(args, { actionId, resource, order: 1001, before: undefined });
        const whole = wholeAction(wanted, undefined);
        expect(whole).toHaveProperty("whole");
        expect(wanted.action.actionId).toMatch(MODEL.actionId);
        expect(wanted.action.name).toMatch(MODEL.name);
        expect(wanted.action.description).toMatch(MODEL.description);
        for (const [name, { value }] of Object.entries(wanted.action.parameters)) {
          expect(name).toMatch(MODEL.parameter);
          expect(value).toMatch(MODEL.value);
        }
        const texts = Object.values(given).filter((value) => typeof value === "string");
        expect(Object.values(wanted.ssmValues).sort()).toEqual([...texts].sort());
        expect(actionDifferences(wanted.action, wanted.action)).toEqual([]);
        expect(wantedAction(args, { actionId, resource, order: 1001, before: undefined })).toEqual(wanted);
      }),
    );
  });

  it("have SSM parameters with names of their own, however long the parameters' names are", () => {
    const [one, other] = ["a".repeat(1011), `${"a".repeat(1010)}b`].map((name) => ssmNameOf("id", name));
    expect(one).not.toBe(other);
    expect([one?.length, one]).toEqual([86, expect.stringMatching(MODEL.value)]);
  });

  it.each([
    { resource: "port 5432", name: "port 5432" },
    { resource: "shop.db/é", name: "shop-db/-" },
    { resource: "__x", name: "x" },
    { resource: "☂", name: "action" },
    { resource: "a".repeat(300), name: "a".repeat(256) },
  ])("are named $name after $resource", ({ resource, name }) => {
    expect(defaultName(resource)).toBe(name);
  });
});

describe(planPutBack.name, () => {
  const before: LaunchActionSettings = { actionId: "1", active: false, optional: true, order: 401, parameters: {} };
  const written: LaunchActionSettings = { actionId: "1", active: true, optional: false, parameters: {} };
  const live: LaunchActionSettings = { ...before, ...written, order: 401 };

  it.each([
    { label: "nothing else has changed", now: {}, restored: before, left: [] },
    { label: "somebody has put one back", now: { optional: true }, restored: before, left: [] },
    { label: "somebody has moved it", now: { order: 500 }, restored: { ...before, order: 500 }, left: [] },
  ])("puts back what was written where $label", ({ now, restored, left }) => {
    expect(planPutBack(before, written, { ...live, ...now })).toEqual({ restored, left });
  });
});
