import type { PlannedWave } from "../../../policy/src/judged/plan";
import type {
  DrillWaveInputs,
  Observation,
  ObservedServer,
  ObservedSource,
  Surroundings,
} from "../../../provider/src/vocabulary";
import { type Changes, changedWave } from "./factories";

/** One thing that a policy cannot see, and which rules cannot judge without it. */
export interface HiddenThing {
  label: string;
  /** The same wave, of which that cannot be seen. */
  hide(planned: PlannedWave): PlannedWave;
  blinds: Blinds;
  /** Rules to which what violates them is not applicable any more, and why. */
  frees?: Record<string, string>;
  /** What a blinded rule says, where it is not in words of its own. */
  says?: RegExp;
}

/** The rules that cannot judge: these, or all but these, which need it not for the reason that stands beside them. */
type Blinds = readonly string[] | { allBut: Record<string, string> };

const PROGRAM = "judges what the program says";
const RECORD = "judges the record of the last drill";
const SNAPSHOT = "judges the pinned snapshot, whose time is seen by its own id";
const REGION = "judges the servers of the Region, whichever are in the wave";

/** Rules that need nothing that was seen in AWS. */
const NEEDS_NOTHING_SEEN = {
  "drs-server-require-known-role": PROGRAM,
  "drs-wave-disallow-recovery": PROGRAM,
  "drs-wave-require-cleanup": PROGRAM,
  "drs-wave-require-tags": PROGRAM,
  "drs-wave-require-objectives": PROGRAM,
  "drs-wave-require-verification": PROGRAM,
  "drs-plan-limit-concurrency": PROGRAM,
  "drs-plan-require-tier-order": PROGRAM,
  "drs-plan-disallow-shared-servers": PROGRAM,
  "drs-wave-require-met-objectives": RECORD,
};

/** Rules that need not know which servers a wave has. */
const NEEDS_NO_SERVER = {
  "drs-wave-disallow-recovery": PROGRAM,
  "drs-wave-require-cleanup": PROGRAM,
  "drs-wave-require-tags": PROGRAM,
  "drs-wave-require-met-objectives": RECORD,
};

/** Rules that need to know of a selector's servers only their role, or nothing. */
const NEEDS_A_ROLE_AT_MOST = {
  "drs-server-require-known-role": PROGRAM,
  "drs-wave-require-objectives": PROGRAM,
  "drs-wave-require-verification": PROGRAM,
  "drs-plan-require-tier-order": PROGRAM,
  "drs-snapshot-limit-age": PROGRAM,
};

const BY_CONFIGURATION = [
  "drs-server-require-right-sizing",
  "drs-template-require-instance-type",
  "drs-template-require-possible-launch",
  "drs-server-require-start",
  "drs-server-require-private-ip",
  "drs-subnet-require-source-address",
  "drs-server-require-byol-tenancy",
  "drs-server-require-post-launch-actions",
  "drs-evidence-require-current-settings",
  "drs-settings-disallow-drift",
  "drs-server-require-validation",
];

const BY_TEMPLATE = [
  "drs-server-require-private-ip",
  "drs-template-require-instance-type",
  "drs-template-require-source-capacity",
  "drs-template-require-possible-launch",
  "drs-subnet-require-source-address",
  "drs-server-require-byol-tenancy",
  "drs-template-disallow-public-address",
  "drs-template-require-imdsv2",
  "drs-template-disallow-default-security-group",
  "drs-template-disallow-open-ingress",
  "drs-subnet-require-isolation",
  "drs-subnet-disallow-internet",
  "drs-template-disallow-open-drill-network",
  "drs-subnet-require-launch-room",
  "drs-evidence-require-current-settings",
  "drs-settings-disallow-drift",
];

type Part = Exclude<keyof Surroundings, "unseen"> | "routes";

/** Which rules need a part of the surroundings; a new part does not compile until it is here. */
const PARTS: Record<Part, string[]> = {
  replicationConfigurations: [
    "drs-replication-require-coverage",
    "drs-replication-require-encryption",
    "drs-replication-require-private-routing",
    "drs-subnet-require-staging-room",
  ],
  snapshots: ["drs-snapshot-limit-age"],
  launchTimes: ["drs-server-disallow-leftover-instances"],
  sourceVpcs: ["drs-subnet-require-isolation"],
  subnets: [
    "drs-template-require-possible-launch",
    "drs-subnet-require-source-address",
    "drs-template-disallow-public-address",
    "drs-subnet-require-isolation",
    "drs-subnet-disallow-internet",
    "drs-subnet-require-staging-room",
    "drs-subnet-require-launch-room",
  ],
  launchActions: ["drs-server-require-validation"],
  metadataDefaults: ["drs-template-require-possible-launch", "drs-template-require-imdsv2"],
  defaultSubnets: [
    "drs-template-require-possible-launch",
    "drs-subnet-require-source-address",
    "drs-template-disallow-public-address",
    "drs-subnet-require-isolation",
    "drs-subnet-disallow-internet",
  ],
  securityGroups: [
    "drs-template-require-possible-launch",
    "drs-template-disallow-default-security-group",
    "drs-template-disallow-open-ingress",
  ],
  instanceTypes: ["drs-template-require-source-capacity"],
  instanceTypeOfferings: ["drs-template-require-possible-launch"],
  regionServers: ["drs-plan-require-replicating-servers", "drs-server-require-drill"],
  routes: ["drs-subnet-require-isolation", "drs-subnet-disallow-internet"],
};

