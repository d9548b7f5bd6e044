import { delimiter, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { EngineAnswer, EngineSource } from "../../../../scripts/engine/engine";
import {
  engineSources,
  findEngine,
  firstExecutable,
  noEngineMessage,
  pinnedVersion,
} from "../../../../scripts/engine/searchEngine";

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

describe(noEngineMessage.name, () => {
  it("tells every try and what to install", () => {
    const tries = [
      { source: "on PATH", reason: "there is no pulumi" },
      { source: "built with Go", reason: "Go is not installed" },
    ];

    expect(noEngineMessage(tries)).toMatchInlineSnapshot(`
      "No Pulumi engine was found:
        on PATH: there is no pulumi
        built with Go: Go is not installed
      Install Pulumi (https://www.pulumi.com/docs/install/) or Go (https://go.dev/doc/install), then start again."
    `);
  });
});

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

describe(pinnedVersion.name, () => {
  it.each([
    { label: "in a block", goMod: "require (\n\tgithub.com/pulumi/pulumi/pkg/v3 v3.245.0 // indirect\n)\n" },
    { label: "on a line of its own", goMod: "require github.com/pulumi/pulumi/pkg/v3 v3.245.0\n" },
  ])("reads a requirement $label", ({ goMod }) => {
    expect(pinnedVersion(goMod)).toBe("3.245.0");
  });

  it("does not take another module's version", () => {
    expect(() => pinnedVersion("require github.com/pulumi/pulumi/sdk/v3 v3.245.0\n")).toThrow(
      new Error("Reading tools/engine/go.mod: it requires no github.com/pulumi/pulumi/pkg/v3."),
    );
  });
});

describe(firstExecutable.name, () => {
  it("takes the first folder that has a file it can run, as a shell does", () => {
    const runnable = [join("/b", "pulumi"), join("/c", "pulumi")];
    const searchPath = ["/a", "", "/b", "/c"].join(delimiter);

    expect(firstExecutable(searchPath, "pulumi", (path) => runnable.includes(path))).toBe(join("/b", "pulumi"));
  });

  it("finds nothing on an empty path", () => {
    expect(firstExecutable("", "pulumi", () => true)).toBeUndefined();
  });
});
