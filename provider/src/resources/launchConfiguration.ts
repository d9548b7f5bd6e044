import * as pulumi from "@pulumi/pulumi";
import {
  LAUNCH_CONFIGURATION_OUTPUTS,
  LAUNCH_CONFIGURATION_TYPE,
  type LaunchConfigurationIntent,
  type LaunchConfigurationOutputs,
} from "../vocabulary";
import type { InputMembers } from "./args";
import { aheadOf, claimServer } from "./lookAhead";
import { type SettingsClass, toSettingsProps } from "./settingsProps";

const CLASS = {
  kind: "LaunchConfiguration",
  type: LAUNCH_CONFIGURATION_TYPE,
  provider: "launchConfigurationProvider",
  outputs: LAUNCH_CONFIGURATION_OUTPUTS,
} as const satisfies SettingsClass;

/** The args of a `LaunchConfiguration`: a source server, and the settings that are managed. */
export interface LaunchConfigurationArgs extends InputMembers<LaunchConfigurationIntent> {}

/** The outputs, each as an Output. */
type Outputs = {
  readonly [Name in keyof LaunchConfigurationOutputs]: pulumi.Output<LaunchConfigurationOutputs[Name]>;
};

/** The outputs are members of the class below: one description serves programs, policies and hover. */
export interface LaunchConfiguration extends Outputs {}

/**
 * What one source server launches with: its launch configuration in AWS Elastic Disaster Recovery, and the default version
 * of its EC2 launch template. Only the settings that the args name are managed; everything else stays as DRS and others
 * have it. Preview reads what is stored and says what `up` would change; `up` writes only that, and reads it back.
 *
 * A drill that names the resource in its `settings` waits for it.
 *
 * @example
 * const database = new LaunchConfiguration("database", {
 *   sourceServerId: "s-1111111111111111a",
 *   targetInstanceTypeRightSizingMethod: "NONE",
 *   launchTemplate: { instanceType: "r5.2xlarge", subnetId: subnet.id },
 * });
 * new DrillWave("database", { sourceServers: [{ sourceServerId: "s-1111111111111111a" }], settings: [database] });
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the constructor sets every output that the interface has.
export class LaunchConfiguration extends pulumi.CustomResource {
  /** Policies match resources by it. */
  static readonly __pulumiType = LAUNCH_CONFIGURATION_TYPE;

  /** True for any copy of this class, also of another version of the package. */
  static override isInstance(value: unknown): value is LaunchConfiguration {
    return Object(value).__pulumiType === LAUNCH_CONFIGURATION_TYPE;
  }

  /**
   * Registers the settings of one server. What the args leave out of `region` and `connection` is taken from the stack's
   * configuration, as for a `DrillWave`. Two resources of one program that name the same server are refused.
   *
   * @param name Name of the resource in the stack.
   * @param args The server, and the settings to manage.
   * @param opts `customTimeouts` apply. `import` and `provider` are refused: the first `up` on settings that are already so
   *   writes nothing.
   */
  constructor(name: string, args: LaunchConfigurationArgs, opts: pulumi.CustomResourceOptions = {}) {
    const props = toSettingsProps(CLASS, name, args, opts);
    claimServer(name, args);
    super(LAUNCH_CONFIGURATION_TYPE, name, { ...props, __ahead: aheadOf(args) }, opts);
  }
}
