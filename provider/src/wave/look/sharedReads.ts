import type { DrsGateway } from "../../drs/gateway";
import { DRS_JOB_TAG } from "../../drs/status";
import type {
  Job,
  LaunchAction,
  LaunchConfiguration,
  RecoveryInstance,
  RecoverySnapshot,
  ReplicationConfiguration,
  SourceServer,
} from "../../drs/types";
import type { Ec2Gateway } from "../../ec2/gateway";
import type {
  DefaultSubnet,
  Ec2Instance,
  InstanceType,
  InstanceTypeOffering,
  LaunchTemplateVersion,
  MetadataDefaults,
  RouteTable,
  SecurityGroup,
  Subnet,
  TaggedInstance,
} from "../../ec2/types";
import type { Clock } from "../clock";
import { KeptAnswer, KeptById } from "./kept";
import { KeptVersions } from "./keptVersions";

/** The gateways of one look. */
interface Gateways {
  drs: DrsGateway;
  ec2: Ec2Gateway;
}

/** Ids that a filter of DRS takes (docs/drs-facts.md#pages), and of EC2 in a request of ours. */
const IDS_PER_REQUEST = { drs: 200, ec2: 100 };

/**
 * What the looks of one preview over one connection have read (docs/decisions/0013-shared-looks.md): the Region's once,
 * a server's once. Each look goes on through its own gateways, so its own time ends its requests. Nothing that starts or
 * ends anything may be decided by it.
 */
export class SharedReads {
  readonly #servers: KeptAnswer<SourceServer[]>;
  readonly #recoveryInstances: KeptById<RecoveryInstance>;
  readonly #jobs: KeptById<Job>;
  readonly #launchConfigurations = new Map<string, KeptAnswer<LaunchConfiguration>>();
  readonly #launchActions = new Map<string, KeptAnswer<LaunchAction[]>>();
  readonly #replicationConfigurations = new Map<string, KeptAnswer<ReplicationConfiguration>>();
  readonly #snapshots = new Map<string, KeptAnswer<RecoverySnapshot[]>>();
  readonly #versions = new KeptVersions<LaunchTemplateVersion>();
  readonly #instances: KeptById<Ec2Instance>;
  readonly #taggedInstances = new Map<string, KeptById<TaggedInstance>>();
  readonly #subnets: KeptById<Subnet>;
  readonly #defaultSubnets: KeptAnswer<DefaultSubnet[]>;
  readonly #metadataDefaults: KeptAnswer<MetadataDefaults>;
  readonly #routeTables: KeptById<RouteTable>;
  readonly #securityGroups: KeptById<SecurityGroup>;
  readonly #instanceTypes: KeptById<InstanceType>;
  readonly #instanceTypeOfferings: KeptById<InstanceTypeOffering>;
  /** Of the recovery instances and subnets that were read, what leads on to others. */
  readonly #launched = new Set<string>();
  readonly #launchJobs = new Set<string>();
  readonly #vpcs = new Set<string>();

  constructor(readonly clock: Pick<Clock, "monotonicMs">) {
    const byId = <T>(idsPerRequest: number, idOf: (item: T) => string | undefined) =>
      new KeptById<T>(clock, { idsPerRequest, idOf });
    this.#servers = new KeptAnswer(clock);
    this.#defaultSubnets = new KeptAnswer(clock);
    this.#metadataDefaults = new KeptAnswer(clock);
    this.#recoveryInstances = byId(IDS_PER_REQUEST.drs, (each) => each.sourceServerId);
    this.#jobs = byId(IDS_PER_REQUEST.drs, (each) => each.jobId);
    this.#instances = byId(IDS_PER_REQUEST.ec2, (each) => each.instanceId);
    this.#subnets = byId(IDS_PER_REQUEST.ec2, (each) => each.subnetId);
    this.#routeTables = byId(IDS_PER_REQUEST.ec2, (each) => each.vpcId);
    this.#securityGroups = byId(IDS_PER_REQUEST.ec2, (each) => each.groupId);
    this.#instanceTypes = byId(IDS_PER_REQUEST.ec2, (each) => each.instanceType);
    this.#instanceTypeOfferings = byId(IDS_PER_REQUEST.ec2, (each) => each.instanceType);
  }

