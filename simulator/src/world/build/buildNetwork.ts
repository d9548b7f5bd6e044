import type { NetworkInterfaceFile, SourceServerFile, SubnetFile, WorldFile } from "../schema/worldFile";
import { freeAddress, usableAddresses } from "../state/addresses";
import { derivedId, derivedMacAddress } from "../state/ids";
import type { NetworkInterfaceData } from "../state/launchTemplate";
import { findSubnet } from "../state/lookup";
import type { NetworkInterfaceState, SecurityGroupState, SubnetState } from "../state/network";
import type { WorldState } from "../state/worldState";
import { templateData } from "./buildLaunchSettings";
import { listedRouteTables, mainRouteTable } from "./buildRouteTables";
import { defaultSecurityGroup, listedSecurityGroups } from "./buildSecurityGroups";

/** The Region that a world is in. */
export function regionOf(file: Pick<WorldFile, "region">): string {
  return file.region ?? "us-west-2";
}

type Network = Pick<WorldState, "vpcs" | "subnets" | "routeTables" | "securityGroups" | "networkInterfaces">;

/** Builds the network: what the world lists, what it only names, and what every VPC has by itself. */
export function buildNetwork(file: WorldFile): Network {
  const unlisted = unlistedVpcId(regionOf(file));
  const subnets = buildSubnets(file);
  const routeTables = listedRouteTables(file, subnets, unlisted);
  const securityGroups = listedSecurityGroups(file, subnets, unlisted);
  const vpcs = file.vpcs ?? [];
  const vpcIds = [...new Set([...vpcs, ...subnets, ...routeTables, ...securityGroups].map(({ vpcId }) => vpcId))];
  const lacking = (has: (vpcId: string) => boolean) => vpcIds.filter((vpcId) => !has(vpcId));
  const withoutMain = lacking((vpcId) => routeTables.some((table) => table.main && table.vpcId === vpcId));
  const withoutDefault = lacking((vpcId) =>
    securityGroups.some((group) => group.groupName === "default" && group.vpcId === vpcId),
  );
  const allGroups = [...securityGroups, ...withoutDefault.map(defaultSecurityGroup)];
  return {
    vpcs: vpcs.map(({ vpcId, tags = {} }) => ({ vpcId, tags })),
    subnets,
    routeTables: [...routeTables, ...withoutMain.map((vpcId) => mainRouteTable(vpcId, subnets))],
    securityGroups: allGroups,
    networkInterfaces: buildInterfaces(file, subnets, allGroups),
  };
}

/** The VPC of everything that the world puts in none. */
function unlistedVpcId(region: string): string {
  return derivedId("vpc-", `${region}/recovery`);
}

/** The subnets that the world lists, those that launch templates and replication settings name, and the default VPC's, unless there is none. */
function buildSubnets(file: WorldFile): SubnetState[] {
  const region = regionOf(file);
  const listed = file.subnets ?? [];
  const servers = file.sourceServers ?? [];
  const named = [
    ...servers.flatMap((server) => server.launchTemplate?.subnetId ?? []),
    ...servers.flatMap((server) => interfacesOf(server).flatMap(({ subnetId = [] }) => subnetId)),
    ...(file.networkInterfaces ?? []).flatMap(({ subnetId = [] }) => subnetId),
    ...servers.flatMap((server) => server.replicationConfiguration?.stagingAreaSubnetId ?? []),
  ];
  const made = file.defaultVpc === false ? [] : [defaultSubnet(region)];
  const known = new Set([...listed, ...made].map((subnet) => subnet.subnetId));
  const missing = [...new Set(named)].filter((id) => !known.has(id));
  const all = [
    ...listed,
    ...missing.map((subnetId): SubnetFile => ({ subnetId, ...blockOfItsServers(file, subnetId) })),
  ];
  return [...all.map((subnet, index) => subnetState(subnet, index, region)), ...made];
}

