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

/** A world or program that violates one rule alone. */
export interface PolicyCase extends Pick<RunOptions, "resourceOptions"> {
  rule: string;
  world?: WorldFile;
  waves?: Record<string, DrillWaveArgs>;
  /** Configuration of the rule, besides its level. */
  config?: object;
}

const database = (changes: object) => compliantWaves({ database: changes });
const declaring = (server: object) =>
  database({ sourceServers: [{ sourceServerId: DB, role: "database", ...server }] });
const storing = (changes: Parameters<typeof aLaunchConfiguration>[0]) =>
  aCompliantWorld({ db: { launchConfiguration: aLaunchConfiguration(changes) } });
const templated = (changes: Parameters<typeof aTemplate>[0]) =>
  aCompliantWorld({ db: { launchTemplate: aTemplate(changes) } });
const replicating = (changes: Parameters<typeof aReplicationConfiguration>[0]) =>
  aCompliantWorld({ db: { replicationConfiguration: aReplicationConfiguration(changes) } });
/** Both servers in one wave. */
const together: Record<string, DrillWaveArgs> = {
  database: {
    ...compliantWaves().database,
    sourceServers: [DB, APP].map((sourceServerId) => ({ sourceServerId, role: "database" })),
  },
};
/** Both waves at once, in plans of their own. */
const atOnce = { app: { after: [] } };
const DAY = 86_400;

/** What a new drill is judged by: nothing has been drilled yet. */
export const NEW_DRILLS: readonly PolicyCase[] = [
  { rule: "drs-database-require-instance-type", world: storing({ targetInstanceTypeRightSizingMethod: "BASIC" }) },
  { rule: "drs-template-require-instance-type", config: { allowed: { database: ["m5"] } } },
  { rule: "drs-template-require-source-capacity", world: aCompliantWorld({ db: { cores: 16 } }) },
  {
    rule: "drs-server-require-private-ip",
    world: storing({ copyPrivateIp: false }),
    config: { roles: ["database"] },
  },
  { rule: "drs-subnet-require-source-address", world: aCompliantWorld({ db: { privateIp: "10.0.2.20" } }) },
  {
    rule: "drs-server-disallow-copies-into-instance",
    waves: declaring({
      launchConfiguration: { launchIntoInstanceProperties: { launchIntoEC2InstanceID: "i-0123456789abcdef0" } },
    }),
  },
  {
    rule: "drs-server-require-byol-tenancy",
    world: aCompliantWorld({
      db: { os: "WINDOWS", launchConfiguration: aLaunchConfiguration({ licensing: { osByol: true } }) },
    }),
  },
  { rule: "drs-server-require-start", world: storing({ launchDisposition: "STOPPED" }) },
  {
    rule: "drs-template-require-boot-mode",
    world: templated({ instanceType: "r6g.2xlarge" }),
    config: { modes: { database: "legacy-bios" } },
  },
  { rule: "drs-server-require-post-launch-actions", config: { roles: ["database"] } },
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
  { rule: "drs-wave-require-tags", config: { required: ["CostCenter"] } },
  { rule: "drs-wave-disallow-recovery", waves: database({ isDrill: false, allowRecovery: true }) },
  { rule: "drs-wave-require-cleanup", waves: database({ cleanup: "never" }) },
  { rule: "drs-wave-require-cleanup", resourceOptions: { database: { retainOnDelete: true } } },
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
  { rule: "drs-replication-require-encryption", world: replicating({ ebsEncryption: "NONE" }) },
  { rule: "drs-replication-require-private-routing", world: replicating({ dataPlaneRouting: "PUBLIC_IP" }) },
  {
    rule: "drs-subnet-require-staging-room",
    world: aCompliantWorld({ subnets: [aSubnet(SUBNET, "10.0.1.0/24"), aSubnet(STAGING, "10.0.9.0/24", 0)] }),
  },
  {
    rule: "drs-subnet-require-launch-room",
    world: aCompliantWorld({ subnets: [aSubnet(SUBNET, "10.0.1.0/24", 1), aSubnet(STAGING, "10.0.9.0/24")] }),
    waves: together,
  },
  {
    rule: "drs-snapshot-limit-age",
    world: aCompliantWorld({ db: { snapshots: [{ snapshotID: SNAPSHOT, ageSeconds: 3 * DAY }] } }),
    waves: declaring({ recoverySnapshotId: SNAPSHOT }),
  },
  { rule: "drs-wave-limit-servers", waves: together, config: { maximumServers: 1 } },
  { rule: "drs-wave-require-timeout", resourceOptions: { database: { customTimeouts: { create: "10m" } } } },
  { rule: "drs-wave-require-objectives", waves: database({ objectives: { recoveryTimeSeconds: 3600 } }) },
  { rule: "drs-wave-disallow-default-settings", waves: database({ onUnreadableLaunchConfiguration: "useDefaults" }) },
  { rule: "drs-wave-require-verification", waves: database({ success: "launched" }) },
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
    rule: "drs-plan-require-critical-servers",
    world: aCompliantWorld({ db: { tags: { ImpactLevel: "CRITICAL" } } }),
    waves: { app: compliantWaves().app },
  },
  { rule: "drs-wave-require-retest", world: aCompliantWorld({ db: { lastLaunch: { status: "FAILED" } } }) },
];
