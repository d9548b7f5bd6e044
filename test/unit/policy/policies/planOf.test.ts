import type { PolicyResource } from "@pulumi/policy";
import { describe, expect, it } from "vitest";
import { Unanswerable } from "../../../../policy/src/judged/judgement";
import { lastRecord } from "../../../../policy/src/judged/plan";
import { judgedServersOf } from "../../../../policy/src/judged/servers";
import { emptyLedger } from "../../../../policy/src/policies/ledger";
import { planOf } from "../../../../policy/src/policies/planOf";
import { unseenWave } from "../../../../policy/src/policies/readWave";
import { DRILL_WAVE_TYPE } from "../../../../provider/src/vocabulary";
import { aRecord, aWave, urnOf } from "../factories";

function aResource(name: string, changes: Partial<PolicyResource> = {}): PolicyResource {
  const resource = { type: DRILL_WAVE_TYPE, urn: urnOf(name), name, props: {}, dependencies: [] as PolicyResource[] };
  return { ...resource, propertyDependencies: {}, ...changes } as unknown as PolicyResource;
}

const NAMED = { urn: urnOf("database"), name: "database" };
const OUTSIDE = new Unanswerable("not observed", "the wave is outside --target", true);

/** What the engine shows of a wave that this preview will change: its inputs, some of them unknown. */
function planned(inputs: object = {}, unknown: readonly string[] = []): Record<string, unknown> {
  const props = { sourceServers: [], drillNonce: "n", ...inputs };
  for (const name of unknown) {
    const get = () => {
      throw Object.assign(new Error("unknown"), { unknownTypeSentinel: "" });
    };
    Object.defineProperty(props, name, { get, enumerable: true });
  }
  return props;
}

function ledgerOf(...waves: ReturnType<typeof aWave>[]) {
  const ledger = emptyLedger({});
  for (const wave of waves) {
    ledger.waves.set(wave.urn, wave);
  }
  return ledger;
}

describe("planOf", () => {
  it("has the record of a wave that this run leaves as it is, and of no other resource", () => {
    const record = aRecord();
    const bucket = aResource("bucket", { type: "aws:s3/bucket:Bucket" });
    const { waves } = planOf([aResource("database", { props: record }), bucket], ledgerOf(aWave()));
    expect(waves.map((planned) => ({ wave: planned.wave.name, record: lastRecord(planned) }))).toEqual([
      { wave: "database", record },
    ]);
  });

  it.each([
    { label: "that is new, with its guard", props: planned({}, ["drillNonce"]), seen: aWave({}, ["drillNonce"]) },
    { label: "that is new, and whose guard is in state", props: planned({}, ["drillNonce"]), seen: aWave() },
    { label: "that will be drilled again", props: planned({}, ["drillNonce"]), seen: aWave() },
    { label: "outside --target, of which nothing is in state", props: {}, seen: unseenWave(NAMED, OUTSIDE) },
    { label: "that is new, and that no rule saw at its turn", props: planned({}, ["drillNonce"]), seen: undefined },
  ])("has nothing to ask a record of, for a wave $label", ({ props, seen }) => {
    const ledger = seen === undefined ? emptyLedger({}) : ledgerOf(seen);
    const [wave] = planOf([aResource("database", { props })], ledger).waves;
    expect(wave === undefined ? "no wave" : lastRecord(wave)).toBeUndefined();
  });

  it.each([
    { label: "is edited", props: planned(), seen: aWave() },
    { label: "is edited, and unknown in part", props: planned({}, ["sourceServers"]), seen: aWave() },
    { label: "no rule saw at its turn", props: planned(), seen: undefined },
  ])("does not take a record that the engine hides for none, where a wave $label", ({ props, seen }) => {
    const ledger = seen === undefined ? emptyLedger({}) : ledgerOf(seen);
    const [wave] = planOf([aResource("database", { props })], ledger).waves;
    expect(() => wave && lastRecord(wave)).toThrow(
      "unknown during preview: the last drill's record, which the engine hides while a change of the wave is planned",
    );
  });

  it("knows nothing of a wave that no rule saw at its turn, not even that it has no servers", () => {
    const [planned] = planOf([aResource("database")], emptyLedger({})).waves;
    expect(() => planned && judgedServersOf(planned.wave)).toThrow(
      "not observed: no rule about single waves is on, so this pack has not seen the wave",
    );
  });

  it.each([
    { label: "directly", chain: (first: PolicyResource) => ({ dependencies: [first] }) },
    {
      label: "by an output that it takes",
      chain: (first: PolicyResource) => ({ propertyDependencies: { tags: [first] } }),
    },
    {
      label: "by another resource",
      chain: (first: PolicyResource) => ({ dependencies: [aResource("between", { dependencies: [first] })] }),
    },
    {
      label: "by its component",
      chain: (first: PolicyResource) => ({ parent: aResource("tier", { dependencies: [first] }) }),
    },
    {
      label: "by a component further up",
      chain: (first: PolicyResource) => ({
        parent: aResource("inner", { parent: aResource("outer", { dependencies: [first] }) }),
      }),
    },
  ])("orders a wave after the one that it waits for $label", ({ chain }) => {
    const first = aResource("database");
    const second = aResource("app", chain(first));
    const { waves } = planOf([first, second], ledgerOf(aWave(), aWave({}, [], "app")));
    expect(waves.map(({ after }) => after.has(first.urn))).toEqual([false, true]);
  });
});
