import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const { missingOutputs }: { missingOutputs(root: string): string[] } = createRequire(__filename)(
  "../../../../scripts/start/missingOutputs.mjs",
);

let root: string;

function write(path: string, content: unknown = ""): void {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), JSON.stringify(content));
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "drillwave-outputs-"));
  write("tsconfig.json", { references: [{ path: "a" }] });
  write("a/tsconfig.json", { compilerOptions: { rootDir: "src", outDir: "dist" } });
  const fileNames = ["../../node_modules/x/x.d.ts", "../src/b/c.ts", "../src/types.d.ts", "../src/data.json"];
  write("a/dist/.tsbuildinfo", { fileNames });
  for (const output of ["b/c.js", "b/c.d.ts", "data.json"]) write(`a/dist/${output}`);
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

describe(missingOutputs.name, () => {
  it("misses nothing after a build", () => {
    expect(missingOutputs(root)).toEqual([]);
  });

  it.each(["b/c.js", "b/c.d.ts", "data.json"])("misses %s", (output) => {
    rmSync(join(root, "a/dist", output));

    expect(missingOutputs(root)).toEqual([join(root, "a/dist", output)]);
  });
});
