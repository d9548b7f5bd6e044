import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { providerPointer, refuseUnfound } from "../../../../provider/src/resources/pointer";

describe(providerPointer.name, () => {
  it.each([{ name: "waveProvider" as const }, { name: "guardProvider" as const }])(
    "points at $name with a literal that every state will refer to for ever",
    ({ name }) => {
      expect(providerPointer(name)).toBe(
        `exports.handler=()=>require(require.resolve("pulumi-drillwave/provider",{paths:[".",require.main.path]})).${name};`,
      );
    },
  );

  it.each([{ name: "waveProvider" as const }, { name: "guardProvider" as const }])(
    "is at most 120 bytes for $name",
    ({ name }) => {
      expect(Buffer.byteLength(providerPointer(name))).toBeLessThanOrEqual(120);
    },
  );
});

/** A program, and the package where a package manager puts it for it. */
const LAYOUTS = [
  { label: "beside the program, as its own dependency", package: "app/node_modules/pulumi-drillwave", found: true },
  { label: "above the program, in a workspace", package: "node_modules/pulumi-drillwave", found: true },
  {
    label: "where pnpm links what packages of the program depend on",
    package: "app/node_modules/.pnpm/node_modules/pulumi-drillwave",
    found: true,
  },
  {
    label: "where nobody but the package between them finds it",
    package: "app/node_modules/.pnpm/acme@1.0.0/node_modules/pulumi-drillwave",
    found: false,
  },
];

describe.each(LAYOUTS)("a package $label", ({ package: place, found }) => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "drillwave-layout-"));
    const sdk = join(root, "app/node_modules/.pnpm/@pulumi+pulumi@3.0.0/node_modules/@pulumi/pulumi");
    mkdirSync(join(sdk, "cmd/run"), { recursive: true });
    mkdirSync(join(sdk, "cmd/dynamic-provider"), { recursive: true });
    mkdirSync(join(root, "app/node_modules/@pulumi"), { recursive: true });
    symlinkSync(sdk, join(root, "app/node_modules/@pulumi/pulumi"));
    mkdirSync(join(root, place), { recursive: true });
    writeFileSync(join(root, place, "package.json"), '{ "exports": { "./provider": "./provider.js" } }');
    writeFileSync(join(root, place, "provider.js"), 'exports.waveProvider = "found";');
    // Loads the text as Pulumi's provider process does.
    writeFileSync(
      join(sdk, "cmd/dynamic-provider/index.js"),
      `const { Module } = require("node:module");
       const loaded = new Module("", module);
       loaded.filename = "";
       loaded.paths = Module._nodeModulePaths(".");
       loaded._compile(process.argv[2], "");
       process.stdout.write(loaded.exports.handler());`,
    );
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const sdkOf = () => join(root, "app/node_modules/.pnpm/@pulumi+pulumi@3.0.0/node_modules/@pulumi/pulumi/cmd");

  it(`is ${found ? "found" : "not found"} by the text in the provider process`, () => {
    const script = join(root, "app/node_modules/@pulumi/pulumi/cmd/dynamic-provider/index.js");
    const run = spawnSync(process.execPath, [script, providerPointer("waveProvider")], {
      cwd: join(root, "app"),
      encoding: "utf8",
    });
    expect({ code: run.status, out: run.stdout }).toEqual(found ? { code: 0, out: "found" } : { code: 1, out: "" });
  });

  it(`is ${found ? "taken" : "refused"} by the constructor`, () => {
    const folder = join(root, "app");
    const refuse = () => refuseUnfound("web", { folder, main: join(sdkOf(), "run") });
    if (found) {
      expect(refuse).not.toThrow();
    } else {
      expect(refuse).toThrow(
        `Registering DrillWave web: the package pulumi-drillwave is not found from the program's folder (${folder}), where ` +
          "`pulumi up` and `pulumi destroy` look for it: another package depends on it, and the package manager keeps its " +
          "dependencies apart. Nothing was started. Fix: add pulumi-drillwave to the dependencies in the program's own " +
          "package.json, in the version that the other package has.",
      );
    }
  });

  it("is not asked for where the program's process says nothing of the provider's", () => {
    for (const main of [undefined, join(root, "app"), __dirname]) {
      expect(() => refuseUnfound("web", { folder: join(root, "nowhere"), main })).not.toThrow();
    }
  });
});
