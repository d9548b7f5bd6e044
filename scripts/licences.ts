import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type LockedPackages, refusedLicences } from "./licences/refusedLicences";
import { REPOSITORY_ROOT } from "./process/repositoryRoot";

/**
 * `npm run check:licences`: every package that a user's install brings along has a licence under which Apache-2.0 software
 * may depend on it, as package-lock.json records it. Tools of this repository alone are not judged.
 */
const lock: { packages: LockedPackages } = JSON.parse(readFileSync(join(REPOSITORY_ROOT, "package-lock.json"), "utf8"));
const refused = refusedLicences(lock.packages);
for (const line of refused) {
  console.error(line);
}
process.exitCode = refused.length === 0 ? 0 : 1;
