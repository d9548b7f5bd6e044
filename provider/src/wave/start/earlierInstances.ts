import type { Job } from "../../drs/types";
import type { TaggedInstance } from "../../ec2/types";
import { formatDuration, JOB_TAG, nameServer, type ObservedServer } from "../../vocabulary";

/** What was looked up about earlier launches of a wave's servers. */
export interface EarlierView {
  drillNonce: string;
  /** The jobs behind earlier launches, as far as DRS still has them. */
  launchJobs: readonly Job[];
  /** Live EC2 instances that name one of the servers in `sourceServerTag`. */
  liveInstances: readonly TaggedInstance[];
  sourceServerTag: string;
  now: number;
}

/**
 * What a launch of this server would terminate that is not this drill's: DRS cleans up every earlier recovery instance of
 * a server, also one that it lists no longer
 * (https://docs.aws.amazon.com/drs/latest/userguide/failback-preparing-failover.html). One sentence each, with age and
 * owner. Pure.
 */
export function instancesInTheWay(server: ObservedServer, view: EarlierView): string[] {
  const listed = listedByDrs(server, view);
  const unlisted = unlistedByDrs(server, view);
  return [...listed, ...unlisted, ...(listed.length + unlisted.length > 0 ? [] : lastRecovery(server, view))];
}

function listedByDrs(server: ObservedServer, view: EarlierView): string[] {
  return server.recoveryInstances.flatMap(({ recoveryInstanceId, isDrill, jobId }) => {
    const job = jobOf(jobId, view);
    if (isDrill && isOurs(job, view)) return [];
    const kind = isDrill ? "a drill that is not this one" : "a recovery that is not a drill";
    const facts = job === undefined ? "" : describeOwner(job.createdAt, job.tags, view);
    return [`${nameServer(server)} has the recovery instance ${recoveryInstanceId} of ${kind}${facts}`];
  });
}

function unlistedByDrs(server: ObservedServer, view: EarlierView): string[] {
  const known = new Set(server.recoveryInstances.map((instance) => instance.recoveryInstanceId));
  return view.liveInstances
    .filter(({ instanceId, tags }) => tags[view.sourceServerTag] === server.sourceServerId && !known.has(instanceId))
    .map(({ instanceId, launchedAt, tags }) => {
      const facts = describeOwner(launchedAt, tags, view);
      return `${nameServer(server)} has the instance ${instanceId} in EC2, which DRS lists no longer${facts}`;
    });
}

/** A recovery that was asked for and whose instance cannot be seen: it may still run. */
function lastRecovery(server: ObservedServer, view: EarlierView): string[] {
  const { lastLaunch } = server;
  if (lastLaunch?.type !== "RECOVERY") return [];
  const job = jobOf(lastLaunch.jobId, view);
  if (isOurs(job, view)) return [];
  const facts = job === undefined ? "" : describeOwner(job.createdAt, job.tags, view);
  return [
    `${nameServer(server)} was last launched for a recovery that is not a drill (job ${lastLaunch.jobId ?? "unknown"})${facts}`,
  ];
}

function jobOf(jobId: string | undefined, { launchJobs }: EarlierView): Job | undefined {
  return launchJobs.find((job) => job.jobId === jobId);
}

function isOurs(job: Job | undefined, { drillNonce }: EarlierView): boolean {
  return job?.tags[JOB_TAG.drillNonce] === drillNonce;
}

/** `, launched 3h05m00s ago (ManagedBy=…, Wave=web)`. */
function describeOwner(launchedAt: number | undefined, tags: Record<string, string>, { now }: EarlierView): string {
  const age = launchedAt === undefined ? "" : `, launched ${formatDuration((now - launchedAt) / 1000)} ago`;
  // DRS answers an untagged job with this pseudo-tag.
  const shown = Object.entries(tags).filter(([key]) => key !== "resourceArn");
  return shown.length === 0 ? age : `${age} (${shown.map(([key, value]) => `${key}=${value}`).join(", ")})`;
}
