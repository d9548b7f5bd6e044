/** Waves and plans that comply with every rule, also in `strict`. A test breaks one field. */

import type { JudgedPlan, PlannedWave } from "../../../policy/src/judged/plan";
import type { JudgedWave } from "../../../policy/src/judged/wave";
import { readWave } from "../../../policy/src/policies/readWave";
import type {
  DrillWaveInputs,
  DrillWaveOutputs,
  LaunchConfigurationSettings,
  Observation,
  ObservedLaunch,
  ObservedLaunchTemplate,
  ObservedNetworkInterface,
  ObservedServer,
  ObservedSource,
  ServerRecord,
  Surroundings,
  WaveServer,
} from "../../../provider/src/vocabulary";

export const DB = "s-00000000000000001";
export const WEB = "s-00000000000000002";
export const SUBNET = "subnet-0123456789abcdef0";
export const STAGING = "subnet-0fedcba9876543210";
export const GROUP = "sg-0123456789abcdef0";
export const VPC = "vpc-0123456789abcdef0";
export const PRODUCTION_VPC = "vpc-0fedcba9876543210";
/** The EC2 instance that the database server is. */
export const SOURCE_INSTANCE = "i-0fedcba9876543210";
const GIB = 1024 ** 3;

/** The service's time of every observation here. */
export const OBSERVED_AT = "2026-11-24T12:00:00.000Z";

/** ISO 8601 UTC, this long before {@link OBSERVED_AT}. */
export function ago({ days = 0, hours = 0 }: { days?: number; hours?: number }): string {
  return new Date(Date.parse(OBSERVED_AT) - (days * 24 + hours) * 3_600_000).toISOString();
}

/** Members to change; undefined takes one away. */
export type Changes<Whole> = { [Member in keyof Whole]?: Whole[Member] | undefined };

function changed<Whole extends object>(whole: Whole, changes: Changes<Whole>): Whole {
  const members = Object.entries({ ...whole, ...changes }).filter(([, value]) => value !== undefined);
  // A test takes a required member away on purpose only: what is judged may lack it.
  return Object.fromEntries(members) as unknown as Whole;
}

export function aLaunchConfiguration(changes: Changes<LaunchConfigurationSettings> = {}): LaunchConfigurationSettings {
  return changed(
    {
      targetInstanceTypeRightSizingMethod: "NONE",
      launchDisposition: "STARTED",
      copyPrivateIp: true,
      copyTags: true,
      licensing: { osByol: false },
      postLaunchEnabled: true,
    },
    changes,
  );
}

export function aSource(changes: Changes<ObservedSource> = {}): ObservedSource {
  return changed(
    {
      operatingSystem: "Amazon Linux 2",
      cores: 8,
      memoryBytes: 64 * GIB,
      privateIp: "10.0.1.20",
      disks: ["/dev/sda1", "/dev/sdb"],
      ec2InstanceId: SOURCE_INSTANCE,
      originRegion: "us-west-2",
      originAccount: "111122223333",
    },
    changes,
  );
}

/** Its network interfaces are the one that the changes speak of, unless they say others. */
export function aTemplate(changes: Changes<ObservedLaunchTemplate> = {}): ObservedLaunchTemplate {
  const template = changed<ObservedLaunchTemplate>(
    {
      launchTemplateId: "lt-0123456789abcdef0",
      version: 2,
      instanceType: "r5.2xlarge",
      subnetId: SUBNET,
      securityGroupIds: [GROUP],
      associatePublicIp: false,
      httpTokens: "required",
      metadataOptions: {},
      tenancy: "default",
      placement: {},
    },
    changes,
  );
  return "networkInterfaces" in changes ? template : { ...template, networkInterfaces: [anInterface(template)] };
}

/** The primary network interface, as it stands in the list, where a template says this of it. */
export function anInterface(changes: Changes<ObservedNetworkInterface> = {}): ObservedNetworkInterface {
  const { subnetId, securityGroupIds, associatePublicIp } = changes;
  return changed<ObservedNetworkInterface>(
    { deviceIndex: 0, deleteOnTermination: true },
    { subnetId, securityGroupIds, associatePublicIp },
  );
}

/** A drill that launched its server, this long ago. */
export function aDrillOf(time: Parameters<typeof ago>[0]): ObservedLaunch {
  return { jobId: "drsjob-00000000000000001", type: "DRILL", at: ago(time), status: "LAUNCHED" };
}

export function aSeenServer(changes: Changes<ObservedServer> = {}): ObservedServer {
  return changed(
    {
      sourceServerId: DB,
      hostname: "db-1",
      tags: {},
      source: aSource(),
      replicationState: "CONTINUOUS",
      lagSeconds: 3,
      replicatedDisks: ["/dev/sda1", "/dev/sdb"],
      launchConfigurationSource: "DRS",
      launchConfiguration: aLaunchConfiguration(),
      launchTemplate: aTemplate(),
      lastLaunch: aDrillOf({ days: 7 }),
      recoveryInstances: [],
    },
    changes,
  );
}

