import type {
  DrillWaveInputs,
  LaunchConfigurationSettings,
  ObservedLaunchTemplate,
} from "../../../provider/src/vocabulary";
import {
  aDrillOf,
  ago,
  aLaunchConfiguration,
  aRecord,
  aSeenServer,
  aServer,
  aServerRecord,
  aSource,
  aTemplate,
  aWave,
  aWaveAmid,
  aWaveOf,
  type Changes,
  DB,
  GROUP,
  observing,
  STAGING,
  SUBNET,
  theSurroundings,
  VPC,
  WEB,
} from "./factories";
import { planning } from "./managed";
import type { ShownSettings, ShownWave } from "./runPolicies";

/** Something that violates one rule alone. */
export interface Violation {
  waves: ShownWave[];
  /** The settings that the program manages. */
  settings?: ShownSettings[];
  config?: object;
  /** Of other rules, which would find the same from another side. */
  otherConfig?: Record<string, object>;
}

const one = (wave: ReturnType<typeof aWave>, config: object = {}): Violation => ({ waves: [{ wave }], config });
const declared = (changes: Changes<DrillWaveInputs>, config: object = {}) => one(aWave(changes), config);
const stored = (changes: LaunchConfigurationSettings, config: object = {}) =>
  one(aWaveOf({ launchConfiguration: aLaunchConfiguration(changes) }), config);
const templated = (changes: Changes<ObservedLaunchTemplate>, config: object = {}) =>
  one(aWaveOf({ launchTemplate: aTemplate(changes) }), config);
const amid = (changes: Parameters<typeof aWaveAmid>[0]) => one(aWaveAmid(changes));
const drilled = (record: Parameters<typeof aRecord>[0], wave = aWave()): ShownWave => ({
  wave,
  record: aRecord(record),
});

const subnet = {
  vpcId: "vpc-0123456789abcdef0",
  availabilityZone: "us-west-2a",
  mapPublicIpOnLaunch: false,
  routes: [],
};
const launching = { ...subnet, cidrBlock: "10.0.1.0/24", availableIpAddressCount: 200 };
const staging = { ...subnet, cidrBlock: "10.0.9.0/24", availableIpAddressCount: 200 };
const replicated = theSurroundings().replicationConfigurations[DB];
const earlier = (isDrill: boolean) => [{ recoveryInstanceId: "i-0123456789abcdef0", isDrill }];
const PIT = "pit-00000000000000001";

/** A server that keeps another address. */
const ELSEWHERE = aSource({ privateIp: "10.0.1.21" });

/** The same server twice over, under another id. */
const twin = () => {
  const both = { [DB]: replicated ?? {}, [WEB]: replicated ?? {} };
  const servers = [aSeenServer(), aSeenServer({ sourceServerId: WEB, hostname: "db-2", source: ELSEWHERE })];
  return { both, servers, sourceServers: [aServer(), aServer({ sourceServerId: WEB })] };
};
const twins = (changes: Parameters<typeof theSurroundings>[0] = {}) => {
  const { both, servers, sourceServers } = twin();
  const surroundings = theSurroundings({ replicationConfigurations: both, ...changes });
  return aWave({ sourceServers, observed: observing(servers, surroundings) });
};
/** An application server in a wave of its own. */
const app = (changes: Changes<DrillWaveInputs> = {}) => {
  const { both } = twin();
  const seen = aSeenServer({ sourceServerId: WEB, hostname: "app-1", source: ELSEWHERE });
  const observed = observing([seen], theSurroundings({ replicationConfigurations: both }));
  const sourceServers = [aServer({ sourceServerId: WEB, role: "app" })];
  return aWave({ sourceServers, observed, wave: "app", ...changes }, [], "app");
};

