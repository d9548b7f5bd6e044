import { DRS_JOB_TAG, DRS_SOURCE_SERVER_TAGS } from "../../drs/status";
import type { Job } from "../../drs/types";
import type { TaggedInstance } from "../../ec2/types";
import { formatDuration, JOB_TAG, MANAGED_BY, nameServer, type ObservedServer } from "../../vocabulary";
import type { Wave } from "../wave";

/** What was looked up about earlier launches of a wave's servers. */
export interface EarlierLaunches {
  wave: Pick<Wave, "drillNonce" | "preflight" | "replaceRecoveryInstances">;
  /** The jobs behind earlier launches, as far as DRS still has them. */
  launchJobs: readonly Job[];
  /** Live EC2 instances that name one of the servers, or a job behind its earlier launches, in a tag. */
  liveInstances: readonly TaggedInstance[];
  now: number;
}

/**
 * What a launch of this server would terminate that is not this drill's: DRS cleans up every earlier recovery instance
 * of a server, even one that it no longer lists (docs/drs-facts.md#a-launch-terminates-earlier-instances). One sentence
 * each, with age and owner. Pure.
 */
export function instancesInTheWay(server: ObservedServer, facts: EarlierLaunches): string[] {
  const listed = listedByDrs(server, facts);
  const unlisted = unlistedByDrs(server, facts);
  return [...listed, ...unlisted, ...(listed.length + unlisted.length > 0 ? [] : lastRecovery(server, facts))];
}

function listedByDrs(server: ObservedServer, facts: EarlierLaunches): string[] {
  return server.recoveryInstances.flatMap(({ recoveryInstanceId, isDrill, jobId, isServerUnknown }) => {
    const job = jobOf(jobId, facts);
    if (isDrill === true && isOurs(job, facts)) {
      return [];
    }
    const owner = job === undefined ? "" : describeOwner(job.createdAt, job.tags, facts);
    const verb = isServerUnknown === true ? "may have" : "has";
    const named =
      recoveryInstanceId === "" ? "a recovery instance without an id" : `the recovery instance ${recoveryInstanceId}`;
    const text = `${nameServer(server)} ${verb} ${named}`;
    return [isDrill === undefined ? `${text}${owner}, ${UNKNOWN_MAKER}` : `${text} of ${KINDS[`${isDrill}`]}${owner}`];
  });
}

const KINDS = { true: "another drill", false: "a recovery that is not a drill" } as const;
const UNKNOWN_MAKER = "of which is not known whether a drill made it";

function unlistedByDrs(server: ObservedServer, facts: EarlierLaunches): string[] {
  const known = new Set(server.recoveryInstances.map((instance) => instance.recoveryInstanceId));
  return facts.liveInstances
    .filter((instance) => !known.has(instance.instanceId))
    .flatMap((instance) => {
      const { instanceId, launchedAt, tags } = instance;
      const owner = describeOwner(launchedAt, tags, facts);
      switch (relationTo(server, instance, facts)) {
        case "its own":
          return [`${nameServer(server)} has the instance ${instanceId} in EC2, which DRS no longer lists${owner}`];
        case "perhaps":
          return [
            `${nameServer(server)} may have the instance ${instanceId} in EC2, whose job launched it and whose server is not known${owner}`,
          ];
        default:
          return [];
      }
    });
}

/**
 * Whether the instance was launched from the server, by its tags. Only a tag that names a server or a job says so:
 * `AWSElasticDisasterRecoveryManaged` alone is on replication servers too (docs/drs-facts.md#the-tag-of-a-launched-instance).
 */
function relationTo(server: ObservedServer, { tags }: TaggedInstance, facts: EarlierLaunches) {
  const named = sourceServerTags(facts.wave).flatMap((key) => tags[key] ?? []);
  if (named.includes(server.sourceServerId)) {
    return "its own";
  }
  const jobId = tags[DRS_JOB_TAG];
  if (named.length > 0 || jobId === undefined || !launchJobIdsOf(server).includes(jobId)) {
    return "another's";
  }
  const job = jobOf(jobId, facts);
  if (isOurs(job, facts)) {
    return "another's";
  }
  return job?.servers.length === 1 ? "its own" : "perhaps";
}

