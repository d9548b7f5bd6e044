/** From the SDK's shapes of a source server, and of what is stored for it, to ours. Pure. */
import { isIPv4 } from "node:net";
import type {
  GetLaunchConfigurationCommandOutput,
  GetReplicationConfigurationCommandOutput,
  SourceServer as SdkSourceServer,
} from "@aws-sdk/client-drs";
import {
  KNOWN_SETTINGS,
  type LaunchConfigurationSettings,
  type ObservedPitRule,
  type ObservedReplication,
  type ObservedSource,
  toIso,
} from "../vocabulary";
import { withoutUndefined } from "../withoutUndefined";
import { flagOf, isObject, listOf, type Members, numberOf, objectOf, textOf, textsOf, timeOf } from "./members";
import type { LaunchConfiguration, ReplicationConfiguration, SourceServer } from "./types";

const NUMBER = "(\\d+(?:[.,]\\d+)?)";
const DURATION = new RegExp(
  `^\\+?P(?!$)(?:${NUMBER}Y)?(?:${NUMBER}M)?(?:${NUMBER}W)?(?:${NUMBER}D)?` +
    `(?:T(?!$)(?:${NUMBER}H)?(?:${NUMBER}M)?(?:${NUMBER}S)?)?$`,
);

/** Seconds of each part of a duration, in their order. A year counts as 365 days and a month as 30. */
const PART_SECONDS = [365 * 86_400, 30 * 86_400, 7 * 86_400, 86_400, 3600, 60, 1] as const;

/**
 * Seconds of an ISO 8601 duration such as `PT1H3.5S` or `P1W` (docs/drs-facts.md#durations); undefined for anything
 * else, a negative one included: a time that has passed is not negative.
 */
export function toSeconds(duration: unknown): number | undefined {
  const parts = DURATION.exec(textOf(duration) ?? "")?.slice(1);
  if (parts === undefined) {
    return undefined;
  }
  const seconds = parts.map((part, index) => Number((part ?? "0").replace(",", ".")) * (PART_SECONDS[index] ?? 0));
  return numberOf(seconds.reduce((sum, each) => sum + each));
}

/** Undefined for an entry without an id: nothing can be asked of it. */
export function toSourceServer(server: SdkSourceServer): SourceServer | undefined {
  const sourceServerId = textOf(server?.sourceServerID);
  if (sourceServerId === undefined) {
    return undefined;
  }
  const properties = objectOf(server.sourceProperties);
  const replication = objectOf(server.dataReplicationInfo);
  const hints = objectOf(properties["identificationHints"]);
  return withoutUndefined({
    sourceServerId,
    arn: textOf(server.arn),
    hostname: textOf(hints["hostname"]) ?? textOf(hints["fqdn"]),
    tags: textsOf(server.tags),
    replicationState: textOf(replication["dataReplicationState"]),
    lagSeconds: toSeconds(replication["lagDuration"]),
    replication: orUndefined(toReplication(objectOf(server), replication)),
    source: orUndefined({ ...toSource(properties), ...toOrigin(properties, objectOf(server.sourceCloudProperties)) }),
    replicatedDisks: toDeviceNames(replication["replicatedDisks"]),
    ...toLastLaunch(objectOf(server.lifeCycle), server.lastLaunchResult),
  });
}

/** Undefined for an object in which nothing is. */
function orUndefined<T extends object>(value: T): T | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}

/** The server as its agent reports it. */
function toSource(properties: Members): ObservedSource {
  const interfaces = (listOf(properties["networkInterfaces"]) ?? []).map(objectOf);
  const primary = interfaces.find((each) => each["isPrimary"] === true) ?? interfaces[0] ?? {};
  const ips = (listOf(primary["ips"]) ?? []).flatMap((ip) => textOf(ip) ?? []);
  return withoutUndefined({
    operatingSystem: textOf(objectOf(properties["os"])["fullString"]),
    cores: toCores(listOf(properties["cpus"]) ?? []),
    memoryBytes: numberOf(properties["ramBytes"]),
    privateIp: ips.find((ip) => isIPv4(ip)) ?? ips[0],
    disks: toDeviceNames(properties["disks"]),
    architecture: textOf(properties["architecture"]),
    supportsNitroInstances: flagOf(properties["supportsNitroInstances"]),
  });
}

