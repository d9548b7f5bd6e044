import { readFileSync } from "node:fs";
import { join } from "node:path";
import { minVersion } from "semver";
import { REPOSITORY_ROOT } from "../process/repositoryRoot";

/** An end of a range that our packages name. */
export type End = "lowest" | "newest";

/** One way to install our packages. */
export interface Cell {
  /** A version of Node, or a major version for its newest. */
  readonly node: string;
  readonly pulumi: End;
  readonly sdk: End;
}

/** What a package.json says of the versions that the package works with. */
export interface Manifest {
  readonly engines: { readonly node: string };
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/** The provider's. */
export function readManifest(): Manifest {
  return JSON.parse(readFileSync(join(REPOSITORY_ROOT, "provider", "package.json"), "utf8"));
}

/** The newest of each line that Node's project maintains, beside the lowest that our packages name. */
const NODES = ["22", "24", "26"];
const ENDS: readonly End[] = ["lowest", "newest"];

/** Every Node, each with both ends of Pulumi and of the AWS SDK. Pure. */
export function allCells({ engines }: Manifest): Cell[] {
  return [lowest(engines.node), ...NODES].flatMap((node) =>
    ENDS.flatMap((pulumi) => ENDS.map((sdk) => ({ node, pulumi, sdk }))),
  );
}

/** The two that `npm test` runs: everything as old as our packages say, and everything as new as there is. Pure. */
export function outermostCells(manifest: Manifest): Cell[] {
  const cells = allCells(manifest);
  return [...cells.slice(0, 1), ...cells.slice(-1)];
}

/** What npm is asked for beside our packages. It takes the newest that a range and the cell's Node allow. Pure. */
export function packagesOf({ pulumi, sdk }: Cell, { dependencies, peerDependencies }: Manifest): string[] {
  const ends = Object.entries({ ...peerDependencies, ...dependencies }).flatMap(([name, range]) => {
    if (name === "@pulumi/pulumi") {
      return [{ name, range, end: pulumi }];
    }
    return name.startsWith("@aws-sdk/") ? [{ name, range, end: sdk }] : [];
  });
  return ends.map(({ name, range, end }) => `${name}@${end === "lowest" ? lowest(range) : range}`);
}

function lowest(range: string): string {
  const version = minVersion(range);
  if (version === null) {
    throw new Error(`Reading provider/package.json: ${range} allows no version.`);
  }
  return version.version;
}