/** That AWS lists none of these is an answer. */
const ANSWERS_WHEN_EMPTY: readonly Part[] = ["regionServers", "defaultSubnets", "metadataDefaults"];

const PARTS_AND_RULES = Object.entries(PARTS) as [Part, string[]][];

/** Which rules need an input; a new input does not compile until it is here. `observed` is everything seen in AWS. */
const INPUTS: Record<Exclude<keyof DrillWaveInputs, "observed">, Blinds> = {
  region: [],
  sourceServers: { allBut: NEEDS_NO_SERVER },
  selector: { allBut: NEEDS_NO_SERVER },
  recoveryPlan: ["drs-wave-require-tags", "drs-plan-require-tier-order"],
  wave: ["drs-wave-require-tags"],
  isDrill: ["drs-wave-disallow-recovery", "drs-server-disallow-recovery-instance", "drs-wave-require-cleanup"],
  allowRecovery: [],
  observe: [],
  onUnreadableLaunchConfiguration: [],
  objectives: ["drs-server-limit-lag", "drs-wave-require-objectives", "drs-wave-require-met-objectives"],
  success: ["drs-wave-require-verification"],
  minimumLaunched: [],
  retries: [],
  preflight: [],
  cleanup: ["drs-wave-require-cleanup"],
  replaceRecoveryInstances: [],
  settings: [],
  network: [],
  drillNonce: [],
  tags: ["drs-wave-require-tags"],
  triggers: [],
  polling: [],
  connection: [],
  customTimeouts: [],
  retainOnDelete: ["drs-wave-require-cleanup"],
  resolvedServers: [],
  // Check keeps it for its own later looks.
  sourceTags: [],
};

/** Which rules need what DRS may leave out of its answer about a server. */
const REPORTED: Partial<Record<keyof ObservedServer, string[]>> = {
  replicationState: ["drs-server-require-replication"],
  lagSeconds: ["drs-server-limit-lag"],
  replicatedDisks: ["drs-server-require-all-disks"],
};

/** Which rules need what the agent may not report; a new member does not compile until it is here. */
const SOURCE: Record<keyof ObservedSource, string[]> = {
  operatingSystem: ["drs-server-require-byol-tenancy"],
  cores: ["drs-template-require-source-capacity"],
  memoryBytes: ["drs-template-require-source-capacity"],
  privateIp: ["drs-subnet-require-source-address"],
  disks: ["drs-server-require-all-disks"],
  architecture: [],
  supportsNitroInstances: [],
  ec2InstanceId: ["drs-subnet-require-isolation"],
  originRegion: [],
  originAccount: [],
};

const inputs = (changes: Changes<DrillWaveInputs>, unknown: string[] = []) => {
  return (planned: PlannedWave) => ({ ...planned, wave: changedWave(planned.wave, changes, unknown) });
};
const seen = (change: (observed: Observation) => Observation) => (planned: PlannedWave) => {
  const { observed } = planned.wave.inputs;
  return observed === undefined ? planned : inputs({ observed: change(observed) })(planned);
};
const servers = (change: (server: ObservedServer) => ObservedServer) =>
  seen((observed) => ({ ...observed, servers: observed.servers.map(change) }));
const around = (change: (surroundings: Surroundings) => Surroundings) =>
  seen(({ surroundings, ...observed }) =>
    surroundings === undefined ? observed : { ...observed, surroundings: change(surroundings) },
  );
const without = <Whole extends object>(whole: Whole, member: keyof Whole): Whole => {
  const members = Object.entries(whole).filter(([name]) => name !== member);
  // What AWS leaves out is what is meant: each of these members may be absent.
  return Object.fromEntries(members) as Whole;
};

/** Nothing of this part is there; where it could not be read, the reason stands beside it. */
function lacking(part: Part, unseen: Surroundings["unseen"] = {}): HiddenThing["hide"] {
  if (part !== "routes") {
    return around((surroundings) => ({ ...surroundings, [part]: part === "regionServers" ? [] : {}, unseen }));
  }
  return around((surroundings) => {
    const subnets = Object.entries(surroundings.subnets).map(([id, subnet]) => [id, without(subnet, "routes")]);
    return { ...surroundings, subnets: Object.fromEntries(subnets), unseen };
  });
}

/** The servers are those of a selector, and nobody has looked which these are. */
function selecting(planned: PlannedWave): PlannedWave {
  const [server] = planned.wave.inputs.sourceServers ?? [];
  const role = server?.role ?? planned.wave.inputs.selector?.role;
  const selector = { tags: { Tier: "any" }, ...(role === undefined ? {} : { role }) };
  return inputs({ sourceServers: undefined, selector, observe: "off", observed: undefined })(planned);
}

