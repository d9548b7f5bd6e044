import type { WorldFile } from "drs-simulator";
import type { DrillWaveArgs } from "pulumi-drillwave";
import type { RunOptions } from "./drillProject";
import {
  APP,
  aCompliantWorld,
  aLaunchConfiguration,
  aReplicationConfiguration,
  aSubnet,
  aTemplate,
  compliantWaves,
  DB,
  GROUP,
  SNAPSHOT,
  STAGING,
  SUBNET,
  VPC,
} from "./policyWorld";

/** A world, or a wave in one, that violates one rule alone. */
export interface WaveCase {
  rule: string;
  /** Where a rule has several. */
  way?: string;
  world?: WorldFile;
  /** Changes of the database wave. */
  wave?: Partial<DrillWaveArgs>;
  /** Configuration of the rule, besides its level; it holds for all cases, so that it must be about this one's role or tag. */
  config?: object;
  options?: NonNullable<RunOptions["resourceOptions"]>[string];
}

/** A world or program that violates one rule alone, and would not beside others. */
export interface ProgramCase extends Pick<RunOptions, "resourceOptions"> {
  rule: string;
  world?: WorldFile;
  waves?: Record<string, DrillWaveArgs>;
  config?: object;
}

const declaring = (server: object) => ({ sourceServers: [{ sourceServerId: DB, role: "database", ...server }] });
const together = { sourceServers: [DB, APP].map((sourceServerId) => ({ sourceServerId, role: "database" })) };
const storing = (changes: Parameters<typeof aLaunchConfiguration>[0]) =>
  aCompliantWorld({ db: { launchConfiguration: aLaunchConfiguration(changes) } });
const templated = (changes: Parameters<typeof aTemplate>[0]) =>
  aCompliantWorld({ db: { launchTemplate: aTemplate(changes) } });
const replicating = (changes: Parameters<typeof aReplicationConfiguration>[0]) =>
  aCompliantWorld({ db: { replicationConfiguration: aReplicationConfiguration(changes) } });
const DAY = 86_400;

/** A tag that every wave has, but for the one that violates the rule about it. */
export const REQUIRED_TAG = { CostCenter: "42" };

