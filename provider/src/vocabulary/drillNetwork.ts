import type { Connection, WaveNetwork } from "./intent";

/** The args of a drill network, with plain values: what `check` receives and what state keeps. */
export interface DrillNetworkIntent extends WaveNetwork {
  /**
   * AWS Region of the network.
   *
   * @default `aws:region` of the stack's configuration, or `AWS_REGION`, or the profile's Region, or `AWS_DEFAULT_REGION`
   */
  region?: string;
  /**
   * Where AWS is called, and as whom.
   *
   * @default as the stack's configuration says, then as the AWS SDK finds it in the environment
   */
  connection?: Connection;
  /**
   * Ids of the source servers whose launch templates must not point into the network when no drill runs. Costs two calls a
   * server at every preview and `up`.
   *
   * @default every launch template of the account in the Region, DRS's or not; one call per 200 of them
   */
  sourceServers?: string[];
}

/** A launch template whose default version launches into a drill network. */
export interface TemplateInside {
  /** Id of the launch template. */
  launchTemplateId: string;
  /** Number of its default version. */
  version: number;
  /** Subnet of the drill network that it points at. */
  subnetId: string;
  /** Number of the version that was the default before a drill's swap; absent where nothing says it. */
  versionBefore?: number;
}

/** The outputs of a drill network: what it is, and whether anything still launches into it. */
export interface DrillNetworkOutputs {
  /** Id of the VPC that its subnets and security groups are of. */
  vpcId: string;
  /** Availability Zones of its subnets, in the order of `subnets`. */
  availabilityZones: string[];
  /**
   * Launch templates that launched into it when it was looked at last: by `up`, or by `pulumi refresh`. Empty is the proof that
   * every drill has put its templates back.
   */
  templatesInside: TemplateInside[];
}

/** One entry for each output, so that none can be forgotten. */
const OUTPUTS: { readonly [Name in keyof DrillNetworkOutputs]-?: true } = {
  vpcId: true,
  availabilityZones: true,
  templatesInside: true,
};

/** Names of the outputs of a drill network. */
export const DRILL_NETWORK_OUTPUTS: readonly string[] = Object.keys(OUTPUTS);

/**
 * What ends swaps without Pulumi and without the lock of its state: one command for templates with the same version, as a
 * loop where they are several. Pure.
 */
export function endSwapCommand(
  swaps: readonly { readonly launchTemplateId: string; readonly version: number }[],
  region?: string,
): string {
  const byVersion = new Map<number, Set<string>>();
  for (const { launchTemplateId, version } of swaps) {
    byVersion.set(version, (byVersion.get(version) ?? new Set()).add(launchTemplateId));
  }
  const inRegion = region === undefined ? "" : ` --region ${region}`;
  const command = (id: string, version: number) =>
    `aws ec2 modify-launch-template${inRegion} --launch-template-id ${id} --default-version ${version}`;
  return [...byVersion]
    .map(([version, ids]) => {
      const [first = "", ...others] = ids;
      return others.length === 0
        ? command(first, version)
        : `for lt in ${[...ids].join(" ")}; do ${command('"$lt"', version)}; done`;
    })
    .join("; ");
}
