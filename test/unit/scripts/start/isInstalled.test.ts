import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const { isInstalled }: { isInstalled(root: string): boolean } = createRequire(__filename)(
  "../../../../scripts/start/isInstalled.mjs",
);

let root: string;

const PACKAGE = { version: "1.0.0", resolved: "https://r/a.tgz", integrity: "sha512-a" };
const LOCKED = {
  "": { name: "root" },
  "node_modules/a": PACKAGE,
  "node_modules/for-windows": { ...PACKAGE, optional: true },
};

function write(path: string, content: object): void {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), JSON.stringify(content));
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "drillwave-installed-"));
  write("package-lock.json", { packages: LOCKED });
  write("node_modules/.package-lock.json", { packages: { "node_modules/a": PACKAGE } });
  write("node_modules/a/package.json", { name: "a" });
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

describe(isInstalled.name, () => {
  it("is content with what package-lock.json names, without packages for other platforms", () => {
    expect(isInstalled(root)).toBe(true);
  });

  it("misses a package whose folder is gone although npm has recorded it", () => {
    rmSync(join(root, "node_modules/a"), { recursive: true });

    expect(isInstalled(root)).toBe(false);
  });

  it("misses a package in another version", () => {
    write("node_modules/.package-lock.json", { packages: { "node_modules/a": { ...PACKAGE, version: "0.9.0" } } });

    expect(isInstalled(root)).toBe(false);
  });

  it("misses everything after an interrupted installation", () => {
    rmSync(join(root, "node_modules/.package-lock.json"));

    expect(isInstalled(root)).toBe(false);
  });
});
