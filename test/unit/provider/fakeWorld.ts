/** DRS and EC2 as a scripted state machine on a fake clock: what a job does follows from its age alone. */
import type { DrsGateway } from "../../../provider/src/drs/gateway";
import type {
  Job,
  JobLogItem,
  LaunchAction,
  LaunchConfiguration,
  RecoveryInstance,
  RecoverySnapshot,
  ReplicationConfiguration,
  SourceServer,
} from "../../../provider/src/drs/types";
import type { Ec2Gateway } from "../../../provider/src/ec2/gateway";
import type {
  DefaultSubnet,
  InstanceType,
  LaunchTemplateVersion,
  MetadataDefaults,
  RouteTable,
  SecurityGroup,
  Subnet,
} from "../../../provider/src/ec2/types";
import { type Clock, deadlineIn } from "../../../provider/src/wave/clock";
import type { WaveContext } from "../../../provider/src/wave/context";
import { aRefusal, aReplication, DB, jobArn, REGION, SOURCE_SERVER_TAG, START, serverArn, WEB } from "./factories";
import { type FakeTemplates, fakeTemplates } from "./fakeTemplates";

/** A clock on which a sleep takes no time; it notes how long each was. */
export function fakeClock(): Clock & { sleeps: number[]; pass(ms: number): void } {
  let elapsed = 0;
  const sleeps: number[] = [];
  return {
    sleeps,
    monotonicMs: () => elapsed,
    pass: (ms) => {
      elapsed += ms;
    },
    sleep: async (ms) => {
      sleeps.push(ms);
      elapsed += ms;
    },
  };
}

export type Outcome = "LAUNCHED" | { event: string; message?: string; launchStatus?: string };

interface FakeJob {
  job: Job;
  runsForMs: number;
  outcomes: Map<string, Outcome>;
  ended: boolean;
  terminates: string[];
}

type Operation = keyof Omit<DrsGateway, "region" | "now" | "watchJob">;

/** What a test sets up and looks at afterwards. */
export interface FakeWorld {
  drs: DrsGateway;
  ec2: Ec2Gateway;
  clock: ReturnType<typeof fakeClock>;
  servers: SourceServer[];
  configurations: Map<string, LaunchConfiguration>;
  replicationConfigurations: Map<string, ReplicationConfiguration>;
  snapshots: Map<string, RecoverySnapshot[]>;
  /** Post-launch actions that are set up, by server; none where there is no entry. */
  launchActions: Map<string, LaunchAction[]>;
  instances: RecoveryInstance[];
  /** EC2's view, by instance id. */
  ec2Instances: Map<string, { state: string; launchedAt: number; vpcId?: string; tags?: Record<string, string> }>;
  /** What a wave with a network of its own changes; apart from what is looked at. */
  templates: FakeTemplates;
  /** Default versions by template id; one without settings where there is none. */
  launchTemplates: Map<string, LaunchTemplateVersion>;
  subnets: Subnet[];
  defaultSubnets: DefaultSubnet[];
  metadataDefaults: MetadataDefaults;
  routeTables: RouteTable[];
  securityGroups: SecurityGroup[];
  instanceTypes: InstanceType[];
  /** Outcomes of coming launches, one a launch; LAUNCHED when there is none. */
  outcomes: Map<string, Outcome[]>;
  launchRunsForMs: number;
  statusChecks: { system: string; instance: string };
  /** Calls in order, `startRecovery s-…,s-…`. */
  calls: string[];
  /** EC2's calls in order, `listSubnets subnet-…,subnet-…`. */
  ec2Calls: string[];
  /** Errors of the coming calls of an operation; undefined lets one call through. */
  failures: Partial<Record<Operation, (Error | undefined)[]>>;
  /** What an operation of EC2 fails with, whenever it is called. */
  ec2Failures: Partial<Record<keyof Ec2Gateway, Error>>;
  /** The next startRecovery does its work, and its answer is lost. */
  loseNextAnswer: Error | undefined;
  addJob(job: Job, runsForMs?: number): void;
  countOf(operation: Operation): number;
  jobs(): Job[];
}

