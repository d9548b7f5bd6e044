import { createRequire } from "node:module";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { ResourceKind } from "./refusedOptions";

/**
 * The `__provider` text of a resource: a literal that finds this package at run time, instead of Pulumi's serialized
 * closure (docs/engine-facts.md#the-provider-is-a-text). It is looked for from the program's folder, which is where the
 * engine starts the provider process, and then from @pulumi/pulumi's: there pnpm and bun link what a package of the program
 * depends on. At most 120 bytes.
 */
export function providerPointer(name: ProviderName): string {
  return `exports.handler=()=>require(require.resolve("${PROVIDER}",{paths:[".",require.main.path]})).${name};`;
}

/** The exports that states name, for ever. */
export type ProviderName =
  | "waveProvider"
  | "guardProvider"
  | "launchConfigurationProvider"
  | "launchActionProvider"
  | "drillNetworkProvider";

const PROVIDER = "pulumi-drillwave/provider";

/** Runs the programs of Pulumi's Node language host, from the same installation as the provider process. */
const PROGRAM_RUNNER = /@pulumi[\\/]pulumi[\\/]cmd[\\/]run$/;

/**
 * Returns when the provider process will find this package, or where the program cannot tell: Automation API and unit tests
 * run programs in a process and a folder that say nothing of the provider's.
 *
 * @param place - the program's folder, and that of the module that its process began with
 * @throws `RunError`, which ends the program with its message alone, before anything is registered.
 */
export function refuseUnfound(
  name: string,
  { folder, main }: { folder: string; main: string | undefined } = ownPlace(),
  kind: ResourceKind = "DrillWave",
): void {
  if (main === undefined || !PROGRAM_RUNNER.test(main)) {
    return;
  }
  // Not by this module's own `require`, which always finds the package that it is in.
  if (![folder, main].some(canFindProvider)) {
    throw new pulumi.RunError(
      `Registering ${kind} ${name}: the package pulumi-drillwave is not found from the program's folder (${folder}), where ` +
        "`pulumi up` and `pulumi destroy` look for it: another package depends on it, and the package manager keeps its " +
        "dependencies apart. Nothing was started. Fix: add pulumi-drillwave to the dependencies in the program's own " +
        "package.json, in the version that the other package has.",
    );
  }
}

function canFindProvider(folder: string): boolean {
  try {
    createRequire(join(folder, "_")).resolve(PROVIDER);
    return true;
  } catch {
    return false;
  }
}

function ownPlace(): { folder: string; main: string | undefined } {
  return { folder: process.cwd(), main: require.main?.path };
}

/**
 * The URN that the resource will have, so that its provider can write to its row. A promise and not createUrn's Output,
 * which depends on the parent: a parent waits for all its children, this resource included
 * (docs/engine-facts.md#the-urn-as-an-input).
 */
export function urnOf(name: string, type: string, parent: pulumi.Resource | undefined): Promise<string> {
  return new Promise((resolve) => {
    pulumi.createUrn(name, type, parent).apply(resolve);
  });
}
