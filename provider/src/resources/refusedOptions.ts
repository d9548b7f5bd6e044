import * as pulumi from "@pulumi/pulumi";

/** The resources of this package that a program makes. */
export type ResourceKind =
  | "DrillWave"
  | "LaunchConfiguration"
  | "LaunchConfigurations"
  | "LaunchAction"
  | "DrillNetwork";

/** How the type of an explicit provider begins; the package follows. */
const PROVIDERS = "pulumi:providers:";

/** The package of dynamic resources. */
const OWN_PACKAGE = "pulumi-nodejs";

/**
 * Returns for options that a wave can have.
 *
 * @throws `RunError`, which ends the program with its message alone, for others.
 */
export function refuseOptions(
  name: string,
  { import: imported, provider }: pulumi.CustomResourceOptions,
  kind: ResourceKind = "DrillWave",
): void {
  if (imported !== undefined && kind !== "DrillWave") {
    throw new pulumi.RunError(
      `Importing ${kind} ${name} (${imported}): a dynamic resource cannot be imported. Nothing was written. Fix: remove the ` +
        "option `import`; the first `pulumi up` on what is already so writes nothing.",
    );
  }
  if (imported !== undefined) {
    throw new pulumi.RunError(
      `Importing DrillWave ${name} (${imported}): a wave cannot be imported, because state holds what was seen while its ` +
        "drill ran, and the engine has no provider to read it with. Nothing was started. Fix: remove the option `import`; " +
        "a job that this stack's guard started is adopted by its tags.",
    );
  }
  const given = packageOf(provider);
  // docs/engine-facts.md#a-provider-of-another-package-is-dropped
  if (given !== undefined && given !== OWN_PACKAGE) {
    throw new pulumi.RunError(
      `Registering ${kind} ${name}: its option \`provider\` is one of the package ${given}, and ${kind === "DrillWave" ? "a wave" : "it"} is a dynamic resource, which ` +
        "calls AWS by itself and would ignore it. Nothing was started. Fix: remove the option, and say the same in the args " +
        "`region` and `connection` (profile, assumeRole, endpoints), or in the stack's configuration (aws:region, aws:profile, " +
        "aws:assumeRole, aws:endpoints).",
    );
  }
}

/** The package of an explicit provider. */
function packageOf(provider: pulumi.ProviderResource | undefined): string | undefined {
  const type = String(Object(provider).__pulumiType);
  return type.startsWith(PROVIDERS) ? type.slice(PROVIDERS.length) : undefined;
}

/**
 * What a person must know of a wave below a component that hands an AWS provider to its children: the wave does not take
 * it. Undefined where there is none, or where the program says where the wave calls AWS.
 */
export function ignoredProviderText(
  name: string,
  args: { readonly region?: unknown; readonly connection?: unknown },
  parent: pulumi.Resource | undefined,
  kind: ResourceKind = "DrillWave",
): string | undefined {
  if (args.region !== undefined || args.connection !== undefined || parent?.getProvider("aws:index:x") === undefined) {
    return undefined;
  }
  return (
    `${kind} ${name} does not take the AWS provider of its parent, because it is a dynamic resource: it calls AWS where the ` +
    "stack's configuration and the environment say. Give its args `region` and `connection` to say otherwise"
  );
}