export function fakeWorld(): FakeWorld {
  const clock = fakeClock();
  const fakes: FakeJob[] = [];
  const now = () => START + clock.monotonicMs();
  const world: FakeWorld = {
    clock,
    servers: [aSourceServer(DB, "db-1", { Tier: "database" }), aSourceServer(WEB, "web-1", { Tier: "web" })],
    configurations: new Map(),
    replicationConfigurations: new Map(),
    snapshots: new Map(),
    launchActions: new Map(),
    instances: [],
    ec2Instances: new Map(),
    launchTemplates: new Map(),
    templates: fakeTemplates(),
    subnets: [],
    defaultSubnets: [],
    metadataDefaults: {},
    routeTables: [],
    securityGroups: [],
    instanceTypes: [],
    outcomes: new Map(),
    launchRunsForMs: 540_000,
    statusChecks: { system: "ok", instance: "ok" },
    calls: [],
    ec2Calls: [],
    failures: {},
    ec2Failures: {},
    loseNextAnswer: undefined,
    addJob: (job, runsForMs = 0) => {
      const outcomes = new Map<string, Outcome>(job.servers.map((each) => [each.sourceServerId, "LAUNCHED"]));
      fakes.unshift({ job, runsForMs, outcomes, ended: job.status === "COMPLETED", terminates: [] });
    },
    countOf: (operation) => world.calls.filter((call) => call.split(" ")[0] === operation).length,
    jobs: () => fakes.map((fake) => advance(world, fake, now())),
    drs: undefined as never,
    ec2: fakeEc2(() => world),
  };
  world.drs = fakeDrs(world, fakes, now);
  return world;
}

export function aSourceServer(sourceServerId: string, hostname: string, tags: Record<string, string>): SourceServer {
  const arn = serverArn(sourceServerId);
  return {
    sourceServerId,
    arn,
    hostname,
    tags,
    replicationState: "CONTINUOUS",
    lagSeconds: 3,
    replication: aReplication(),
  };
}

/** The context of an operation in this world; `lines` is what a person saw. */
export function contextIn(world: FakeWorld, timeoutSeconds = 5400, pollMs = 10_000) {
  const lines: string[] = [];
  const context: WaveContext = {
    drs: world.drs,
    ec2: world.ec2,
    clock: world.clock,
    deadline: deadlineIn(timeoutSeconds, world.clock),
    status: {
      show: (text) => lines.push(`show ${text}`),
      keep: (text) => lines.push(`keep ${text}`),
      warn: (text) => lines.push(`warn ${text}`),
    },
    pollMs,
    templates: world.templates.gateway,
  };
  return Object.assign(context, { lines });
}

