import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EngineCache, fillCache, inCache } from "../../../../scripts/engine/cache";

const NEVER = new AbortController().signal;

let folder: string;
let cache: EngineCache;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "drillwave-cache-"));
  cache = { root: join(folder, "3.245.0"), executable: join(folder, "3.245.0", "bin", "pulumi") };
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function writeEngine(path: string, version: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `#!/bin/sh\necho ${version}\n`, { mode: 0o755 });
}

describe(fillCache.name, () => {
  it("shows an engine to others only when it is whole", async () => {
    const answer = await fillCache(
      cache,
      async (fresh) => {
        await writeEngine(fresh.executable, "v3.245.0");
        expect(existsSync(cache.root)).toBe(false);
      },
      NEVER,
    );

    expect(answer).toEqual({ engine: { path: cache.executable, version: "3.245.0" } });
    expect(readdirSync(folder)).toEqual(["3.245.0"]);
  });

  it("keeps the engine of the process that was first", async () => {
    const answer = await fillCache(
      cache,
      async (fresh) => {
        await writeEngine(fresh.executable, "v3.246.0");
        await writeEngine(cache.executable, "v3.245.0");
      },
      NEVER,
    );

    expect(answer).toEqual({ engine: { path: cache.executable, version: "3.245.0" } });
    expect(readdirSync(folder)).toEqual(["3.245.0"]);
  });

  it("replaces what cannot be used", async () => {
    await writeEngine(cache.executable, "nonsense");

    const answer = await fillCache(cache, (fresh) => writeEngine(fresh.executable, "v3.245.0"), NEVER);

    expect(answer).toEqual({ engine: { path: cache.executable, version: "3.245.0" } });
  });

  it("leaves nothing behind when there is no engine to be had", async () => {
    const failing = fillCache(cache, () => Promise.reject(new Error("no route")), NEVER);

    await expect(failing).rejects.toThrow(new Error("no route"));
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe(inCache.name, () => {
  it("says where it looked", async () => {
    expect(await inCache(cache).find(NEVER)).toEqual({ reason: `${cache.executable} not found` });
  });

  it("finds what an earlier run left", async () => {
    await writeEngine(cache.executable, "v3.245.0");

    expect(await inCache(cache).find(NEVER)).toEqual({ engine: { path: cache.executable, version: "3.245.0" } });
  });
});
