/** Where a wave's servers go in its own network, and what speaks against it. Pure. */
import type { Subnet } from "../../ec2/types";
import { type DrillPlace, swapObstacles } from "../../settings/network/interfaces";
import { networkFlaws, type SeenNetwork } from "../../settings/network/seenNetwork";
import { count, nameServer, type ObservedLaunchTemplate, type ObservedServer } from "../../vocabulary";
import { withoutUndefined } from "../../withoutUndefined";
import { existingInstanceOf } from "../existingInstance";
import type { Wave } from "../wave";

/** The subnet for a server: the first in the zone of its template's own, else the first. Undefined where EC2 shows none. */
export function drillSubnetOf(
  { launchTemplate }: Pick<ObservedServer, "launchTemplate">,
  { network, subnets }: Pick<SeenNetwork, "network" | "subnets">,
): Subnet | undefined {
  const own = subnets.find(({ subnetId }) => subnetId === launchTemplate?.subnetId)?.availabilityZone;
  const drills = network.subnets.flatMap((id) => subnets.find(({ subnetId }) => subnetId === id) ?? []);
  return drills.find(({ availabilityZone }) => own !== undefined && availabilityZone === own) ?? drills[0];
}

/** The place for a server; undefined where EC2 does not show the subnets. */
export function drillPlaceOf(server: ObservedServer, seen: SeenNetwork): DrillPlace | undefined {
  const subnet = drillSubnetOf(server, seen);
  const { securityGroups } = seen.network;
  return subnet && { subnetId: subnet.subnetId, cidrBlock: subnet.cidrBlock, securityGroups };
}

/** What speaks against launching these servers in the network, one sentence each, every server named. */
export function networkFindings(servers: readonly ObservedServer[], seen: SeenNetwork): string[] {
  const flaws = networkFlaws(seen).map((flaw) => `the drill's network cannot be used: ${flaw}`);
  if (flaws.length > 0) {
    return flaws;
  }
  return [...servers.flatMap((server) => serverFindings(server, seen)), ...roomFindings(servers, seen)];
}

function serverFindings(server: ObservedServer, seen: SeenNetwork): string[] {
  const { launchTemplate: template, launchConfiguration: settings } = server;
  const existing = existingInstanceOf(settings);
  const place = drillPlaceOf(server, seen);
  const obstacles = [
    ...(settings.copyPrivateIp === true ? ["copyPrivateIp is on, and its address is none of the drill subnet"] : []),
    ...(existing === undefined
      ? []
      : [`it is launched into the existing instance ${existing}, which stays in its network`]),
    ...(template === undefined || place === undefined
      ? ["no launch template of it is known"]
      : templateObstacles(template, place)),
  ];
  return obstacles.map((obstacle) => `${nameServer(server)} cannot be launched in the drill's network: ${obstacle}`);
}

function templateObstacles(template: ObservedLaunchTemplate, place: DrillPlace): string[] {
  const { launchTemplateId, version, networkInterfaces, placement = {} } = template;
  if (networkInterfaces === undefined) {
    return [];
  }
  const interfaces = networkInterfaces.map(({ otherMembers = [], ...each }) => ({
    ...Object.fromEntries(otherMembers.map((name) => [name, true])),
    ...withoutUndefined({
      DeviceIndex: each.deviceIndex,
      NetworkInterfaceId: each.networkInterfaceId,
      PrivateIpAddress: each.privateIpAddress,
    }),
  }));
  const data = {
    NetworkInterfaces: interfaces,
    Placement: placement,
    ...(template.securityGroupsBesideInterface === true ? { SecurityGroupIds: [] } : {}),
    ...(template.securityGroupNames === undefined ? {} : { SecurityGroups: template.securityGroupNames }),
  };
  return swapObstacles({ launchTemplateId, version, data, incomplete: [] }, place).map(
    (obstacle) => `of its launch template ${launchTemplateId}: ${obstacle}`,
  );
}

function roomFindings(servers: readonly ObservedServer[], seen: SeenNetwork): string[] {
  const wanted = new Map<Subnet, number>();
  for (const server of servers) {
    const subnet = drillSubnetOf(server, seen);
    if (subnet !== undefined) {
      const interfaces = Math.max(1, server.launchTemplate?.networkInterfaces?.length ?? 1);
      wanted.set(subnet, (wanted.get(subnet) ?? 0) + interfaces);
    }
  }
  return [...wanted].flatMap(([{ subnetId, availableIpAddressCount: free }, addresses]) =>
    free >= addresses
      ? []
      : [
          `the drill subnet ${subnetId} has ${count(free, "free address", "free addresses")}, and the wave needs ${addresses}`,
        ],
  );
}

/** What a drill has done to a server's launch template, as the beginning of a sentence; undefined where none has. */
export function openSwapText(server: ObservedServer): string | undefined {
  const { launchTemplateId, openSwap } = server.launchTemplate ?? {};
  if (openSwap === undefined) {
    return undefined;
  }
  const { nonce, version, subnetId } = openSwap;
  return `launch template ${launchTemplateId} of ${nameServer(server)} is in the network of the drill ${nonce} (${subnetId}, in place of version ${version})`;
}

/** Where a launch would go into another drill's network. A wave with a network puts back what is its own before it starts. */
export function strangeSwapFindings(
  servers: readonly ObservedServer[],
  { drillNonce, network }: Pick<Wave, "drillNonce" | "network">,
): string[] {
  return servers.flatMap((server) => {
    const text = openSwapText(server);
    const mayBeOwn =
      server.launchTemplate?.openSwap?.nonce === drillNonce || (drillNonce === "" && network !== undefined);
    return text === undefined || mayBeOwn ? [] : [`${text}: a launch would go there; ${WHO_PUTS_BACK}`];
  });
}

/** Who ends a swap that is in the way. */
export const WHO_PUTS_BACK = "`pulumi up`, `pulumi refresh` or `pulumi destroy` in that drill's stack puts it back";