function fakeDrs(world: FakeWorld, fakes: FakeJob[], now: () => number): DrsGateway {
  const call = (operation: Operation, detail: readonly string[] = []) => {
    world.calls.push([operation, ...(detail.length > 0 ? [detail.join(",")] : [])].join(" "));
    const failure = world.failures[operation]?.shift();
    if (failure !== undefined) {
      throw failure;
    }
  };
  const busy = (ids: readonly string[]) =>
    world.jobs().some((job) => job.status !== "COMPLETED" && job.servers.some((s) => ids.includes(s.sourceServerId)));
  const begin = (job: Omit<Job, "arn" | "status" | "createdAt" | "jobId">, runsForMs: number, terminates: string[]) => {
    const jobId = `drsjob-${fakes.length + 1}`;
    const outcomes = new Map(
      job.servers.map(({ sourceServerId: id }) => [id, world.outcomes.get(id)?.shift() ?? ("LAUNCHED" as Outcome)]),
    );
    const started: Job = { ...job, jobId, arn: jobArn(jobId), status: "PENDING", createdAt: now() };
    fakes.unshift({ job: started, runsForMs, outcomes, ended: false, terminates });
    return structuredClone(started);
  };
  return {
    region: REGION,
    now,
    askTime: async () => {
      call("askTime");
      return now();
    },
    listSourceServers: async (ids = []) => {
      call("listSourceServers", ids);
      return world.servers.filter((server) => ids.length === 0 || ids.includes(server.sourceServerId));
    },
    listSourceServersOnce: () => world.drs.listSourceServers(),
    getLaunchConfiguration: async (id) => {
      call("getLaunchConfiguration", [id]);
      return (
        world.configurations.get(id) ?? {
          settings: { targetInstanceTypeRightSizingMethod: "NONE", launchDisposition: "STARTED" },
          launchTemplateId: "lt-1",
        }
      );
    },
    getReplicationConfiguration: async (id) => {
      call("getReplicationConfiguration", [id]);
      return world.replicationConfigurations.get(id) ?? {};
    },
    listJobs: async (ids = [], since = 0) => {
      call("listJobs", ids);
      return world.jobs().filter((job) => (ids.length === 0 ? (job.createdAt ?? 0) >= since : ids.includes(job.jobId)));
    },
    // Through listJobs, so that a test that replaces it sees its own answers followed; nobody else looks here.
    watchJob: (jobId) => ({
      look: async () => (await world.drs.listJobs([jobId])).find((job) => job.jobId === jobId),
      news: () => new Promise(() => {}),
      close: () => {},
    }),
    listJobLogItems: async (jobId) => {
      call("listJobLogItems", [jobId]);
      return fakes.flatMap((fake) => (fake.job.jobId === jobId ? logOf(fake, now()) : []));
    },
    listRecoveryInstances: async (ids) => {
      call("listRecoveryInstances", ids);
      world.jobs();
      return world.instances
        .filter((each) => ids === undefined || ids.includes(each.sourceServerId ?? ""))
        .map((each) => ({ ...each }));
    },
    listLaunchActions: async (id) => {
      call("listLaunchActions", [id]);
      return world.launchActions.get(id) ?? [];
    },
    listRecoverySnapshots: async (id) => {
      call("listRecoverySnapshots", [id]);
      return world.snapshots.get(id) ?? [];
    },
    startRecovery: async ({ servers, isDrill, tags }) => {
      const ids = servers.map((server) => server.sourceServerId);
      call("startRecovery", ids);
      if (busy(ids)) {
        throw aRefusal("ConflictException");
      }
      const participants = ids.map((id) => ({ sourceServerId: id, launchStatus: "PENDING", postLaunchActions: [] }));
      const initiatedBy = isDrill ? "START_DRILL" : "START_RECOVERY";
      const job = begin({ type: "LAUNCH", initiatedBy, servers: participants, tags }, world.launchRunsForMs, []);
      const lost = world.loseNextAnswer;
      world.loseNextAnswer = undefined;
      if (lost !== undefined) {
        throw lost;
      }
      return job;
    },
    startTermination: async (ids) => {
      call("startTermination", ids);
      const doomed = world.instances.filter((each) => ids.includes(each.recoveryInstanceId));
      const doomedServers = doomed.flatMap((each) => each.sourceServerId ?? []);
      if (busy(doomedServers)) {
        throw aRefusal("ConflictException", "drs:TerminateRecoveryInstances");
      }
      const servers = doomedServers.map((sourceServerId) => ({
        sourceServerId,
        launchStatus: "PENDING",
        postLaunchActions: [],
      }));
      const job = { type: "TERMINATE", initiatedBy: "TERMINATE_RECOVERY_INSTANCES", servers, tags: {} };
      return begin(job, 60_000, [...ids]);
    },
    tagJob: async (arn, tags) => {
      call("tagJob", [arn, ...Object.keys(tags)]);
      for (const fake of fakes) {
        if (fake.job.arn === arn) {
          Object.assign(fake.job.tags, tags);
        }
      }
    },
    untagJob: async (arn, keys) => {
      call("untagJob", [arn, ...keys]);
      for (const fake of fakes) {
        if (fake.job.arn === arn) {
          for (const key of keys) {
            delete fake.job.tags[key];
          }
        }
      }
    },
  };
}

