import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Installation } from "../../scripts/matrix/cell";
import { findEnginePath } from "../engine/drillProject";

const fromHere = createRequire(__filename);
const { CHECK_NAMES, install, packPackages }: typeof import("../../scripts/matrix/cell") = fromHere(
  "../../scripts/dist/matrix/cell.js",
);
const { outermostCells, readManifest }: typeof import("../../scripts/matrix/cells") = fromHere(
  "../../scripts/dist/matrix/cells.js",
);

/** An installation downloads what npm's cache lacks. */
const INSTALL_LIMIT_MS = 600_000;

const signal = new AbortController().signal;
let archives: string[];
let packed: string;
beforeAll(async () => {
  packed = await mkdtemp(join(tmpdir(), "drillwave-packages-"));
  archives = await packPackages(packed, signal);
});
afterAll(() => rm(packed, { recursive: true, force: true }));

describe("our packages", () => {
  it.each(["provider", "policy", "simulator"])(
    "%s is compiled to no import() that Yarn PnP cannot follow",
    async (name) => {
      const folder = join(__dirname, "..", "..", name, "dist");
      const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(".js"));
      const texts = await Promise.all(
        files.map(async (file) => [file, await readFile(join(folder, file), "utf8")] as const),
      );
      expect(files.length).toBeGreaterThan(10);
      const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, "");
      expect(texts.filter(([, text]) => /[^.\w"'`]import\(/.test(withoutComments(text))).map(([file]) => file)).toEqual(
        [],
      );
    },
  );

  it.each([
    { name: "pulumi-drillwave", holds: ["package/iam/observe.json", "package/iam/drill.json"] },
    { name: "drs-simulator", holds: ["package/worlds/sample.json"] },
    { name: "pulumi-drillwave-policy", holds: ["package/schema/policy-config.json"] },
  ])("$name has what its README speaks of", async ({ name, holds }) => {
    const archive = archives.find((path) => new RegExp(`/${name}-\\d`).test(path)) ?? "";
    const { stdout } = await promisify(execFile)("tar", ["-tzf", archive]);
    expect(stdout.split("\n")).toEqual(expect.arrayContaining(holds));
  });
});

/** The other cells run with `npm run matrix`. */
describe.each(outermostCells(readManifest()))(
  "elsewhere, with Node $node, the $pulumi Pulumi and the $sdk AWS SDK, our packages",
  (cell) => {
    let installation: Installation;
    beforeAll(async () => {
      installation = await install(cell, { archives, engine: await findEnginePath(), signal });
    }, INSTALL_LIMIT_MS);
    afterAll(() => installation.remove());

    it.concurrent.each(CHECK_NAMES)("%s", (name) => installation.check(name));
  },
);
