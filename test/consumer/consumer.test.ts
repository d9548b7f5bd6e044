import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
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