/** The job at this time; its end launches or terminates what it is for. */
function advance(world: FakeWorld, fake: FakeJob, now: number): Job {
  const { job } = fake;
  const createdAt = job.createdAt ?? START;
  const end = createdAt + fake.runsForMs;
  if (!fake.ended && now < end && now > createdAt) {
    job.status = "STARTED";
    work(fake, now);
  }
  if (!fake.ended && now >= end) {
    fake.ended = true;
    job.status = "COMPLETED";
    job.endedAt = end;
    if (job.type === "LAUNCH") {
      launchAll(world, fake, end);
    } else {
      terminateAll(world, fake);
    }
  }
  return structuredClone(job);
}

/** What a running job says of its servers, which its log says too. */
function work({ job, runsForMs, outcomes }: FakeJob, now: number): void {
  const share = (now - (job.createdAt ?? now)) / runsForMs;
  for (const server of job.type === "LAUNCH" ? job.servers : []) {
    const outcome = outcomes.get(server.sourceServerId) ?? "LAUNCHED";
    const [end, endedAs] = outcome === "LAUNCHED" ? [0.9, outcome] : [0.5, outcome.launchStatus ?? "FAILED"];
    server.launchStatus = share < end ? "IN_PROGRESS" : endedAs;
  }
}

function launchAll(world: FakeWorld, { job, outcomes }: FakeJob, end: number): void {
  for (const server of job.servers) {
    const outcome = outcomes.get(server.sourceServerId) ?? "LAUNCHED";
    server.launchStatus = outcome === "LAUNCHED" ? "LAUNCHED" : (outcome.launchStatus ?? "FAILED");
    if (outcome !== "LAUNCHED") {
      continue;
    }
    const id = instanceIdOf(job.jobId, server.sourceServerId);
    const tags = { [SOURCE_SERVER_TAG]: server.sourceServerId };
    world.ec2Instances.set(id, { state: "running", launchedAt: end, tags });
    world.instances.push({
      recoveryInstanceId: id,
      ec2InstanceId: id,
      ec2InstanceState: "RUNNING",
      sourceServerId: server.sourceServerId,
      jobId: job.jobId,
      isDrill: job.initiatedBy === "START_DRILL",
      ...(job.createdAt === undefined ? {} : { pointInTimeAt: job.createdAt }),
    });
  }
}

function terminateAll(world: FakeWorld, { terminates }: FakeJob): void {
  world.instances = world.instances.filter((each) => !terminates.includes(each.recoveryInstanceId));
  for (const id of terminates) {
    const known = world.ec2Instances.get(id);
    if (known !== undefined) {
      known.state = "terminated";
    }
  }
}

/** Deterministic, so that tests can name it. */
export function instanceIdOf(jobId: string, sourceServerId: string): string {
  return `i-${jobId.replace(/\D/g, "").padStart(4, "0")}${sourceServerId.slice(-4)}`;
}

function logOf({ job, runsForMs, outcomes }: FakeJob, now: number): JobLogItem[] {
  if (job.type !== "LAUNCH") {
    return [];
  }
  const at = (share: number) => (job.createdAt ?? START) + Math.round(runsForMs * share);
  const items: JobLogItem[] = [{ at: at(0), event: "JOB_START" }];
  for (const { sourceServerId } of job.servers) {
    const outcome = outcomes.get(sourceServerId) ?? "LAUNCHED";
    items.push({ at: at(0.1), event: "SNAPSHOT_START", sourceServerId });
    items.push({ at: at(0.2), event: "SNAPSHOT_END", sourceServerId });
    if (outcome === "LAUNCHED") {
      const targetInstanceId = instanceIdOf(job.jobId, sourceServerId);
      items.push({ at: at(0.9), event: "LAUNCH_END", sourceServerId, targetInstanceId });
    } else {
      const message = outcome.message === undefined ? {} : { message: outcome.message };
      items.push({ at: at(0.5), event: outcome.event, sourceServerId, ...message });
    }
  }
  items.push({ at: at(1), event: "JOB_END" });
  return items.filter(({ at: time = now }) => time <= now);
}

