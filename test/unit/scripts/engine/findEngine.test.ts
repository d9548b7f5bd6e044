import { describe, expect, it } from "vitest";
import type { EngineAnswer, EngineSource } from "../../../../scripts/engine/engine";
import { findEngine } from "../../../../scripts/engine/findEngine";

const ENGINE = { path: "/opt/pulumi/bin/pulumi", version: "3.245.0" };

function sources(answers: Record<string, EngineAnswer>, asked: string[]): EngineSource[] {
  return Object.entries(answers).map(([name, answer]) => ({
    name,
    find: async () => {
      asked.push(name);
      return answer;
    },
  }));
}

describe(findEngine.name, () => {
  it("takes the first engine there is and asks no further, since later sources cost minutes", async () => {
    const asked: string[] = [];
    const all = sources({ path: { reason: "none" }, cache: { engine: ENGINE }, go: { engine: ENGINE } }, asked);

    const search = await findEngine(all, new AbortController().signal);

    expect(search).toEqual({ found: true, engine: ENGINE, tries: [{ source: "path", reason: "none" }] });
    expect(asked).toEqual(["path", "cache"]);
  });

  it("names every try when there is no engine", async () => {
    const all = sources({ path: { reason: "none" }, go: { reason: "Go is not installed" } }, []);

    expect(await findEngine(all, new AbortController().signal)).toEqual({
      found: false,
      tries: [
        { source: "path", reason: "none" },
        { source: "go", reason: "Go is not installed" },
      ],
    });
  });

  it("stops at Ctrl-C instead of asking the next source", async () => {
    const asked: string[] = [];
    const stopped = AbortSignal.abort(new Error("interrupted"));

    await expect(findEngine(sources({ go: { engine: ENGINE } }, asked), stopped)).rejects.toThrow(
      new Error("interrupted"),
    );
    expect(asked).toEqual([]);
  });
});
