import * as pulumi from "@pulumi/pulumi";
import { LAUNCH_CONFIGURATION_TYPE, parseUrn } from "../vocabulary";

/**
 * Names of the launch configurations that the stack's state has, after its last `up`. Undefined where it cannot be read:
 * nothing is known then.
 */
export async function managedBefore(): Promise<ReadonlySet<string> | undefined> {
  try {
    const { outputs } = await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", {
      stackName: pulumi.getStack(),
    });
    const urns = typeof outputs === "object" && outputs !== null ? Object.keys(outputs) : [];
    return new Set(urns.flatMap((urn) => nameIn(urn) ?? []));
  } catch {
    return undefined;
  }
}

/** The name of a launch configuration; undefined for the URN of another resource. */
function nameIn(urn: string): string | undefined {
  const { type = "", name } = parseUrn(urn) ?? {};
  return type.split("$").at(-1) === LAUNCH_CONFIGURATION_TYPE ? name : undefined;
}
