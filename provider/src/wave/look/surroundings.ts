import { canBeDrilled } from "../../drs/status";
import type { LaunchAction, RecoverySnapshot, SourceServer } from "../../drs/types";
import type { Ec2Instance, RouteTable, Subnet } from "../../ec2/types";
import {
  leavesSubnetOpen,
  type ObservedLaunchAction,
  type ObservedReplicationConfiguration,
  type RegionServer,
  type Surroundings,
  toIso,
} from "../../vocabulary";
import { withoutUndefined } from "../../withoutUndefined";
import type { WaveContext } from "../context";
import type { FoundServers } from "./findServers";
import { type ObservationResult, toObservedLaunch } from "./observe";
import { PartReader } from "./reads";

/** The servers whose surroundings are read. */
export interface SurroundingsSubject {
  found: FoundServers;
  /** Still in progress; whatever does not need it is read at the same time. */
  observing: Promise<ObservationResult>;
  /** Shared with whoever else needs a server's snapshots. */
  listSnapshots(sourceServerId: string): Promise<RecoverySnapshot[]>;
  /** Whether this wave's surroundings have the Region's servers: of a program's waves one is enough. */
  listsRegion: boolean;
}

type Gateways = Pick<WaveContext, "drs" | "ec2">;

/**
 * Reads what only policies need. Reads in parallel: one call for each part, and one for each server for replication
 * configurations, pinned snapshots and post-launch actions. Never throws: why a part could not be seen is in `unseen`. Changes nothing.
 */
export async function observeSurroundings(context: Gateways, subject: SurroundingsSubject): Promise<Surroundings> {
  const reader = new PartReader();
  const replicating = listReplicationConfigurations(reader, context, subject.found);
  const instances = listInstances(context, subject);
  const [
    replicationConfigurations,
    snapshots,
    regionServers,
    launchTimes,
    sourceVpcs,
    metadataDefaults,
    { defaultSubnets, subnets },
    securityGroups,
    instanceTypes,
    launchActions,
    instanceTypeOfferings,
  ] = await Promise.all([
    replicating,
    listSnapshotTimes(reader, subject),
    listRegionServers(reader, context, subject),
    reader.read("launchTimes", {}, () => listLaunchTimes(instances, subject)),
    reader.read("sourceVpcs", {}, () => listSourceVpcs(instances, context, subject)),
    reader.read("metadataDefaults", undefined, () => readMetadataDefaults(context, subject)),
    listSubnets(reader, context, subject, replicating),
    reader.read("securityGroups", {}, () => listSecurityGroups(context, subject)),
    reader.read("instanceTypes", {}, () => listInstanceTypes(context, subject)),
    listLaunchActions(reader, context, subject),
    reader.read("instanceTypeOfferings", undefined, () => listInstanceTypeOfferings(context, subject)),
  ]);
  return withoutUndefined({
    replicationConfigurations,
    snapshots,
    launchTimes,
    sourceVpcs,
    metadataDefaults,
    defaultSubnets,
    subnets,
    securityGroups,
    instanceTypes,
    launchActions,
    instanceTypeOfferings,
    regionServers,
    unseen: reader.unseen,
  });
}

async function listReplicationConfigurations(
  reader: PartReader,
  { drs }: Gateways,
  { servers }: FoundServers,
): Promise<Record<string, ObservedReplicationConfiguration>> {
  const ids = servers.map(({ source }) => source.sourceServerId);
  return Object.fromEntries(
    await reader.readEach("replicationConfigurations", ids, (id) => drs.getReplicationConfiguration(id)),
  );
}

/** Undefined where no server has a role and runs its actions: rules about actions are about roles. */
async function listLaunchActions(
  reader: PartReader,
  { drs }: Gateways,
  { observing }: SurroundingsSubject,
): Promise<Surroundings["launchActions"]> {
  const servers = await reader.read("launchActions", [], async () => (await observing).servers);
  const running = servers.filter(
    ({ declared, seen }) => declared.role !== undefined && seen.launchConfiguration.postLaunchEnabled === true,
  );
  if (running.length === 0) {
    return undefined;
  }
  const ids = running.map(({ seen }) => seen.sourceServerId);
  const listed = await reader.readEach("launchActions", ids, (id) => drs.listLaunchActions(id));
  return Object.fromEntries([...listed].map(([id, actions]) => [id, actions.map(toObservedAction).toSorted(byText)]));
}

function toObservedAction({ name, category, active, optional }: LaunchAction): ObservedLaunchAction {
  return withoutUndefined({ name, category, active, optional });
}

/** In an order of their own: DRS lists them in any, and an update plan holds the text. */
function byText(one: ObservedLaunchAction, other: ObservedLaunchAction): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}

