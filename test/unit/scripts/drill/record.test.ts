import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { prepareRecordFolder, waveRecords, writeRecord } from "../../../../scripts/drill/record";
import { aWave } from "./aWave";

const RECORD = { waves: [], violations: [], advice: [], errors: [{ message: "It stalls." }] };

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "drillwave-record-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe(prepareRecordFolder.name, () => {
  it("makes the folder and leaves nothing in it", async () => {
    await prepareRecordFolder(join(folder, "a", "b"));

    expect(await readdir(join(folder, "a", "b"))).toEqual([]);
  });

  it("refuses a path through a file, in words", async () => {
    await writeFile(join(folder, "file"), "");

    await expect(prepareRecordFolder(join(folder, "file", "b"))).rejects.toThrow(
      `Writing ${join(folder, "file", "b", "drill.json")} (--out): a part of the path is a file (ENOTDIR)`,
    );
  });

  it("refuses a folder where the record is to be", async () => {
    const file = join(folder, "drill.json");
    await mkdir(file);

    await expect(prepareRecordFolder(folder)).rejects.toThrow(
      `Writing ${file} (--out): a folder with this name already exists (EISDIR)`,
    );
  });
});

describe(writeRecord.name, () => {
  it("writes the record alone, without what is the engine's", async () => {
    const wave = aWave("app");
    const file = await writeRecord(folder, {
      ...RECORD,
      waves: [{ ...wave, outputs: Object.assign({ __provider: "x" }, wave.outputs) }],
    });

    expect(await readdir(folder)).toEqual(["drill.json"]);
    expect(JSON.parse(await readFile(file, "utf8"))).toEqual({ ...RECORD, waves: [wave] });
  });

  it("leaves no half record when it fails", async () => {
    const file = join(folder, "drill.json");
    await mkdir(file);

    await expect(writeRecord(folder, RECORD)).rejects.toThrow(
      `Writing ${file} (--out): a folder with this name already exists (EISDIR)`,
    );
    expect(await readdir(folder)).toEqual(["drill.json"]);
  });
});

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
    expect(waveRecords({ resources: [] })).toEqual([]);
  });
});
