import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Application } from "typedoc";
import { REPOSITORY_ROOT } from "./process/repositoryRoot";

/**
 * `npm run docs` writes the reference pages (docs/reference) from the doc comments of the provider's public names
 * (typedoc.json). With `--check` it changes nothing and fails when a page is out of date.
 */
const PAGES = join(REPOSITORY_ROOT, "docs", "reference");

async function main(): Promise<void> {
  if (!process.argv.includes("--check")) {
    return generate(PAGES);
  }
  const fresh = mkdtempSync(join(tmpdir(), "drillwave-reference-"));
  try {
    await generate(fresh);
    const [wanted, present] = [pagesIn(fresh), pagesIn(PAGES)];
    const names = new Set([...wanted.keys(), ...present.keys()]);
    const stale = [...names].filter((name) => wanted.get(name) !== present.get(name));
    if (stale.length === 0) {
      return;
    }
    console.error(`docs/reference is out of date (${stale.join(", ")}). Fix: npm run docs.`);
    process.exitCode = 1;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

async function generate(folder: string): Promise<void> {
  const application = await Application.bootstrapWithPlugins({
    options: join(REPOSITORY_ROOT, "typedoc.json"),
    out: folder,
    logLevel: "Warn",
  });
  const project = await application.convert();
  if (project === undefined || application.logger.hasWarnings()) {
    throw new Error("the doc comments have flaws, see above");
  }
  await application.generateOutputs(project);
}

/** Texts by name; none of a folder that is not there. */
function pagesIn(folder: string): Map<string, string> {
  try {
    return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
  } catch {
    return new Map();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
