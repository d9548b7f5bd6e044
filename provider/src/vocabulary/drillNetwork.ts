import type { Connection } from "./intent";

/** The network that a wave drills in: what its servers' launch templates point at while its job launches them. */
export interface WaveNetwork {
  /**
   * Ids of the drill's subnets, at least one, all of one VPC. A server is launched in the one in the Availability Zone of
   * its launch template's own subnet; where there is none, in the first.
   */
  subnets: string[];
  /** Ids of the security groups that every server gets in place of its own: one to five, of the same VPC. */
  securityGroups: string[];
}

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

/** A launch template that a wave pointed at its drill network, and whether it has been put back. */
export interface SwapRecord {
  /** Id of the source server. */
  sourceServerId: string;
  /** Id of the server's launch template. */
  launchTemplateId: string;
  /** Number of the version that was the default before. */
  version: number;
  /** Number of the version with the drill network. */
  drillVersion: number;
  /** Subnet of the drill network. */
  subnetId: string;
  /** True once the template no longer points at the drill network. Absent: it may. */
  ended?: true;
}

/** A launch template that is in the drill network of a wave just now, as a look saw it. */
export interface ObservedSwap {
  /** The nonce of the wave's guard, which its jobs carry as the tag `DrillNonce`. */
  nonce: string;
  /** Number of the version that counts outside of the swap. */
  version: number;
  /** Subnet of the drill network. */
  subnetId: string;
}

/**
 * What ends swaps without Pulumi and without the lock of its state: one command for templates with the same version, as a
 * loop where they are several. Pure.
 */
export function endSwapCommand(
  swaps: readonly { readonly launchTemplateId: string; readonly version: number }[],
  region: string,
): string {
  const byVersion = new Map<number, Set<string>>();
  for (const { launchTemplateId, version } of swaps) {
    byVersion.set(version, (byVersion.get(version) ?? new Set()).add(launchTemplateId));
  }
  const command = (id: string, version: number) =>
    `aws ec2 modify-launch-template --region ${region} --launch-template-id ${id} --default-version ${version}`;
  return [...byVersion]
    .map(([version, ids]) => {
      const [first = "", ...others] = ids;
      return others.length === 0
        ? command(first, version)
        : `for lt in ${[...ids].join(" ")}; do ${command('"$lt"', version)}; done`;
    })
    .join("; ");
}