/** For each rule. */
export const VIOLATIONS: Record<string, Violation> = {
  "drs-server-require-right-sizing": stored({ targetInstanceTypeRightSizingMethod: "BASIC" }),
  "drs-template-require-instance-type": declared({}, { allowed: { database: ["m5"] } }),
  "drs-template-require-source-capacity": declared({}, { marginPercent: 50 }),
  "drs-template-require-possible-launch": one(
    aWave({
      observed: observing(
        [aSeenServer({ launchTemplate: aTemplate({ subnetId: undefined }) })],
        theSurroundings({ defaultSubnets: {} }),
      ),
    }),
  ),
  "drs-server-require-start": stored({ launchDisposition: "STOPPED" }),
  "drs-server-require-private-ip": stored({ copyPrivateIp: false }, { roles: ["database"] }),
  "drs-subnet-require-source-address": one(aWaveOf({ source: { ...aSeenServer().source, privateIp: "10.0.2.20" } })),
  "drs-server-require-byol-tenancy": one(
    aWaveOf({
      source: aSource({ operatingSystem: "Microsoft Windows Server 2019 Datacenter" }),
      launchConfiguration: aLaunchConfiguration({ licensing: { osByol: true } }),
    }),
  ),
  "drs-server-require-post-launch-actions": stored({ postLaunchEnabled: false }, { roles: ["database"] }),
  "drs-server-require-validation": {
    ...amid({
      launchActions: { [DB]: [{ name: "check-port", category: "VALIDATION", active: true, optional: true }] },
    }),
    config: { roles: ["database"] },
  },
  "drs-server-require-known-role": declared({ sourceServers: [aServer({ role: "batch" })] }),
  "drs-template-disallow-public-address": templated({ associatePublicIp: true }),
  "drs-template-require-imdsv2": one(
    aWave({
      observed: observing(
        [aSeenServer({ launchTemplate: aTemplate({ httpTokens: "optional" }) })],
        theSurroundings({ metadataDefaults: {} }),
      ),
    }),
  ),
  "drs-template-disallow-default-security-group": amid({
    securityGroups: { [GROUP]: { groupName: "default", vpcId: VPC, openIngress: [] } },
  }),
  "drs-template-disallow-open-ingress": amid({
    securityGroups: { [GROUP]: { groupName: "drill", vpcId: VPC, openIngress: ["tcp 22 from 0.0.0.0/0"] } },
  }),
  "drs-subnet-require-isolation": amid({ sourceVpcs: { [DB]: VPC } }),
  "drs-subnet-disallow-internet": amid({
    subnets: {
      [SUBNET]: { ...launching, routes: [{ destination: "0.0.0.0/0", target: "nat-0123456789abcdef0" }] },
      [STAGING]: staging,
    },
  }),
  "drs-template-disallow-open-drill-network": templated({
    openSwap: { nonce: "a-stranger", version: 3, subnetId: "subnet-0123456789abcdef9" },
  }),
  "drs-server-require-replication": one(aWaveOf({ replicationState: "STALLED" })),
  "drs-server-limit-lag": one(aWaveOf({ lagSeconds: 901 })),
  "drs-server-require-all-disks": one(aWaveOf({ replicatedDisks: ["/dev/sda1"] })),
  "drs-replication-require-coverage": amid({
    replicationConfigurations: { [DB]: { ...replicated, autoReplicateNewDisks: false } },
  }),
  "drs-replication-require-encryption": amid({
    replicationConfigurations: { [DB]: { ...replicated, ebsEncryption: "NONE" } },
  }),
  "drs-replication-require-private-routing": amid({
    replicationConfigurations: { [DB]: { ...replicated, createPublicIP: true } },
  }),
  "drs-subnet-require-staging-room": amid({
    subnets: { [SUBNET]: launching, [STAGING]: { ...staging, availableIpAddressCount: 0 } },
  }),
  "drs-subnet-require-launch-room": one(
    twins({ subnets: { [SUBNET]: { ...launching, availableIpAddressCount: 1 }, [STAGING]: staging } }),
  ),
  "drs-snapshot-limit-age": one(
    aWaveAmid({ snapshots: { [PIT]: ago({ days: 3 }) } }, { sourceServers: [aServer({ recoverySnapshotId: PIT })] }),
  ),
  "drs-wave-disallow-recovery": declared({ isDrill: false, allowRecovery: true }),
  "drs-server-disallow-recovery-instance": one(aWaveOf({ recoveryInstances: earlier(false) })),
  "drs-server-disallow-leftover-instances": one(
    aWave({
      observed: observing(
        [aSeenServer({ recoveryInstances: earlier(true) })],
        theSurroundings({ launchTimes: { "i-0123456789abcdef0": ago({ days: 3 }) } }),
      ),
    }),
  ),
  "drs-wave-require-cleanup": declared({ cleanup: "never" }),
  "drs-wave-require-tags": declared({ wave: undefined }, { required: ["RecoveryPlan", "Wave"] }),
  "drs-wave-require-objectives": declared({ objectives: { recoveryTimeSeconds: 1800 } }),
  "drs-wave-require-verification": declared({ success: "launched" }),
  "drs-plan-limit-concurrency": {
    waves: [{ wave: aWave() }, { wave: app({ recoveryPlan: "billing" }) }],
    config: { maximumJobs: 1 },
  },
  "drs-plan-require-tier-order": { waves: [{ wave: aWave() }, { wave: app() }] },
  "drs-plan-disallow-shared-servers": {
    waves: [{ wave: aWave() }, { wave: aWave({ recoveryPlan: "billing" }, [], "again") }],
  },
  "drs-plan-require-replicating-servers": amid({
    regionServers: [
      { sourceServerId: DB, tags: {} },
      { sourceServerId: WEB, hostname: "web-1", tags: {}, neverLaunched: true },
    ],
  }),
  "drs-server-require-drill": one(aWaveOf({ lastLaunch: aDrillOf({ days: 100 }) })),
  "drs-wave-require-met-objectives": { waves: [drilled({ objectivesMet: false, recoveryTimeSeconds: 2000 })] },
  "drs-settings-disallow-drift": {
    waves: [drilled({})],
    settings: [planning({ stored: { values: { copyTags: false }, drifted: ["copyTags"] } })],
  },
  "drs-evidence-require-current-settings": {
    waves: [drilled({ servers: [aServerRecord({ instanceType: "r5.4xlarge" })] })],
  },
};
