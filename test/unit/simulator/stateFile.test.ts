import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
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

  const other = "expected a file written by this version of drs-simulator (format drs-simulator-state/3)";

  it.each([
    { label: "another file", content: "{}", reason: other },
    { label: "a list", content: "[]", reason: other },
    { label: "an outline without a state", content: '{"format": "drs-simulator-state/3", "state": 1}', reason: other },
    { label: "an older format", content: '{"format": "drs-simulator-state/2"}', reason: other },
  ])("refuses $label in one line", ({ content, reason }) => {
    const path = join(folder, "other.json");
    writeFileSync(path, content);
    expect(() => readStateFile(path)).toThrow(new StateFileError(`Reading the state file ${path}: ${reason}`));
  });

  it("refuses a state that is damaged, although it is JSON", () => {
    const path = join(folder, "damaged.json");
    writeStateFile(path, { simulatedAt: START, savedAt: 1, state: aState() });
    writeFileSync(path, readFileSync(path, "utf8").replace('"jobs":[]', '"jobs":{}'));
    expect(() => readStateFile(path)).toThrow(
      new StateFileError(
        `Reading the state file ${path}: its state does not match its checksum: the file is damaged or was edited`,
      ),
    );
  });

  it("refuses half a file", () => {
    const path = join(folder, "half.json");
    writeFileSync(path, '{"format":');
    expect(() => readStateFile(path)).toThrow(/^Reading the state file [^\n]*half\.json: [^\n]*JSON[^\n]*$/);
  });
});