/** What a new wave is judged by: nothing has been drilled yet. */
export const NEW_WAVES: readonly WaveCase[] = [
  { rule: "drs-server-require-right-sizing", world: storing({ targetInstanceTypeRightSizingMethod: "BASIC" }) },
  {
    rule: "drs-template-require-instance-type",
    wave: declaring({ role: "cache" }),
    config: { allowed: { cache: ["m5"] } },
  },
  { rule: "drs-template-require-source-capacity", world: aCompliantWorld({ db: { cores: 16 } }) },
  {
    rule: "drs-server-require-private-ip",
    world: storing({ copyPrivateIp: false }),
    wave: declaring({ role: "directory" }),
    config: { roles: ["directory"] },
  },
  { rule: "drs-subnet-require-source-address", world: aCompliantWorld({ db: { privateIp: "10.0.2.20" } }) },
  {
    rule: "drs-server-require-byol-tenancy",
    world: aCompliantWorld({
      db: { os: "WINDOWS", launchConfiguration: aLaunchConfiguration({ licensing: { osByol: true } }) },
    }),
  },
  {
    rule: "drs-template-require-possible-launch",
    // Its networks would be judged as well, were there one.
    world: aCompliantWorld({
      defaultVpc: false,
      db: {
        launchConfiguration: aLaunchConfiguration({ copyPrivateIp: false }),
        launchTemplate: aTemplate({
          data: { NetworkInterfaces: [{ DeviceIndex: 0, Groups: [GROUP], AssociatePublicIpAddress: false }] },
        }),
      },
    }),
  },
  {
    rule: "drs-template-require-possible-launch",
    way: "IMDSv2",
    world: aCompliantWorld({
      metadataDefaults: { httpTokensEnforced: "enabled" },
      db: { launchTemplate: aTemplate({ httpTokens: "optional" }) },
    }),
  },
  { rule: "drs-server-require-start", world: storing({ launchDisposition: "STOPPED" }) },
  {
    rule: "drs-server-require-post-launch-actions",
    wave: declaring({ role: "web" }),
    config: { roles: ["web"] },
  },
  // The role of another case is known; this one's is not.
  { rule: "drs-server-require-known-role", wave: declaring({ role: "batch" }), config: { roles: ["cache"] } },
  { rule: "drs-template-disallow-public-address", world: templated({ associatePublicIp: true }) },
  { rule: "drs-template-require-imdsv2", world: templated({ httpTokens: "optional" }) },
  {
    rule: "drs-template-disallow-default-security-group",
    world: aCompliantWorld({ securityGroups: [{ groupId: GROUP, groupName: "default", vpcId: VPC }] }),
  },
  {
    rule: "drs-template-disallow-open-ingress",
    world: aCompliantWorld({
      securityGroups: [
        {
          groupId: GROUP,
          groupName: "drill",
          vpcId: VPC,
          ingress: [{ protocol: "tcp", fromPort: 22, source: "0.0.0.0/0" }],
        },
      ],
    }),
  },
  {
    rule: "drs-subnet-require-isolation",
    way: "a route",
    world: aCompliantWorld({
      routeTables: [
        {
          routeTableId: "rtb-0123456789abcdef0",
          vpcId: VPC,
          subnetIds: [SUBNET],
          routes: [{ destination: "0.0.0.0/0", target: "tgw-0123456789abcdef0" }],
        },
      ],
    }),
  },
  {
    rule: "drs-subnet-require-isolation",
    way: "production's VPC",
    world: aCompliantWorld({
      db: { awsInstanceID: "i-0123456789abcdef0" },
      subnets: [
        aSubnet(SUBNET, "10.0.1.0/24"),
        aSubnet(STAGING, "10.0.9.0/24"),
        aSubnet("subnet-00000000000000001", "10.0.5.0/24"),
      ],
      instances: [{ ec2InstanceID: "i-0123456789abcdef0", subnetId: "subnet-00000000000000001" }],
    }),
  },
  {
    rule: "drs-subnet-disallow-internet",
    world: aCompliantWorld({
      routeTables: [
        {
          routeTableId: "rtb-0123456789abcdef0",
          vpcId: VPC,
          subnetIds: [SUBNET],
          routes: [{ destination: "0.0.0.0/0", target: "nat-0123456789abcdef0" }],
        },
      ],
    }),
  },
  { rule: "drs-wave-require-tags", wave: { tags: {} }, config: { required: Object.keys(REQUIRED_TAG) } },
  { rule: "drs-wave-disallow-recovery", wave: { isDrill: false, allowRecovery: true } },
  { rule: "drs-wave-require-cleanup", wave: { cleanup: "never" } },
  { rule: "drs-wave-require-cleanup", way: "retainOnDelete", options: { retainOnDelete: true } },
  {
    rule: "drs-server-disallow-recovery-instance",
    world: aCompliantWorld({ recoveryInstances: [{ sourceServerID: DB, isDrill: false }] }),
  },
  {
    rule: "drs-server-disallow-leftover-instances",
    world: aCompliantWorld({ recoveryInstances: [{ sourceServerID: DB, isDrill: true, ageSeconds: 2 * DAY }] }),
  },
  { rule: "drs-server-require-replication", world: aCompliantWorld({ db: { replicationState: "STALLED" } }) },
  { rule: "drs-server-limit-lag", world: aCompliantWorld({ db: { lagSeconds: 1200 } }) },
  { rule: "drs-server-require-all-disks", world: aCompliantWorld({ db: { replicatedDisks: ["/dev/sda1"] } }) },
  { rule: "drs-replication-require-coverage", world: replicating({ autoReplicateNewDisks: false }) },
  { rule: "drs-replication-require-encryption", world: replicating({ ebsEncryption: "NONE" }) },
  { rule: "drs-replication-require-private-routing", world: replicating({ dataPlaneRouting: "PUBLIC_IP" }) },
  {
    rule: "drs-snapshot-limit-age",
    world: aCompliantWorld({ db: { snapshots: [{ snapshotID: SNAPSHOT, ageSeconds: 3 * DAY }] } }),
    wave: declaring({ recoverySnapshotId: SNAPSHOT }),
  },
  { rule: "drs-wave-require-objectives", wave: { objectives: { recoveryTimeSeconds: 3600 } } },
  { rule: "drs-wave-require-verification", wave: { success: "launched" } },
];

/** Both waves at once, in plans of their own. */
const atOnce = { app: { after: [] } };

/** What the waves of a program are judged by together, or with servers more than another case allows. */
export const NEW_PROGRAMS: readonly ProgramCase[] = [
  {
    rule: "drs-subnet-require-staging-room",
    world: aCompliantWorld({ subnets: [aSubnet(SUBNET, "10.0.1.0/24"), aSubnet(STAGING, "10.0.9.0/24", 0)] }),
  },
  {
    rule: "drs-subnet-require-launch-room",
    world: aCompliantWorld({ subnets: [aSubnet(SUBNET, "10.0.1.0/24", 1), aSubnet(STAGING, "10.0.9.0/24")] }),
    waves: { database: { ...compliantWaves().database, ...together } },
  },
  {
    rule: "drs-plan-limit-concurrency",
    waves: compliantWaves({ app: { recoveryPlan: "billing" } }),
    resourceOptions: atOnce,
    config: { maximumJobs: 1 },
  },
  { rule: "drs-plan-require-tier-order", resourceOptions: atOnce },
  {
    rule: "drs-plan-disallow-shared-servers",
    waves: compliantWaves({ app: { recoveryPlan: "billing", sourceServers: [{ sourceServerId: DB, role: "app" }] } }),
    resourceOptions: atOnce,
  },
  {
    rule: "drs-plan-require-replicating-servers",
    world: aCompliantWorld({ db: { lastLaunch: null } }),
    waves: { app: compliantWaves().app },
  },
  { rule: "drs-server-require-drill", world: aCompliantWorld({ db: { lastLaunch: { ageSeconds: 100 * DAY } } }) },
];