/** Keys of the EC2 tags that name an instance's source server: those that DRS is known to set, and the program's. */
export function sourceServerTags({ preflight }: Pick<Wave, "preflight">): string[] {
  return [...new Set([...DRS_SOURCE_SERVER_TAGS, preflight.sourceServerTag])];
}

/** The jobs behind a server's earlier launches, as far as DRS names them. */
export function launchJobIdsOf({ recoveryInstances, lastLaunch }: ObservedServer): string[] {
  return [...recoveryInstances, ...(lastLaunch === undefined ? [] : [lastLaunch])].flatMap(({ jobId }) => jobId ?? []);
}

/** A launch that may have been a recovery's, and whose instance cannot be seen: it may still run. */
function lastRecovery(server: ObservedServer, facts: EarlierLaunches): string[] {
  const { lastLaunch } = server;
  const job = jobOf(lastLaunch?.jobId, facts);
  if (lastLaunch === undefined || lastLaunch.type === "DRILL" || isOurs(job, facts)) {
    return [];
  }
  const owner = job === undefined ? "" : describeOwner(job.createdAt, job.tags, facts);
  const kind =
    lastLaunch.type === "RECOVERY"
      ? "for a recovery that is not a drill"
      : `with the type ${lastLaunch.type}, of which is not known whether it is a drill's`;
  return [`${nameServer(server)} was last launched ${kind} (job ${lastLaunch.jobId ?? "unknown"})${owner}`];
}

function jobOf(jobId: string | undefined, { launchJobs }: EarlierLaunches): Job | undefined {
  return launchJobs.find((job) => job.jobId === jobId);
}

function isOurs(job: Job | undefined, { wave }: Pick<EarlierLaunches, "wave">): boolean {
  return wave.drillNonce !== "" && job?.tags[JOB_TAG.drillNonce] === wave.drillNonce;
}

/** `, launched 3h05m00s ago (DrillWave's, Wave=web)`. */
function describeOwner(launchedAt: number | undefined, tags: Record<string, string>, { now }: EarlierLaunches): string {
  const age = launchedAt === undefined ? "" : `, launched ${formatDuration((now - launchedAt) / 1000)} ago`;
  const shown = shownTags(tags).map(([key, value]) => `${key}=${value}`);
  const owner = [...(isDrillWaves(tags) ? ["DrillWave's"] : []), ...shown];
  return owner.length === 0 ? age : `${age} (${owner.join(", ")})`;
}

/** Of a job of DrillWave's, what the program called it; of any other, everything. */
function shownTags(tags: Record<string, string>): [string, string][] {
  const own: readonly string[] = isDrillWaves(tags) ? OWN_TAGS : [];
  // DRS gives an untagged job this pseudo-tag (docs/drs-facts.md#the-pseudo-tag-resourcearn).
  return Object.entries(tags).filter(([key]) => key !== "resourceArn" && !own.includes(key));
}

const OWN_TAGS = Object.values(JOB_TAG).filter((key) => key !== JOB_TAG.wave && key !== JOB_TAG.recoveryPlan);

function isDrillWaves(tags: Record<string, string>): boolean {
  return tags[JOB_TAG.managedBy] === MANAGED_BY;
}

/**
 * What to do about a drill of DrillWave's that is in the way, where it may be the wave's own under another name; undefined
 * where there is none. Pure.
 */
export function renamingAdvice(
  wave: EarlierLaunches["wave"] & Pick<Wave, "jobTags">,
  launchJobs: readonly Job[],
): string | undefined {
  const kind = wave.jobTags[JOB_TAG.executionType];
  const isRenamed = launchJobs.some(
    (job) => isDrillWaves(job.tags) && job.tags[JOB_TAG.executionType] === kind && !isOurs(job, { wave }),
  );
  return isRenamed
    ? 'a wave that was renamed keeps its drill with the alias of its old name, such as aliases: [{ name: "old" }]; ' +
        "if `up` has been refused so, its new guard is in state and is taken out first (`pulumi state delete`)"
    : undefined;
}