async function listSnapshotTimes(reader: PartReader, { found, listSnapshots }: SurroundingsSubject) {
  const pinned = found.servers.flatMap(({ declared }) => (declared.recoverySnapshotId === undefined ? [] : declared));
  const ids = pinned.map((server) => server.sourceServerId);
  const listed = await reader.readEach("snapshots", ids, listSnapshots);
  const wanted = new Set(pinned.map((server) => server.recoverySnapshotId));
  const snapshots = [...listed.values()].flat().filter((each) => wanted.has(each.recoverySnapshotId));
  return Object.fromEntries(
    snapshots.flatMap(({ recoverySnapshotId, takenAt }) =>
      takenAt === undefined ? [] : [[recoverySnapshotId, toIso(takenAt)]],
    ),
  );
}

/**
 * Undefined where another wave has them. It reads the list all the same: whoever looks first in a process looks before its
 * first drill, and the list of a preview has to be found again in `up`, whichever wave is first then.
 */
async function listRegionServers(
  reader: PartReader,
  { drs }: Gateways,
  { listsRegion }: SurroundingsSubject,
): Promise<RegionServer[] | undefined> {
  if (!listsRegion) {
    await drs.listSourceServersOnce().catch(() => undefined);
    return undefined;
  }
  return reader.read("regionServers", undefined, async () =>
    (await drs.listSourceServersOnce()).filter(canBeDrilled).map(toRegionServer).toSorted(compareIds),
  );
}

function toRegionServer({ sourceServerId, hostname, tags, lastLaunch, neverLaunched }: SourceServer): RegionServer {
  return withoutUndefined({ sourceServerId, hostname, tags, lastLaunch: toObservedLaunch(lastLaunch), neverLaunched });
}

function compareIds(one: RegionServer, other: RegionServer): number {
  return one.sourceServerId < other.sourceServerId ? -1 : 1;
}

/** Earlier recovery instances, and the instances of this Region that the source servers are: one call for both. */
async function listInstances({ drs, ec2 }: Gateways, { found, observing }: SurroundingsSubject) {
  const sources = found.servers.flatMap(({ source }) => sourceInstanceOf(source, drs.region) ?? []);
  const { recoveryInstances } = await observing;
  const instances = await ec2.listInstances(
    unique([...recoveryInstances.map((each) => each.ec2InstanceId), ...sources]),
  );
  return new Map(instances.map((each) => [each.instanceId, each]));
}

/** Undefined also for one in another Region, where no VPC of this one is. */
function sourceInstanceOf({ source = {} }: SourceServer, region: string): string | undefined {
  const { ec2InstanceId, originRegion = region } = source;
  return originRegion === region ? ec2InstanceId : undefined;
}

type Instances = Promise<ReadonlyMap<string, Ec2Instance>>;

async function listSourceVpcs(instances: Instances, { drs }: Gateways, { found }: SurroundingsSubject) {
  const sources = found.servers.map(({ source }) => ({
    id: source.sourceServerId,
    instance: sourceInstanceOf(source, drs.region),
  }));
  if (sources.every(({ instance }) => instance === undefined)) {
    return {};
  }
  const seen = await instances;
  return Object.fromEntries(
    sources.flatMap(({ id, instance }) => {
      const vpcId = seen.get(instance ?? "")?.vpcId;
      return vpcId === undefined ? [] : [[id, vpcId]];
    }),
  );
}

async function listLaunchTimes(instances: Instances, { observing }: SurroundingsSubject) {
  const [seen, { recoveryInstances }] = await Promise.all([instances, observing]);
  return Object.fromEntries(
    recoveryInstances.flatMap(({ recoveryInstanceId, ec2InstanceId }) => {
      const at = seen.get(ec2InstanceId)?.launchedAt;
      return at === undefined ? [] : [[recoveryInstanceId, toIso(at)]];
    }),
  );
}

/** Undefined where every template says that IMDSv2 is required, which nothing in the account changes. */
async function readMetadataDefaults({ ec2 }: Gateways, subject: SurroundingsSubject) {
  const isNeeded = (await templatesOf(subject)).some(({ httpTokens }) => httpTokens !== "required");
  return isNeeded ? ec2.getMetadataDefaults() : undefined;
}

/** Those of the launch templates, those that the servers replicate through, and default ones where a template names none. */
async function listSubnets(
  reader: PartReader,
  { ec2 }: Gateways,
  subject: SurroundingsSubject,
  replicating: Promise<Record<string, ObservedReplicationConfiguration>>,
): Promise<Pick<Surroundings, "defaultSubnets" | "subnets">> {
  const [defaults, named] = await Promise.all([
    reader.read("defaultSubnets", undefined, () => listDefaultSubnets(ec2, subject)),
    reader.read("subnets", [], () => listNamedSubnets(ec2, subject, replicating)),
  ]);
  const all = new Map([...(defaults ?? []), ...named].map((subnet) => [subnet.subnetId, subnet]));
  const byZone = defaults?.map(({ availabilityZone, subnetId }) => [availabilityZone, subnetId]);
  return {
    ...(byZone === undefined ? {} : { defaultSubnets: Object.fromEntries(byZone) }),
    subnets: await withRoutes(reader, ec2, [...all.values()]),
  };
}