const NOTHING_SEEN: readonly Omit<HiddenThing, "blinds">[] = [
  {
    label: 'anything in AWS (observe: "off")',
    hide: inputs({ observe: "off", observed: undefined }),
    says: /^not observed: the wave says observe: "off"$/,
  },
  {
    label: "anything in AWS (every read failed)",
    hide: inputs({ observed: undefined }),
    says: /^not observed: nothing could be read in AWS: the warnings of this run say why$/,
  },
  {
    label: "anything in AWS (unknown at preview)",
    hide: inputs({}, ["observed"]),
    says: /^unknown during preview: observed$/,
  },
  {
    label: "anything in AWS (an input that no rule reads is unknown)",
    hide: inputs({ observed: undefined }, ["polling"]),
    says: /^unknown during preview: polling$/,
  },
  {
    label: "anything in AWS (its settings are about to change)",
    hide: inputs({ observed: undefined }, ["settings"]),
    says: /^settings pending: the settings that this program manages are about to change, and `up` judges them before the drill starts$/,
  },
];

/** Everything that may be hidden from a policy. */
export const HIDDEN_THINGS: readonly HiddenThing[] = [
  ...NOTHING_SEEN.map((hidden) => ({ ...hidden, blinds: { allBut: NEEDS_NOTHING_SEEN } })),
  {
    label: "the servers (AWS does not list them)",
    hide: seen((observed) => ({ ...observed, servers: [] })),
    blinds: {
      allBut: {
        ...NEEDS_NOTHING_SEEN,
        "drs-snapshot-limit-age": SNAPSHOT,
        "drs-plan-require-replicating-servers": REGION,
      },
    },
    says: /^not observed: AWS does not list s-\d{17}$/,
  },
  ...(["unread", "defaults"] as const).map((launchConfigurationSource) => ({
    label: `the launch configuration (${launchConfigurationSource})`,
    hide: servers((server) => ({ ...server, launchConfigurationSource, launchConfiguration: {} })),
    blinds: BY_CONFIGURATION,
    says: /^not observed: the launch configuration of \w+-\d \(s-\d{17}\) could not be read$/,
  })),
  {
    label: "the launch template",
    hide: servers((server) => without(server, "launchTemplate")),
    blinds: BY_TEMPLATE,
    says: /^not observed: the launch template of \w+-\d \(s-\d{17}\) could not be read$/,
  },
  ...Object.entries(REPORTED).map(([member, blinds]) => ({
    label: `the ${member} of a server`,
    hide: servers((server) => without(server, member as keyof ObservedServer)),
    blinds,
  })),
  ...Object.entries(SOURCE).map(([member, blinds]) => ({
    label: `the ${member} of a source`,
    hide: servers(({ source = {}, ...server }) => ({
      ...server,
      source: without(source, member as keyof ObservedSource),
    })),
    blinds,
  })),
  {
    label: "anything of the source",
    hide: servers((server) => without(server, "source")),
    blinds: [...new Set(Object.values(SOURCE).flat())],
  },
  {
    label: "anything around the servers",
    hide: seen(({ surroundings: _surroundings, ...observed }) => observed),
    blinds: [...new Set(Object.values(PARTS).flat())],
    says: /^not observed: (replication configurations|recovery snapshots|launch times of recovery instances|the VPCs of the source servers|the account's defaults for metadata options|default subnets|subnets|post-launch actions|security groups|instance types|where instance types are offered|the Region's servers)$/,
  },
  ...PARTS_AND_RULES.map(([part, blinds]) => ({
    label: `the part ${part} of the surroundings (reading it failed)`,
    hide: lacking(part, { [part]: "drs:Describe is denied" }),
    blinds,
    says: /^not observed: drs:Describe is denied$/,
  })),
  ...PARTS_AND_RULES.filter(([part]) => !ANSWERS_WHEN_EMPTY.includes(part)).map(([part, blinds]) => ({
    label: `the part ${part} of the surroundings (AWS does not list what is needed)`,
    hide: lacking(part),
    blinds,
    says: /^not observed: .+ (was|were) not found$/,
  })),
  ...Object.entries(INPUTS).map(([input, blinds]) => ({
    label: `the input ${input}`,
    hide: inputs({}, [input]),
    blinds,
    says: new RegExp(`^unknown during preview: ${input}$`),
  })),
  {
    label: "which servers a selector finds",
    hide: selecting,
    blinds: { allBut: { ...NEEDS_NO_SERVER, ...NEEDS_A_ROLE_AT_MOST } },
    frees: { "drs-snapshot-limit-age": "a selector pins no snapshot" },
    says: /^not observed: the wave says observe: "off"$/,
  },
  { label: "the nonce, which no first preview knows", hide: inputs({}, ["drillNonce"]), blinds: [] },
  {
    label: "the last drill's record",
    hide: ({ record: _record, ...planned }) => ({ ...planned, isNew: false }),
    blinds: ["drs-wave-require-met-objectives", "drs-evidence-require-current-settings", "drs-settings-disallow-drift"],
    says: /^unknown during preview: the last drill's record, which the engine hides while a change of the wave is planned$/,
  },
];
