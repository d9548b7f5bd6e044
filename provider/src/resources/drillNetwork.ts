import * as pulumi from "@pulumi/pulumi";
import {
  DRILL_NETWORK_OUTPUTS,
  DRILL_NETWORK_TYPE,
  type DrillNetworkIntent,
  type DrillNetworkOutputs,
  type WaveNetwork,
} from "../vocabulary";
import type { DrillWaveArgs, InputMembers } from "./args";
import { type SettingsClass, toSettingsProps } from "./settingsProps";

const CLASS = {
  kind: "DrillNetwork",
  type: DRILL_NETWORK_TYPE,
  provider: "drillNetworkProvider",
  outputs: DRILL_NETWORK_OUTPUTS,
} as const satisfies SettingsClass;

/** The args of a `DrillNetwork`: its subnets and security groups. */
export interface DrillNetworkArgs extends InputMembers<DrillNetworkIntent> {}

/** The outputs, each as an Output. */
type Outputs = { readonly [Name in keyof DrillNetworkOutputs]: pulumi.Output<DrillNetworkOutputs[Name]> };

/** The outputs are members of the class below: one description serves programs, policies and hover. */
export interface DrillNetwork extends Outputs {}

/**
 * A network that drills run in, apart from the one that a real recovery needs. It describes subnets and security groups that
 * exist, and makes and changes nothing: a `DrillWave` that has it as its `network` points its servers' launch templates at it
 * while they are launched. Its outputs and `pulumi refresh` prove that none is left there, and its delete refuses while one is.
 *
 * @example
 * const network = new DrillNetwork("isolated", { subnets: [subnet.id], securityGroups: [group.id] });
 * new DrillWave("database", { selector: { tags: { Tier: "database" } }, network });
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the constructor sets every output that the interface has.
export class DrillNetwork extends pulumi.CustomResource {
  /** Policies match resources by it. */
  static readonly __pulumiType = DRILL_NETWORK_TYPE;

  /** Ids of its subnets, as the program gave them. */
  declare readonly subnets: pulumi.Output<string[]>;

  /** Ids of its security groups, as the program gave them. */
  declare readonly securityGroups: pulumi.Output<string[]>;

  /** True for any copy of this class, also of another version of the package. */
  static override isInstance(value: unknown): value is DrillNetwork {
    return Object(value).__pulumiType === DRILL_NETWORK_TYPE;
  }

  /**
   * Registers the network. What the args leave out of `region` and `connection` is taken from the stack's configuration, as for
   * a `DrillWave`.
   *
   * @param name Name of the resource in the stack.
   * @param args Its subnets and security groups, all of one VPC.
   * @param opts `customTimeouts` apply. `import` and `provider` are refused: it describes what exists.
   */
  constructor(name: string, args: DrillNetworkArgs, opts: pulumi.CustomResourceOptions = {}) {
    const props = toSettingsProps(CLASS, name, args, opts);
    super(DRILL_NETWORK_TYPE, name, props, opts);
  }
}

/** A wave's network as an input: of a resource its subnets and groups, which make the wave depend on it. */
export function toNetworkInput(network: DrillWaveArgs["network"]): pulumi.Input<WaveNetwork> | undefined {
  if (network === undefined) {
    return undefined;
  }
  return (
    toPlainNetwork(network) ??
    // Of a value without Outputs an Output is what it was.
    pulumi.output(network).apply((given) => toPlainNetwork(given) ?? pulumi.output(given as WaveNetwork))
  );
}

/** Undefined for anything but the resource. */
function toPlainNetwork(network: unknown): pulumi.Output<WaveNetwork> | undefined {
  return DrillNetwork.isInstance(network)
    ? pulumi.output({ subnets: network.subnets, securityGroups: network.securityGroups })
    : undefined;
}
