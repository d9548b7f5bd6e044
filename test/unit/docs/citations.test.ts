import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { citationsIn, headingsOf } from "./citations";

const ROOT = join(__dirname, "../../..");

/** Documents that programs write. */
const NOT_OURS = new Set(["policy.md", "no/a.md"]);

const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: ROOT,
  encoding: "utf8",
})
  .split("\n")
  .filter((path) => path !== "");
const known = new Set(tracked);
const cited = tracked.filter((path) => /\.(ts|mts|cts|mjs|cjs|md|ya?ml)$/.test(path) && !path.includes("/citations."));

/** A document is named from the repository's root, from the file that names it, or from that file's package. */
function resolve(file: string, path: string): string | undefined {
  const from = [".", dirname(file), file.split("/")[0] ?? "."];
  return from.map((folder) => normalize(join(folder, path))).find((candidate) => known.has(candidate));
}

function text(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

/** What is wrong with the citations of one file. */
function broken(file: string): string[] {
  return citationsIn(text(file), file.endsWith(".md")).flatMap(({ line, path, anchor }) => {
    if (NOT_OURS.has(path)) {
      return [];
    }
    const target = path === "" ? file : resolve(file, path);
    if (target === undefined) {
      return [`${file}:${line} names ${path}, which is not in the repository`];
    }
    if (anchor === undefined || !target.endsWith(".md") || headingsOf(text(target)).has(anchor)) {
      return [];
    }
    return [`${file}:${line} names #${anchor}, which is no heading of ${target}`];
  });
}

describe("what code and documents cite", () => {
  it("can be opened by a reader of the repository, down to the heading", () => {
    expect(cited.flatMap(broken)).toEqual([]);
  });

  it("is found: the facts are cited", () => {
    const all = cited.flatMap((file) => citationsIn(text(file), file.endsWith(".md")).map(({ path }) => path));
    expect(all.filter((path) => path === "docs/engine-facts.md").length).toBeGreaterThan(15);
  });
});

describe("finding citations", () => {
  it.each([
    { label: "a bare name", text: "as drs.md has it", found: [{ path: "drs.md" }] },
    {
      label: "an anchor",
      text: "// (docs/a-b.md#the-jobs-log)",
      found: [{ path: "docs/a-b.md", anchor: "the-jobs-log" }],
    },
    { label: "a source file", text: "see provider/src/wave/plan.ts", found: [{ path: "provider/src/wave/plan.ts" }] },
    { label: "a moved one by its folder", text: "`test/engine/x.test.ts`", found: [{ path: "test/engine/x.test.ts" }] },
    { label: "no address", text: "https://docs.aws.amazon.com/general/latest/gr/drs.md#x", found: [] },
    { label: "no path that is a value", text: 'join(folder, "a.md")', found: [] },
    { label: "no pattern", text: "!**/*.md and docs/*.md", found: [] },
  ])("sees $label", ({ text, found }) => {
    expect(citationsIn(text, false)).toEqual(found.map((each) => ({ line: 1, ...each })));
  });

  it("sees links of a document to its own headings, and its second line", () => {
    expect(citationsIn("# A\n[a](#a), [b](b.md#c)", true)).toEqual([
      { line: 2, path: "b.md", anchor: "c" },
      { line: 2, path: "", anchor: "a" },
    ]);
  });

  it("makes anchors as GitHub does", () => {
    expect([...headingsOf("# The job's `log`\n## Retry-After\n## Retry-After\n```\n# no heading\n```\n")]).toEqual([
      "the-jobs-log",
      "retry-after",
      "retry-after-1",
    ]);
  });
});
