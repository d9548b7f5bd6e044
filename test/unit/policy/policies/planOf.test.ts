import type { PolicyResource } from "@pulumi/policy";
import { describe, expect, it } from "vitest";
import { lastRecord } from "../../../../policy/src/judged/plan";
import { judgedServersOf } from "../../../../policy/src/judged/servers";
import { emptyLedger } from "../../../../policy/src/policies/ledger";
import { planOf } from "../../../../policy/src/policies/planOf";
import { DRILL_WAVE_TYPE } from "../../../../provider/src/vocabulary";
import { aRecord, aWave, urnOf } from "../factories";

function aResource(name: string, changes: Partial<PolicyResource> = {}): PolicyResource {
  const resource = { type: DRILL_WAVE_TYPE, urn: urnOf(name), name, props: {}, dependencies: [] as PolicyResource[] };
  return { ...resource, propertyDependencies: {}, ...changes } as unknown as PolicyResource;
}

function ledgerOf(...waves: ReturnType<typeof aWave>[]) {
  const ledger = emptyLedger();
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

  it("takes a wave whose nonce is unknown for one that was never drilled", () => {
    const [planned] = planOf([aResource("database")], ledgerOf(aWave({}, ["drillNonce"]))).waves;
    expect(planned === undefined ? planned : lastRecord(planned)).toBeUndefined();
  });

  it("does not take a record that the engine hides for none", () => {
    const [planned] = planOf([aResource("database")], ledgerOf(aWave())).waves;
    expect(() => planned && lastRecord(planned)).toThrow(
      "unknown during preview: the last drill's record, which the engine hides while a change of the wave is planned",
    );
  });

  it("knows nothing of a wave that no rule saw at its turn, not even that it has no servers", () => {
    const [planned] = planOf([aResource("database")], emptyLedger()).waves;
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
