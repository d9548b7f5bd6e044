import { describe, expect, it } from "vitest";
import { waveRecords } from "../../../../scripts/drill/waveRecords";
import { aWave } from "./aWave";

const WAVE = "pulumi-nodejs:dynamic/drs:DrillWave";

function urn(name: string): string {
  return `urn:pulumi:drill::three-tier-drill::${WAVE}::${name}`;
}

describe(waveRecords.name, () => {
  it("finds the waves among other resources, first started first", () => {
    const app = aWave("app", { startedAt: "2026-01-15T09:20:00.000Z" });
    const database = aWave("database", { startedAt: "2026-01-15T09:00:00.000Z" });

    const records = waveRecords({
      resources: [
        { type: "pulumi:pulumi:Stack", urn: "urn:pulumi:drill::three-tier-drill::pulumi:pulumi:Stack::s" },
        { type: WAVE, urn: urn("app"), outputs: app.outputs },
        { type: "pulumi-nodejs:dynamic/drs:DrillGuard", urn: "urn::g", outputs: { nonce: "n" } },
        { type: WAVE, urn: urn("database"), outputs: database.outputs },
      ],
    });

    expect(records).toEqual([database, app]);
  });

  it("leaves out a wave that has no job yet", () => {
    expect(waveRecords({ resources: [{ type: WAVE, urn: urn("app"), outputs: { __provider: "x" } }] })).toEqual([]);
  });

  it("finds nothing in an empty stack", () => {
    expect(waveRecords({})).toEqual([]);
  });
});
