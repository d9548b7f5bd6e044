import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readStateFile, StateFileError, writeStateFile } from "../../../simulator/src/stateFile";
import { aState, START } from "./aWorld";

const folder = mkdtempSync(join(tmpdir(), "drs-simulator-"));

describe(writeStateFile.name, () => {
  it("writes what is read back, and leaves no other file behind", () => {
    const path = join(folder, "state.json");
    const saved = { simulatedAt: START, savedAt: 1, state: aState() };
    writeStateFile(path, saved);
    expect(readStateFile(path)).toMatchObject(saved);
    expect(readdirSync(folder)).toEqual(["state.json"]);
  });
});

describe(readStateFile.name, () => {
  it("has nothing where there is no file", () => {
    expect(readStateFile(join(folder, "absent.json"))).toBeUndefined();
  });

  it("refuses another file", () => {
    const path = join(folder, "world.json");
    writeFileSync(path, "{}");
    expect(() => readStateFile(path)).toThrow(StateFileError);
  });
});
