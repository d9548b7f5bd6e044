import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";

/**
 * The files that `tsc -b` has written, by its own records, and that are not there any more. tsc compares times alone and
 * does not miss them.
 */
export function missingOutputs(root) {
  return readJson(root, "tsconfig.json").references.flatMap(({ path }) => missingOf(join(root, path)));
}

function missingOf(project) {
  const { rootDir = ".", outDir } = readJson(project, "tsconfig.json").compilerOptions;
  const [sources, outputs] = [join(project, rootDir), join(project, outDir)];
  const record = readdirSync(outputs).find((file) => file.endsWith(".tsbuildinfo"));
  if (record === undefined) return [join(outputs, "tsconfig.tsbuildinfo")];
  return readJson(outputs, record)
    .fileNames.map((file) => relative(sources, resolve(outputs, file)))
    .filter((file) => !file.startsWith("..") && !file.split(sep).includes("node_modules"))
    .flatMap(outputsOf)
    .map((file) => join(outputs, file))
    .filter((file) => !existsSync(file));
}

function outputsOf(source) {
  if (source.endsWith(".d.ts") || source.endsWith(".d.mts")) return [];
  const stem = source.replace(/\.ts$/, "");
  return stem === source ? [source] : [`${stem}.js`, `${stem}.d.ts`];
}

function readJson(...path) {
  return JSON.parse(readFileSync(join(...path), "utf8"));
}
