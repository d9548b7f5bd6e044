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

interface Manifest {
  readonly engines: { readonly node: string };
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

const PROVIDER: Manifest = JSON.parse(readFileSync(join(REPOSITORY_ROOT, "provider", "package.json"), "utf8"));

/** The lowest version that a range allows. */
function lowest(range: string): string {
  const version = minVersion(range);
  if (version === null) throw new Error(`Reading provider/package.json: ${range} allows no version.`);
  return version.version;
}

/** The lowest Node that our packages work with, and the newest of each line that Node's project maintains. */
const NODES = [lowest(PROVIDER.engines.node), "22", "24", "26"] as const;
const ENDS: readonly End[] = ["lowest", "newest"];

/** Every Node, each with both ends of Pulumi and of the AWS SDK. */
export const CELLS: readonly Cell[] = NODES.flatMap((node) =>
  ENDS.flatMap((pulumi) => ENDS.map((sdk) => ({ node, pulumi, sdk }))),
);

/** The two that `npm test` runs: everything as old as we say, and everything as new as there is. */
export const OUTERMOST: readonly Cell[] = [
  { node: NODES[0], pulumi: "lowest", sdk: "lowest" },
  { node: "26", pulumi: "newest", sdk: "newest" },
];

/** What npm is asked for beside our packages. What is not named, it takes as new as our ranges and the cell's Node allow. */
export function packagesOf({ pulumi, sdk }: Cell): string[] {
  const { dependencies, peerDependencies } = PROVIDER;
  const at = (name: string, range = "", end: End) => `${name}@${end === "lowest" ? lowest(range) : range}`;
  return [
    at("@pulumi/pulumi", peerDependencies["@pulumi/pulumi"], pulumi),
    ...Object.entries(dependencies).flatMap(([name, range]) =>
      /^@aws-sdk\//.test(name) ? [at(name, range, sdk)] : [],
    ),
  ];
}
