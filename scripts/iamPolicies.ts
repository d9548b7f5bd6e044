import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { REPOSITORY_ROOT } from "./process/repositoryRoot";

/**
 * Part of `npm run docs`: writes the policies of `provider/iam/` as `drillwave-iam print` prints them, in Biome's format.
 * With `--check` it changes nothing, and fails when one of them is out of date.
 */
const COMMAND = join(REPOSITORY_ROOT, "provider", "bin", "drillwave-iam.js");
const BIOME = join(REPOSITORY_ROOT, "node_modules", ".bin", "biome");

for (const name of ["observe", "drill", "settings", "network"]) {
  const path = join(REPOSITORY_ROOT, "provider", "iam", `${name}.json`);
  const now = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
  const upToDate = execFileSync(process.execPath, [COMMAND, "print", name], { encoding: "utf8" });
  if (isDeepStrictEqual(now, JSON.parse(upToDate))) {
    continue;
  }
  if (process.argv.includes("--check")) {
    console.error(`${path} is not what drillwave-iam prints: run npm run docs`);
    process.exitCode = 1;
  } else {
    writeFileSync(path, upToDate);
    execFileSync(BIOME, ["format", "--write", path], { cwd: REPOSITORY_ROOT });
  }
}
