import satisfies from "spdx-satisfies";

/** Packages as package-lock.json lists them, by their path. */
export type LockedPackages = Record<string, { license?: string; dev?: boolean; link?: boolean }>;

/** Licences that put no condition on software which depends on the package. CC-BY-3.0 is of data (spdx-exceptions). */
const ALLOWED = [
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC-BY-3.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "Python-2.0",
];

/** Packages whose package.json names a file instead of a licence, and what that file says. */
const READ_BY_HAND: Record<string, string> = { "node_modules/@logdna/tail-file": "MIT" };

/** One line for each package that is installed with ours and whose licence is not allowed, or not known. Pure. */
export function refusedLicences(packages: LockedPackages): string[] {
  return Object.entries(packages).flatMap(([path, { license, dev, link }]) => {
    if (!path.includes("node_modules/") || dev === true || link === true) {
      return [];
    }
    const licence = READ_BY_HAND[path] ?? license ?? "no licence";
    return isAllowed(licence) ? [] : [`${path.replace(/^.*node_modules\//, "")}: ${licence}`];
  });
}

function isAllowed(licence: string): boolean {
  try {
    return satisfies(licence, ALLOWED);
  } catch {
    return false;
  }
}
