import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Whether every package that package-lock.json names is there in the version that it names, by npm's own record of what it
 * installed and by the folders themselves. npm writes the record last, so an interrupted installation has none; packages
 * for other platforms are rightly missing from it. Files inside a package are not looked at.
 */
export function isInstalled(root) {
  try {
    const { "": _root, ...locked } = readPackages(root, "package-lock.json");
    const installed = readPackages(root, "node_modules", ".package-lock.json");
    return Object.entries(locked).every(([path, { version, resolved, integrity, optional }]) => {
      const copy = installed[path];
      if (copy === undefined) return optional === true;
      const same = copy.version === version && copy.resolved === resolved && copy.integrity === integrity;
      return same && existsSync(join(root, path, "package.json"));
    });
  } catch {
    return false;
  }
}

function readPackages(...path) {
  return JSON.parse(readFileSync(join(...path), "utf8")).packages;
}