/** Undefined where no template needs one. */
async function listDefaultSubnets(ec2: Gateways["ec2"], subject: SurroundingsSubject) {
  const isNeeded = (await templatesOf(subject)).some(leavesSubnetOpen);
  return isNeeded ? ec2.listDefaultSubnets() : undefined;
}

async function listNamedSubnets(
  ec2: Gateways["ec2"],
  subject: SurroundingsSubject,
  replicating: Promise<Record<string, ObservedReplicationConfiguration>>,
): Promise<Subnet[]> {
  const staging = Object.values(await replicating).flatMap((each) => each.stagingAreaSubnetId ?? []);
  const launching = (await templatesOf(subject)).flatMap(({ subnetId, networkInterfaces = [] }) =>
    [{ subnetId }, ...networkInterfaces].flatMap((each) => each.subnetId ?? []),
  );
  return ec2.listSubnets(unique([...launching, ...staging]));
}

async function withRoutes(
  reader: PartReader,
  ec2: Gateways["ec2"],
  subnets: readonly Subnet[],
): Promise<Surroundings["subnets"]> {
  const vpcIds = unique(subnets.flatMap((subnet) => subnet.vpcId ?? []));
  const tables = await reader.read("routes", undefined, () => ec2.listRouteTables(vpcIds));
  const routes = new Map(subnets.map((subnet) => [subnet.subnetId, routesOf(subnet, tables ?? [])]));
  // In an order of their own: EC2 answers in any, and an update plan holds the text.
  const unrouted = [...routes].flatMap(([id, seen]) => (seen === undefined ? id : [])).sort();
  // For example a subnet that another account shares: only its owner sees the route tables.
  if (tables !== undefined && unrouted.length > 0) {
    reader.miss("routes", `no route table of ${unrouted.join(", ")} is listed`);
  }
  return Object.fromEntries(
    subnets.map(({ subnetId, vpcId, availabilityZone, cidrBlock, availableIpAddressCount, mapPublicIpOnLaunch }) => [
      subnetId,
      withoutUndefined({
        vpcId,
        availabilityZone,
        cidrBlock,
        availableIpAddressCount,
        mapPublicIpOnLaunch,
        routes: routes.get(subnetId),
      }),
    ]),
  );
}

async function listSecurityGroups({ ec2 }: Gateways, subject: SurroundingsSubject) {
  const ids = (await templatesOf(subject)).flatMap(({ securityGroupIds, networkInterfaces = [] }) =>
    [{ securityGroupIds }, ...networkInterfaces].flatMap((each) => each.securityGroupIds ?? []),
  );
  const groups = await ec2.listSecurityGroups(unique(ids));
  return Object.fromEntries(groups.map(({ groupId, ...group }) => [groupId, group]));
}

async function listInstanceTypes({ ec2 }: Gateways, subject: SurroundingsSubject) {
  const names = (await templatesOf(subject)).flatMap((template) => template.instanceType ?? []);
  const types = await ec2.listInstanceTypes(unique(names));
  return Object.fromEntries(types.map(({ instanceType, ...type }) => [instanceType, type]));
}

/** Undefined where no launch takes the type of its template for certain: with right-sizing, DRS may write another. */
async function listInstanceTypeOfferings({ ec2 }: Gateways, { observing }: SurroundingsSubject) {
  const { servers } = (await observing).observation;
  const fixed = servers.filter((server) => server.launchConfiguration.targetInstanceTypeRightSizingMethod === "NONE");
  const names = unique(fixed.flatMap((server) => server.launchTemplate?.instanceType ?? [])).sort();
  if (names.length === 0) {
    return undefined;
  }
  const offerings = await ec2.listInstanceTypeOfferings("every zone", names);
  return Object.fromEntries(
    names.map((name) => {
      const zones = offerings.flatMap(({ instanceType, availabilityZone }) =>
        instanceType === name ? availabilityZone : [],
      );
      // In an order of their own: EC2 answers in any, and an update plan holds the text.
      return [name, zones.sort()];
    }),
  );
}

async function templatesOf({ observing }: SurroundingsSubject) {
  return (await observing).observation.servers.flatMap((server) => server.launchTemplate ?? []);
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}

/**
 * The routes of the table that applies to a subnet: the one it is associated with, else its VPC's main one
 * (https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html). Undefined when none of these does. Pure.
 */
export function routesOf(subnet: Subnet, tables: readonly RouteTable[]): RouteTable["routes"] | undefined {
  const own = tables.find((table) => table.subnetIds.includes(subnet.subnetId));
  return (own ?? tables.find((table) => table.isMain && table.vpcId === subnet.vpcId))?.routes;
}