export function theSurroundings(changes: Changes<Surroundings> = {}): Surroundings {
  const subnet = {
    vpcId: VPC,
    availabilityZone: "us-west-2a",
    availableIpAddressCount: 200,
    mapPublicIpOnLaunch: false,
    routes: [],
  };
  return changed(
    {
      replicationConfigurations: {
        [DB]: {
          stagingAreaSubnetId: STAGING,
          ebsEncryption: "DEFAULT",
          dataPlaneRouting: "PRIVATE_IP",
          createPublicIP: false,
          replicatedDisks: ["/dev/sda1", "/dev/sdb"],
          autoReplicateNewDisks: true,
          pitPolicy: [{ units: "DAY", interval: 1, retentionDuration: 7, enabled: true }],
        },
      },
      snapshots: {},
      launchTimes: {},
      sourceVpcs: { [DB]: PRODUCTION_VPC, [WEB]: PRODUCTION_VPC },
      subnets: {
        [SUBNET]: { ...subnet, cidrBlock: "10.0.1.0/24" },
        [STAGING]: { ...subnet, cidrBlock: "10.0.9.0/24" },
      },
      securityGroups: { [GROUP]: { groupName: "drill", vpcId: VPC, openIngress: [] } },
      instanceTypes: { "r5.2xlarge": { vCpus: 8, memoryMiB: 65_536, bootModes: ["legacy-bios", "uefi"] } },
      instanceTypeOfferings: { "r5.2xlarge": ["us-west-2a", "us-west-2b"] },
      regionServers: [
        { sourceServerId: DB, hostname: "db-1", tags: { Tier: "database" }, lastLaunch: aDrillOf({ days: 7 }) },
      ],
    },
    changes,
  );
}

export function observing(
  servers: ObservedServer[] = [aSeenServer()],
  surroundings: Surroundings | undefined = theSurroundings(),
): Observation {
  const at = { region: "us-west-2", account: "111122223333", observedAt: OBSERVED_AT };
  return { ...at, servers, ...(surroundings === undefined ? {} : { surroundings }) };
}

export function aServer(changes: Changes<WaveServer> = {}): WaveServer {
  return changed({ sourceServerId: DB, role: "database" }, changes);
}

export function theInputs(changes: Changes<DrillWaveInputs> = {}): Record<string, unknown> {
  const inputs = {
    region: "us-west-2",
    sourceServers: [aServer()],
    recoveryPlan: "orders",
    wave: "database",
    objectives: { recoveryTimeSeconds: 1800, recoveryPointSeconds: 900 },
    observed: observing(),
  };
  return { ...changed<object>(inputs, changes) };
}

/** What the SDK throws for an input that is unknown at preview (@pulumi/policy, proxy.js). */
class UnknownValue extends Error {
  readonly unknownTypeSentinel = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
}

/**
 * The wave as a policy reads it.
 *
 * @param unknown inputs that are unknown at preview
 */
export function aWave(changes: Changes<DrillWaveInputs> = {}, unknown: string[] = [], name = "database"): JudgedWave {
  return readAs(name, theInputs(changes), unknown);
}

/** The same wave with other inputs. */
export function changedWave(
  { name, inputs }: JudgedWave,
  changes: Changes<DrillWaveInputs>,
  unknown: string[] = [],
): JudgedWave {
  return readAs(name, changed<object>(inputs, changes), unknown);
}

function readAs(name: string, inputs: object, unknown: string[]): JudgedWave {
  const props: Record<string, unknown> = { ...inputs };
  for (const input of unknown) {
    const get = () => {
      throw new UnknownValue();
    };
    Object.defineProperty(props, input, { get, enumerable: true });
  }
  return readWave({ urn: urnOf(name), name, props }, new Date(OBSERVED_AT));
}

/** A wave of one server of which this was seen. */
export function aWaveOf(seen: Changes<ObservedServer>, changes: Changes<DrillWaveInputs> = {}): JudgedWave {
  return aWave({ observed: observing([aSeenServer(seen)]), ...changes });
}

/** A wave around which this was seen. */
export function aWaveAmid(surroundings: Changes<Surroundings>, changes: Changes<DrillWaveInputs> = {}): JudgedWave {
  return aWave({ observed: observing([aSeenServer()], theSurroundings(surroundings)), ...changes });
}

export function urnOf(name: string): string {
  return `urn:pulumi:prod::orders::pulumi-nodejs:dynamic/drs:DrillWave::${name}`;
}

export function aServerRecord(changes: Changes<ServerRecord> = {}): ServerRecord {
  return changed(
    {
      sourceServerId: DB,
      hostname: "db-1",
      role: "database",
      impactLevel: "CRITICAL",
      launchStatus: "LAUNCHED",
      launchConfiguration: aLaunchConfiguration(),
      instanceType: "r5.2xlarge",
      postLaunchActions: [],
      phases: [],
      attempt: 1,
    },
    changes,
  );
}

/** The record of a drill that passed a week ago. */
export function aRecord(changes: Changes<DrillWaveOutputs> = {}): DrillWaveOutputs {
  return changed(
    {
      jobId: "drsjob-00000000000000001",
      executionId: "e",
      account: "111122223333",
      region: "us-west-2",
      pending: [],
      status: "COMPLETED",
      verdict: "PASSED",
      startedAt: ago({ days: 7 }),
      completedAt: ago({ days: 7 }),
      objectivesMet: true,
      servers: [aServerRecord()],
      attempts: [],
      cleanup: { status: "NOT_STARTED" },
      warnings: [],
    },
    changes,
  );
}

/** A wave that was drilled a week ago, unless a test says otherwise. */
export function aPlannedWave(changes: Changes<PlannedWave> = {}): PlannedWave {
  return changed({ wave: aWave(), record: aRecord(), isNew: false, after: new Set<string>() }, changes);
}

export function aPlan(...waves: PlannedWave[]): JudgedPlan {
  return { waves: waves.length === 0 ? [aPlannedWave()] : waves, settings: new Map() };
}