/** A subnet that is only named contains its servers' addresses, so that copyPrivateIp works unless the world says otherwise. */
function blockOfItsServers(file: WorldFile, subnetId: string): Pick<SubnetFile, "cidrBlock"> {
  const server = (file.sourceServers ?? []).find(
    (s) => s.launchTemplate?.subnetId === subnetId && s.privateIp !== undefined,
  );
  return server?.privateIp === undefined
    ? {}
    : { cidrBlock: `${server.privateIp.split(".").slice(0, 3).join(".")}.0/24` };
}

function subnetState(file: SubnetFile, index: number, region: string): SubnetState {
  const cidrBlock = file.cidrBlock ?? `10.${Math.floor(index / 250)}.${(index % 250) + 1}.0/24`;
  return {
    subnetId: file.subnetId,
    vpcId: file.vpcId ?? unlistedVpcId(region),
    cidrBlock,
    availabilityZone: file.availabilityZone ?? `${region}${["a", "b", "c"][index % 3]}`,
    availableIpAddressCount: file.availableIpAddressCount ?? usableAddresses(cidrBlock),
    defaultForAz: file.defaultForAz ?? false,
    ...(file.mapPublicIpOnLaunch === undefined ? {} : { mapPublicIpOnLaunch: file.mapPublicIpOnLaunch }),
    tags: file.tags ?? {},
  };
}

/**
 * Every account begins with a default VPC of 172.31.0.0/16, with a /20 for each zone
 * (https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html).
 */
function defaultSubnet(region: string): SubnetState {
  return {
    subnetId: derivedId("subnet-", `${region}/default`),
    vpcId: derivedId("vpc-", `${region}/default`),
    cidrBlock: "172.31.0.0/20",
    availabilityZone: `${region}a`,
    availableIpAddressCount: usableAddresses("172.31.0.0/20"),
    defaultForAz: true,
    tags: {},
  };
}

/** The network interfaces in the `data` of a server's launch template. */
export function interfacesOf({ launchTemplate = {} }: SourceServerFile): readonly NetworkInterfaceData[] {
  return templateData(launchTemplate).networkInterfaces ?? [];
}

/** The network interfaces that the world lists, and those that launch templates name: in the default subnet, unless the world says otherwise. */
function buildInterfaces(
  file: WorldFile,
  subnets: readonly SubnetState[],
  groups: readonly SecurityGroupState[],
): NetworkInterfaceState[] {
  const listed = file.networkInterfaces ?? [];
  const known = new Set(listed.map(({ networkInterfaceId }) => networkInterfaceId));
  const named = (file.sourceServers ?? []).flatMap((server) =>
    interfacesOf(server).flatMap(({ networkInterfaceId = [] }) => networkInterfaceId),
  );
  const missing = [...new Set(named)].filter((id) => !known.has(id));
  const taken = new Set(listed.flatMap(({ privateIp = [] }) => privateIp));
  return [...listed, ...missing.map((networkInterfaceId): NetworkInterfaceFile => ({ networkInterfaceId }))].map(
    (given) => {
      const state = interfaceState(given, subnets, groups, taken);
      taken.add(state.privateIp);
      return state;
    },
  );
}

function interfaceState(
  { networkInterfaceId, ...given }: NetworkInterfaceFile,
  subnets: readonly SubnetState[],
  groups: readonly SecurityGroupState[],
  taken: ReadonlySet<string>,
): NetworkInterfaceState {
  const subnet = findSubnet({ subnets }, given.subnetId);
  const ownGroups = groups.filter(({ groupName, vpcId }) => groupName === "default" && vpcId === subnet?.vpcId);
  return {
    networkInterfaceId,
    subnetId: subnet?.subnetId ?? "",
    macAddress: given.macAddress ?? derivedMacAddress(networkInterfaceId),
    privateIp: given.privateIp ?? freeAddress(subnet?.cidrBlock ?? "10.0.0.0/24", taken, 150) ?? "10.0.0.150",
    securityGroupIds: given.securityGroupIds ?? ownGroups.map(({ groupId }) => groupId),
    description: given.description ?? "",
    tags: given.tags ?? {},
  };
}
