import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readWorldFile, WorldError } from "../../../../../simulator/src/world/build/readWorldFile";
import { serverID } from "../../aWorld";

describe(readWorldFile.name, () => {
  const folder = mkdtempSync(join(tmpdir(), "drs-simulator-"));

  it.each([
    {
      label: "file, line and column of what is no JSON",
      content: '{\n  "region": us-west-2\n}',
      message: "line 2, column 13: saw us-west-2, expected JSON (names and strings are in double quotes)",
    },
    {
      label: "a file that ends early",
      content: '{\n  "region": "us-west-2"',
      message: 'line 2, column 24: saw the end, expected "}"',
    },
    { label: "an empty file", content: "", message: "line 1, column 1: saw the end, expected a value" },
    {
      label: "a number beyond all numbers",
      content: '{"latencyMs": 1e999}',
      message: "latencyMs: saw Infinity, expected a whole number from 0 to 3600000",
    },
    {
      label: "JSON that nests without end",
      content: "[".repeat(100_000),
      message: "line 1, column 65: expected JSON that nests at most 64 levels deep",
    },
    {
      label: "a byte order mark",
      content: Buffer.from("\ufeff{}"),
      message: "saw a byte order mark (BOM), expected UTF-8 without a byte order mark",
    },
    {
      label: "UTF-16",
      content: Buffer.from("\ufeff{}", "utf16le"),
      message: "saw UTF-16 (little-endian), expected UTF-8 without a byte order mark",
    },
    {
      label: "UTF-16 without a mark",
      content: Buffer.from("{}", "utf16le"),
      message: "saw UTF-16, expected UTF-8 without a byte order mark",
    },
    {
      label: "bytes that are no text",
      content: Buffer.from('{"region": "\u00e9"}', "latin1"),
      message: "saw bytes that are not UTF-8, expected UTF-8 without a byte order mark",
    },
    {
      label: "the file of an instance without its server",
      content: JSON.stringify({ recoveryInstances: [{ sourceServerID: serverID(9) }] }),
      message: `recoveryInstances[0].sourceServerID: saw "${serverID(9)}", expected one of the world's source servers`,
    },
  ])("names $label", ({ content, message }) => {
    const path = join(folder, "flawed.json");
    writeFileSync(path, content);
    expect(() => readWorldFile(path)).toThrow(new WorldError(`Reading the world file ${path}: ${message}`));
  });

  it("stays on one line for a file whose name has two", () => {
    expect(() => readWorldFile(join(folder, "a\nb.json"))).toThrow(
      /^Reading the world file [^\n]*a\\nb\.json: ENOENT[^\n]*$/,
    );
  });

  it("names a file that is not there", () => {
    const path = join(folder, "absent.json");
    expect(() => readWorldFile(path)).toThrow(
      new WorldError(`Reading the world file ${path}: ENOENT: no such file or directory, open '${path}'`),
    );
  });
});
