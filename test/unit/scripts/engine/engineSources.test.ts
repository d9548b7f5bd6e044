import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { engineSources } from "../../../../scripts/engine/engineSources";

describe(engineSources.name, () => {
  it("asks what is there before what has to be got, and builds last", () => {
    const root = join(__dirname, "..", "..", "..", "..");

    expect(engineSources(root, () => {}).map((source) => source.name)).toEqual([
      "on PATH",
      "in the cache",
      "from get.pulumi.com",
      "built with Go",
    ]);
  });
});
