import { describe, expect, it } from "vitest";
import { parseOptions } from "../../../../scripts/drill/options";

describe(parseOptions.name, () => {
  it("runs the example's world fast when nothing is asked for", () => {
    expect(parseOptions([])).toEqual({
      world: "examples/three-tier/world.json",
      speed: 240,
      out: ".drill",
      keep: false,
    });
  });

  it("takes every option", () => {
    expect(parseOptions(["--world", "w.json", "--speed", "60.5", "--latency", "0", "--out", "o", "--keep"])).toEqual({
      world: "w.json",
      speed: 60.5,
      latency: 0,
      out: "o",
      keep: true,
    });
  });
});