/** CPUs that DRS lists at most (docs/drs-facts.md#how-a-source-server-is-described). */
const MOST_CPUS = 256;

/** Undefined also where the list may be short, or a CPU of it says no cores: the sum would look complete. */
function toCores(cpus: readonly unknown[]): number | undefined {
  const cores = cpus.map((cpu) => numberOf(objectOf(cpu)["cores"]) ?? Number.NaN);
  const isWhole = cores.length > 0 && cores.length < MOST_CPUS;
  return isWhole ? numberOf(cores.reduce((sum, each) => sum + each)) : undefined;
}

/** The EC2 instance that the server is (docs/drs-facts.md#where-a-source-server-runs). */
function toOrigin(
  properties: Members,
  cloud: Members,
): Pick<ObservedSource, "ec2InstanceId" | "originRegion" | "originAccount"> {
  return withoutUndefined({
    ec2InstanceId: textOf(objectOf(properties["identificationHints"])["awsInstanceID"]),
    originRegion: textOf(cloud["originRegion"]),
    originAccount: textOf(cloud["originAccountID"]),
  });
}

/** How the server replicates, beside its state and lag. */
function toReplication(server: Members, info: Members): ObservedReplication {
  const { status, errorMessage } = objectOf(server["stagingArea"]);
  const { error, rawError } = objectOf(info["dataReplicationError"]);
  const disks = listOf(info["replicatedDisks"])?.map(objectOf);
  const firstByteAt = timeOf(objectOf(server["lifeCycle"])["firstByteDateTime"]);
  const words = [textOf(error), cut(textOf(rawError))].filter((text) => text !== undefined);
  return withoutUndefined({
    direction: textOf(server["replicationDirection"]),
    firstByteAt: firstByteAt === undefined ? undefined : toIso(firstByteAt),
    missingBytes: disks === undefined ? undefined : toMissingBytes(disks),
    unreadableLag: toSeconds(info["lagDuration"]) === undefined ? textOf(info["lagDuration"]) : undefined,
    error: words.length === 0 ? undefined : words.join(": "),
    failedStep: toFailedStep(objectOf(info["dataReplicationInitiation"])),
    extension: textOf(status),
    extensionError: textOf(errorMessage),
    volumeProblems: disks === undefined ? undefined : toVolumeProblems(disks),
  });
}

/** DRS allows an error's text 65,536 characters, and state keeps it. */
const ERROR_CHARACTERS = 300;

function cut(text: string | undefined): string | undefined {
  return text === undefined || text.length <= ERROR_CHARACTERS ? text : `${text.slice(0, ERROR_CHARACTERS)}…`;
}

/** Undefined where a disk does not say how much of it is replicated, and without disks. */
function toMissingBytes(disks: readonly Members[]): number | undefined {
  const missing = disks.map((disk) => {
    const [total, replicated] = [numberOf(disk["totalStorageBytes"]), numberOf(disk["replicatedStorageBytes"])];
    return total === undefined || replicated === undefined ? Number.NaN : Math.max(0, total - replicated);
  });
  return missing.length === 0 ? undefined : numberOf(missing.reduce((sum, each) => sum + each));
}

function toFailedStep({ steps }: Members): string | undefined {
  const failed = listOf(steps)
    ?.map(objectOf)
    .find((step) => step["status"] === "FAILED");
  return failed === undefined ? undefined : (textOf(failed["name"]) ?? "a step without a name");
}

/** Statuses of a volume that say nothing against it. */
const GOOD_VOLUME: readonly string[] = ["REGULAR", "PENDING"];

function toVolumeProblems(disks: readonly Members[]): string[] | undefined {
  const problems = disks.flatMap(({ deviceName, volumeStatus }) => {
    const status = textOf(volumeStatus);
    return status === undefined || GOOD_VOLUME.includes(status) ? [] : [`${textOf(deviceName) ?? "a disk"} ${status}`];
  });
  return problems.length === 0 ? undefined : problems;
}

