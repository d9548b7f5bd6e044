import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findEnginePath } from "../engine/drillProject";
import { aWorld } from "../engine/worlds";

const run = promisify(execFile);
const fromHere = createRequire(__filename);
const { engineEnvironment }: typeof import("../../scripts/engine/engineEnvironment") = fromHere(
  "../../scripts/dist/engine/engineEnvironment.js",
);
const { makeEngineHome }: typeof import("../../scripts/engine/engineHome") = fromHere(
  "../../scripts/dist/engine/engineHome.js",
);

const ROOT = join(__dirname, "..", "..");
const PACKAGES = ["provider", "policy", "simulator"];

describe("a project elsewhere that installs the packed packages", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "drillwave-consumer-")));
    for (const name of PACKAGES) await run("npm", ["pack", "--pack-destination", folder], { cwd: join(ROOT, name) });
    const tarballs = (await readdir(folder)).filter((file) => file.endsWith(".tgz"));
    await writeFile(join(folder, "package.json"), JSON.stringify({ name: "consumer", private: true }));
    await cp(join(__dirname, "drill.cjs"), join(folder, "drill.cjs"));
    await cp(join(__dirname, "pack"), join(folder, "pack"), { recursive: true });
    await writeFile(join(folder, "world.json"), JSON.stringify(aWorld()));
    const install = ["install", "--no-audit", "--no-fund", "--prefer-offline", "@pulumi/pulumi@3.248.0"];
    await run("npm", [...install, ...tarballs.map((file) => join(folder, file))], { cwd: folder });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("drills from there: preview, up with the policy pack, destroy", async () => {
    const home = await makeEngineHome();
    const env = engineEnvironment({ path: await findEnginePath() }, home, process.env);
    const { stdout } = await run(process.execPath, ["drill.cjs", home.project], { cwd: folder, env });
    await home.remove();
    expect(JSON.parse(stdout)).toEqual({
      loadsAwsSdk: false,
      preview: { create: 3, jobs: 0 },
      strict: expect.arrayContaining(["drs-template-require-imdsv2", "drs-wave-require-tags"]),
      own: ["acme-wave-require-owner", "drs-template-require-imdsv2"],
      up: { verdict: "PASSED", jobs: 1, alive: 1 },
      destroy: { alive: 0 },
    });
  });

  it("finds the report's command", async () => {
    const { stdout } = await run("npx", ["--no-install", "drillwave-policy-report", "--help"], { cwd: folder });
    expect(stdout).toMatch(/^Usage: drillwave-policy-report /);
  });

  it("finds the simulator's command", async () => {
    const { stdout } = await run("npx", ["--no-install", "drs-simulator", "--help"], { cwd: folder });
    expect(stdout).toMatch(/^Usage: drs-simulator /);
  });
});
