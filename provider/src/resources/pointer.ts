import * as pulumi from "@pulumi/pulumi";

/**
 * The `__provider` text of a resource: a literal that finds this package at run time, instead of Pulumi's serialized
 * closure (docs/engine-facts.md#the-provider-is-a-text). It is resolved from the program's folder, which is where the
 * engine starts the provider process, so it works for a program that installs the package and for one inside the
 * package's own repository. At most 120 bytes.
 */
export function providerPointer(name: "waveProvider" | "guardProvider"): string {
  return `exports.handler=()=>require("module").createRequire(process.cwd()+"/_")("pulumi-drillwave/provider").${name};`;
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