  /** The same gateways, but what another look has read is not read again. */
  over<G extends Gateways>(own: G): G {
    return { ...own, drs: { ...own.drs, ...this.#drsReads(own) }, ec2: { ...own.ec2, ...this.#ec2Reads(own.ec2) } };
  }

  #drsReads({ drs }: Gateways) {
    return {
      listSourceServers: (ids: readonly string[] = []) =>
        ids.length === 0 ? this.#servers.get(() => drs.listSourceServers()) : this.#findServers(ids, drs),
      listSourceServersOnce: () => this.#servers.get(() => drs.listSourceServersOnce()),
      getLaunchConfiguration: (id: string) =>
        this.#of(id, this.#launchConfigurations, () => drs.getLaunchConfiguration(id)),
      getReplicationConfiguration: (id: string) =>
        this.#of(id, this.#replicationConfigurations, () => drs.getReplicationConfiguration(id)),
      listLaunchActions: (id: string) => this.#of(id, this.#launchActions, () => drs.listLaunchActions(id)),
      listRecoverySnapshots: (id: string) => this.#of(id, this.#snapshots, () => drs.listRecoverySnapshots(id)),
      listRecoveryInstances: async (ids?: readonly string[]) =>
        ids === undefined ? drs.listRecoveryInstances() : this.#listRecoveryInstances(ids, drs),
      listJobs: (ids: readonly string[] = [], since?: number) =>
        ids.length === 0
          ? drs.listJobs([], since)
          : this.#jobs.list(ids, { read: (asked) => drs.listJobs(asked), alike: () => this.#lastJobs() }),
    } satisfies Partial<DrsGateway>;
  }

  #ec2Reads(ec2: Ec2Gateway) {
    return {
      findDefaultLaunchTemplateVersion: (id: string) =>
        this.#versions.find(id, {
          find: (each) => ec2.findDefaultLaunchTemplateVersion(each),
          page: (next) => ec2.pageDefaultLaunchTemplateVersions(next),
        }),
      listInstances: (ids: readonly string[]) =>
        this.#instances.list(ids, {
          read: (asked) => ec2.listInstances(asked),
          alike: () => this.#instancesOfRegion(),
        }),
      listLiveInstancesByTag: (key: string, values: readonly string[]) => this.#listTagged(key, values, ec2),
      listSubnets: (ids: readonly string[]) => this.#listSubnets(ids, ec2),
      listDefaultSubnets: () => this.#defaultSubnets.get(() => ec2.listDefaultSubnets()),
      getMetadataDefaults: () => this.#metadataDefaults.get(() => ec2.getMetadataDefaults()),
      listRouteTables: (ids: readonly string[]) =>
        this.#routeTables.list(ids, { read: (asked) => ec2.listRouteTables(asked), alike: () => this.#vpcs }),
      listSecurityGroups: (ids: readonly string[]) =>
        this.#securityGroups.list(ids, {
          read: (asked) => ec2.listSecurityGroups(asked),
          alike: () => this.#named((each) => each.securityGroupIds ?? []),
        }),
      listInstanceTypes: (names: readonly string[]) =>
        this.#instanceTypes.list(names, {
          read: (asked) => ec2.listInstanceTypes(asked),
          alike: () => this.#typeNames(),
        }),
      listInstanceTypeOfferings: async (zones: readonly string[] | "every zone", names?: readonly string[]) =>
        zones !== "every zone" || names === undefined
          ? ec2.listInstanceTypeOfferings(zones, names)
          : this.#instanceTypeOfferings.list(names, {
              read: (asked) => ec2.listInstanceTypeOfferings(zones, asked),
              alike: () => this.#typeNames(),
            }),
    } satisfies Partial<Ec2Gateway>;
  }

  /** In the Region's list, which policies need anyway; one that is not there is asked for before it is missed. */
  async #findServers(ids: readonly string[], drs: DrsGateway): Promise<SourceServer[]> {
    const everyServer = await this.#servers.get(() => drs.listSourceServers()).catch(() => []);
    const found = everyServer.filter((server) => ids.includes(server.sourceServerId));
    const missing = ids.filter((id) => !found.some((server) => server.sourceServerId === id));
    return missing.length === 0 ? found : [...found, ...(await drs.listSourceServers(missing))];
  }

  async #listRecoveryInstances(ids: readonly string[], drs: DrsGateway): Promise<RecoveryInstance[]> {
    const read = async (asked: readonly string[]) => {
      const found = await drs.listRecoveryInstances(asked);
      for (const { ec2InstanceId, jobId } of found) {
        this.#launched.add(ec2InstanceId);
        this.#launchJobs.add(jobId ?? "");
      }
      return found;
    };
    return this.#recoveryInstances.list(ids, { read, alike: () => this.#serverIds() });
  }

  #listTagged(key: string, values: readonly string[], ec2: Ec2Gateway): Promise<TaggedInstance[]> {
    const idsPerRequest = IDS_PER_REQUEST.ec2;
    const known =
      this.#taggedInstances.get(key) ?? new KeptById(this.clock, { idsPerRequest, idOf: ({ tags }) => tags[key] });
    this.#taggedInstances.set(key, known);
    const alike = () => (key === DRS_JOB_TAG ? this.#lastJobs() : this.#serverIds());
    return known.list(values, { read: (asked) => ec2.listLiveInstancesByTag(key, asked), alike });
  }

  async #listSubnets(ids: readonly string[], ec2: Ec2Gateway): Promise<Subnet[]> {
    const read = async (asked: readonly string[]) => {
      const found = await ec2.listSubnets(asked);
      for (const { vpcId } of found) {
        this.#vpcs.add(vpcId ?? "");
      }
      return found;
    };
    return this.#subnets.list(ids, { read, alike: () => this.#named((each) => each.subnetId ?? []) });
  }

  #serverIds(): string[] {
    return (this.#servers.value ?? []).map((server) => server.sourceServerId);
  }

  /** Those that the servers' last launches name, and their recovery instances. */
  #lastJobs(): string[] {
    const named = (this.#servers.value ?? []).flatMap(({ lastLaunch }) => lastLaunch?.jobId ?? []);
    return [...this.#launchJobs, ...named];
  }

  /** The instances that the Region's servers are, and those that were launched from them. */
  #instancesOfRegion(): string[] {
    const sources = (this.#servers.value ?? []).flatMap(({ source }) => source?.ec2InstanceId ?? []);
    return [...this.#launched, ...sources];
  }

  #typeNames(): string[] {
    return this.#versions.known().flatMap((each) => each.instanceType ?? []);
  }

  /** What the launch templates name that were read: also those of servers that are in no wave. */
  #named(idsOf: (network: Network) => string | readonly string[]): string[] {
    const networks = this.#versions.known().flatMap((version) => [version, ...(version.networkInterfaces ?? [])]);
    return networks.flatMap(idsOf);
  }

  #of<T>(id: string, answers: Map<string, KeptAnswer<T>>, read: () => Promise<T>): Promise<T> {
    const answer = answers.get(id) ?? new KeptAnswer<T>(this.clock);
    answers.set(id, answer);
    return answer.get(read);
  }
}

/** What launch templates say of their network, beside their interfaces and in them. */
type Network = Pick<LaunchTemplateVersion, "subnetId" | "securityGroupIds">;
