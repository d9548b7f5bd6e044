import type { Job } from "../../drs/types";
import type { TaggedInstance } from "../../ec2/types";
import { formatDuration, JOB_TAG, nameServer, type ObservedServer } from "../../vocabulary";
import type { Wave } from "../wave";

/** What was looked up about earlier launches of a wave's servers. */
export interface EarlierLaunches {
  wave: Pick<Wave, "drillNonce" | "preflight" | "replaceRecoveryInstances">;
  /** The jobs behind earlier launches, as far as DRS still has them. */
  launchJobs: readonly Job[];
  /** Live EC2 instances that name one of the servers in the tag `preflight.sourceServerTag`. */
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
  return server.recoveryInstances.flatMap(({ recoveryInstanceId, isDrill, jobId }) => {
    const job = jobOf(jobId, facts);
    if (isDrill && isOurs(job, facts)) {
      return [];
    }
    const kind = isDrill ? "another drill" : "a recovery that is not a drill";
    const owner = job === undefined ? "" : describeOwner(job.createdAt, job.tags, facts);
    return [`${nameServer(server)} has the recovery instance ${recoveryInstanceId} of ${kind}${owner}`];
  });
}

function unlistedByDrs(server: ObservedServer, facts: EarlierLaunches): string[] {
  const known = new Set(server.recoveryInstances.map((instance) => instance.recoveryInstanceId));
  return facts.liveInstances
    .filter(
      ({ instanceId, tags }) =>
        tags[facts.wave.preflight.sourceServerTag] === server.sourceServerId && !known.has(instanceId),
    )
    .map(({ instanceId, launchedAt, tags }) => {
      const owner = describeOwner(launchedAt, tags, facts);
      return `${nameServer(server)} has the instance ${instanceId} in EC2, which DRS no longer lists${owner}`;
    });
}

/** A recovery that was asked for and whose instance cannot be seen: it may still run. */
function lastRecovery(server: ObservedServer, facts: EarlierLaunches): string[] {
  const { lastLaunch } = server;
  if (lastLaunch?.type !== "RECOVERY") {
    return [];
  }
  const job = jobOf(lastLaunch.jobId, facts);
  if (isOurs(job, facts)) {
    return [];
  }
  const owner = job === undefined ? "" : describeOwner(job.createdAt, job.tags, facts);
  return [
    `${nameServer(server)} was last launched for a recovery that is not a drill (job ${lastLaunch.jobId ?? "unknown"})${owner}`,
  ];
}

function jobOf(jobId: string | undefined, { launchJobs }: EarlierLaunches): Job | undefined {
  return launchJobs.find((job) => job.jobId === jobId);
}

function isOurs(job: Job | undefined, { wave }: EarlierLaunches): boolean {
  return wave.drillNonce !== "" && job?.tags[JOB_TAG.drillNonce] === wave.drillNonce;
}

/** `, launched 3h05m00s ago (ManagedBy=…, Wave=web)`. */
function describeOwner(launchedAt: number | undefined, tags: Record<string, string>, { now }: EarlierLaunches): string {
  const age = launchedAt === undefined ? "" : `, launched ${formatDuration((now - launchedAt) / 1000)} ago`;
  // DRS gives an untagged job this pseudo-tag (docs/drs-facts.md#the-pseudo-tag-resourcearn).
  const shown = Object.entries(tags).filter(([key]) => key !== "resourceArn");
  return shown.length === 0 ? age : `${age} (${shown.map(([key, value]) => `${key}=${value}`).join(", ")})`;
}
