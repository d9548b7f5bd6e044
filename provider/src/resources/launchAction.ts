import * as pulumi from "@pulumi/pulumi";
import {
  LAUNCH_ACTION_OUTPUTS,
  LAUNCH_ACTION_TYPE,
  type LaunchActionIntent,
  type LaunchActionOutputs,
} from "../vocabulary";
import type { InputMembers } from "./args";
import { type SettingsClass, toSettingsProps } from "./settingsProps";

const CLASS = {
  kind: "LaunchAction",
  type: LAUNCH_ACTION_TYPE,
  provider: "launchActionProvider",
  outputs: LAUNCH_ACTION_OUTPUTS,
} as const satisfies SettingsClass;

/** The args of a `LaunchAction`: a source server, the SSM document to run, and how. */
export interface LaunchActionArgs extends InputMembers<LaunchActionIntent> {}

/** The outputs, each as an Output; what an action may lack is `undefined`. */
type Outputs = {
  readonly [Name in keyof LaunchActionOutputs]-?: pulumi.Output<LaunchActionOutputs[Name]>;
};

/** The outputs are members of the class below: one description serves programs, policies and hover. */
export interface LaunchAction extends Outputs {}

/**
 * One post-launch action of one source server: an SSM document that AWS Elastic Disaster Recovery runs on every instance
 * that it launches for the server, in drills and recoveries. A required one that fails fails the server in a drill.
 *
 * Parameters that are texts become SSM parameters which this resource owns. Actions that DRS puts on every server
 * (`predefined`) are changed, and put back by delete; others are deleted.
 *
 * @example
 * const port = new LaunchAction("postgres-answers", {
 *   sourceServerId: "s-1111111111111111a",
 *   document: "AWS-RunShellScript",
 *   parameters: { commands: "pg_isready --host localhost --port 5432" },
 * });
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the constructor sets every output that the interface has.
export class LaunchAction extends pulumi.CustomResource {
  /** Policies match resources by it. */
  static readonly __pulumiType = LAUNCH_ACTION_TYPE;

  /** True for any copy of this class, also of another version of the package. */
  static override isInstance(value: unknown): value is LaunchAction {
    return Object(value).__pulumiType === LAUNCH_ACTION_TYPE;
  }

  /**
   * Registers one action of one server. What the args leave out of `region` and `connection` is taken from the stack's
   * configuration, as for a `DrillWave`.
   *
   * @param name Name of the resource in the stack.
   * @param args The server, the SSM document, and how it is run.
   * @param opts `customTimeouts` apply. `import` and `provider` are refused: the first `up` on an action that is already so
   *   writes nothing.
   */
  constructor(name: string, args: LaunchActionArgs, opts: pulumi.CustomResourceOptions = {}) {
    const props = {
      ...toSettingsProps(CLASS, name, args, opts),
      __secretParameters: secretsIn(args.parameters),
    };
    // Created first, a forced replacement would be the same action, which the old one's delete then takes away.
    super(LAUNCH_ACTION_TYPE, name, props, { ...opts, deleteBeforeReplace: true });
  }
}

/**
 * Names of the parameters whose values are secrets; the empty name where all of them are. The provider gets plain values, so
 * it has to be told (docs/engine-facts.md#secrets-arrive-unwrapped). Waits for the values alone.
 */
async function secretsIn(parameters: LaunchActionArgs["parameters"]): Promise<string[]> {
  if (pulumi.Output.isInstance(parameters) || parameters instanceof Promise) {
    return (await isSecret(parameters)) ? [""] : [];
  }
  const found = await Promise.all(
    Object.entries(parameters ?? {}).map(async ([name, value]) => ((await isSecret(value)) ? [name] : [])),
  );
  return found.flat();
}

/** A value that fails is no secret that could be written: the engine says how it failed. */
async function isSecret(value: unknown): Promise<boolean> {
  return pulumi.isSecret(pulumi.output(value)).catch(() => false);
}