function fakeEc2(world: () => FakeWorld): Ec2Gateway {
  const call = (operation: keyof Ec2Gateway, ids: readonly string[]) => {
    world().ec2Calls.push([operation, ids.join(",")].join(" "));
    const failure = world().ec2Failures[operation];
    if (failure !== undefined) {
      throw failure;
    }
  };
  return {
    findDefaultLaunchTemplateVersion: async (launchTemplateId) => {
      call("findDefaultLaunchTemplateVersion", [launchTemplateId]);
      return world().launchTemplates.get(launchTemplateId) ?? { launchTemplateId, version: 1 };
    },
    findLaunchTemplateVersion: async (launchTemplateId, version) => {
      call("findLaunchTemplateVersion", [launchTemplateId, String(version)]);
      return world().launchTemplates.get(launchTemplateId);
    },
    pageDefaultLaunchTemplateVersions: async () => {
      call("pageDefaultLaunchTemplateVersions", []);
      return { versions: [...world().launchTemplates.values()] };
    },
    listInstances: async (ids) => {
      call("listInstances", ids);
      return ids.flatMap((instanceId) => {
        const known = world().ec2Instances.get(instanceId);
        if (known === undefined) {
          return [];
        }
        const { state, launchedAt, vpcId } = known;
        const place = vpcId === undefined ? {} : { vpcId };
        return [{ instanceId, state, instanceType: "r5.2xlarge", launchedAt, ...place }];
      });
    },
    listTaggedInstances: async (ids) => {
      call("listTaggedInstances", ids);
      return ids.flatMap((instanceId) => {
        const known = world().ec2Instances.get(instanceId);
        return known === undefined ? [] : [{ instanceId, state: known.state, tags: known.tags ?? {} }];
      });
    },
    listLiveInstancesByTag: async (key, values) => {
      call("listLiveInstancesByTag", values);
      return [...world().ec2Instances].flatMap(([instanceId, { state, launchedAt, tags = {} }]) => {
        const isLive = ["pending", "running", "stopping", "stopped"].includes(state);
        return isLive && values.includes(tags[key] ?? "") ? [{ instanceId, state, launchedAt, tags }] : [];
      });
    },
    listInstanceStatuses: async (ids) => {
      call("listInstanceStatuses", ids);
      return ids.flatMap((instanceId) => {
        const known = world().ec2Instances.get(instanceId);
        return known === undefined ? [] : [{ instanceId, state: known.state, ...world().statusChecks }];
      });
    },
    listSubnets: async (ids) => {
      call("listSubnets", ids);
      return world().subnets.filter((each) => ids.includes(each.subnetId));
    },
    getMetadataDefaults: async () => {
      call("getMetadataDefaults", []);
      return world().metadataDefaults;
    },
    listDefaultSubnets: async () => {
      call("listDefaultSubnets", []);
      return world().defaultSubnets;
    },
    listRouteTables: async (vpcIds) => {
      call("listRouteTables", vpcIds);
      return world().routeTables.filter((each) => vpcIds.includes(each.vpcId ?? ""));
    },
    listSecurityGroups: async (ids) => {
      call("listSecurityGroups", ids);
      return world().securityGroups.filter((each) => ids.includes(each.groupId));
    },
    listInstanceTypes: async (names) => {
      call("listInstanceTypes", names);
      return world().instanceTypes.filter((each) => names.includes(each.instanceType));
    },
    listInstanceTypeOfferings: async (zones, types) => {
      call("listInstanceTypeOfferings", types ?? []);
      const offered = world().instanceTypes.filter(({ instanceType }) => types?.includes(instanceType) ?? true);
      return (zones === "every zone" ? ["us-west-2a"] : zones).flatMap((availabilityZone) =>
        offered.map(({ instanceType }) => ({ instanceType, availabilityZone })),
      );
    },
    listCurrentInstanceTypesOnce: async () => {
      call("listCurrentInstanceTypesOnce", []);
      return world().instanceTypes.map((each) => ({ ...each, accelerators: [] }));
    },
    listOfferedInstanceTypesOnce: async (zone) => {
      call("listOfferedInstanceTypesOnce", [zone]);
      return world().instanceTypes.map(({ instanceType }) => instanceType);
    },
  };
}