/** Undefined also when a disk has no name: the list without it would look complete. */
function toDeviceNames(disks: unknown): string[] | undefined {
  const names = listOf(disks)?.map((disk) => textOf(objectOf(disk)["deviceName"]));
  const known = names?.filter((name) => name !== undefined);
  return known?.length === names?.length ? known : undefined;
}

function toLastLaunch({ lastLaunch }: Members, result: unknown): Pick<SourceServer, "lastLaunch" | "neverLaunched"> {
  const { initiated, status } = objectOf(lastLaunch);
  const { jobID, type, apiCallDateTime } = objectOf(initiated);
  const [jobId, kind, at] = [textOf(jobID), textOf(type), timeOf(apiCallDateTime)];
  if (jobId !== undefined || kind !== undefined || at !== undefined) {
    return { lastLaunch: withoutUndefined({ jobId, type: kind ?? "unknown", at, status: textOf(status) }) };
  }
  // `initiated` is an empty object where nothing was launched; without it, nothing is said (docs/drs-facts.md#the-last-launch).
  const saysNone = isObject(initiated) && Object.keys(initiated).length === 0 && textOf(status) === undefined;
  const isContradicted = textOf(result) !== undefined && result !== NOTHING_LAUNCHED;
  return (saysNone && !isContradicted) || result === NOTHING_LAUNCHED ? { neverLaunched: true } : {};
}

/** `lastLaunchResult` of a server that nobody has launched. */
const NOTHING_LAUNCHED = "NOT_STARTED";

/** Members of the answer that are not settings. */
const NOT_SETTINGS: readonly string[] = ["sourceServerID", "name", "ec2LaunchTemplateID", "$metadata"];

/**
 * The stored settings. Members that DRS has and this package does not know are kept as they came.
 *
 * @param body - The answer's JSON, as DRS sent it: the client leaves out what it does not know
 *   (docs/drs-facts.md#unknown-members). Undefined where it could not be kept.
 */
export function toLaunchConfiguration(
  output: GetLaunchConfigurationCommandOutput,
  body: unknown = undefined,
): LaunchConfiguration {
  const answer: Members = isObject(body) ? body : { ...output };
  const members = [...KNOWN_SETTINGS, ...Object.keys(answer).filter((member) => !KNOWN_SETTINGS.includes(member))];
  const stored = members.flatMap((member) => {
    const value = answer[member];
    return NOT_SETTINGS.includes(member) || value === undefined || value === null ? [] : [[member, value] as const];
  });
  // A known member of another kind than expected is kept too: what is judged is what DRS has.
  const settings = Object.fromEntries(stored) as LaunchConfigurationSettings;
  return withoutUndefined({
    settings,
    name: textOf(answer["name"]),
    launchTemplateId: textOf(answer["ec2LaunchTemplateID"]),
  });
}

export function toReplicationConfiguration(
  output: Omit<GetReplicationConfigurationCommandOutput, "$metadata">,
): ReplicationConfiguration {
  return withoutUndefined({
    stagingAreaSubnetId: textOf(output.stagingAreaSubnetId),
    ebsEncryption: textOf(output.ebsEncryption),
    dataPlaneRouting: textOf(output.dataPlaneRouting),
    createPublicIP: flagOf(output.createPublicIP),
    replicatedDisks: toDeviceNames(output.replicatedDisks),
    autoReplicateNewDisks: flagOf(output.autoReplicateNewDisks),
    pitPolicy: toPitPolicy(output.pitPolicy),
  });
}

/** Undefined also where a rule lacks what it needs: the policy without it would look complete. */
function toPitPolicy(policy: unknown): ObservedPitRule[] | undefined {
  const rules = listOf(policy)?.map(objectOf);
  const known = rules?.flatMap((rule) => {
    const [units, interval] = [textOf(rule["units"]), numberOf(rule["interval"])];
    const [retentionDuration, enabled] = [numberOf(rule["retentionDuration"]), flagOf(rule["enabled"])];
    return units === undefined || interval === undefined || retentionDuration === undefined
      ? []
      : [withoutUndefined({ units, interval, retentionDuration, enabled })];
  });
  return known?.length === rules?.length ? known : undefined;
}
