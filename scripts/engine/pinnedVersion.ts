const REQUIREMENT = /^\s*(?:require\s+)?github\.com\/pulumi\/pulumi\/pkg\/v3 v(\d+\.\d+\.\d+)\s*(?:\/\/.*)?$/m;

/**
 * The version of the engine that DrillWave installs or builds, from the text of tools/engine/go.mod: the one place where it is kept.
 */
export function pinnedVersion(goMod: string): string {
  const version = REQUIREMENT.exec(goMod)?.[1];
  if (version === undefined)
    throw new Error("Reading tools/engine/go.mod: it requires no github.com/pulumi/pulumi/pkg/v3.");
  return version;
}
