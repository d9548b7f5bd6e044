/** What a drill's jobs say of their instances, once they have ended. */
import { hasEnded, JOB_COMPLETED, NOT_SAID } from "../../drs/status";
import type { Job, JobLogItem } from "../../drs/types";
import { CleanupIncompleteError, messageOf, NotFoundError } from "../../errors";
import type { WaveContext } from "../context";
import { waitingRow } from "../row";
import { waitFor } from "../waiter";
import type { DrillJobs } from "./drillJobs";
import { isLasting } from "./unlessRefused";

/**
 * Looks in a row that may not show a job, before it counts as deleted from DRS
 * (docs/drs-facts.md#a-new-job-may-show-late).
 */
const MISSING_LOOKS = 6;

/** What ended jobs say of their instances. */
export interface Launched {
  /** EC2 ids that the jobs' lists and logs name. */
  instanceIds: string[];
  /** True when a job does not say what it launched: that no instance is named is then no proof that there is none. */
  isUnclear: boolean;
  /** When the first job was created, epoch ms; undefined where that is not known. */
  since: number | undefined;
}

/** Waits until every job has ended. */
export async function waitForJobs(context: WaveContext, { jobs, instanceIds: known }: DrillJobs): Promise<Launched> {
  const launched = await Promise.all(
    jobs.map(async ({ jobId, ended, startedAt }) => {
      const job = await waitUntilEnded(context, jobId, ended === true);
      const log = await logOf(context, jobId);
      const listed = job?.servers ?? [];
      const instanceIds = [
        ...log.flatMap((item) => item.targetInstanceId ?? []),
        ...listed.flatMap((server) => server.recoveryInstanceId ?? []),
      ];
      const saysNothing = listed.length === 0 && log.every((item) => item.sourceServerId === undefined);
      const hasLaunched =
        listed.some((server) => server.launchStatus !== "FAILED") || log.some((item) => item.event === "LAUNCH_END");
      return {
        instanceIds,
        createdAt: earliest([job?.createdAt, startedAt]),
        isUnclear: instanceIds.length === 0 && (saysNothing || hasLaunched),
      };
    }),
  );
  return {
    instanceIds: launched.flatMap((each) => each.instanceIds),
    isUnclear: known.length === 0 && launched.some((each) => each.isUnclear),
    since: earliest(launched.map((each) => each.createdAt)),
  };
}

/** Empty where it cannot be read: what the job launched is then found by DRS's own list alone. */
async function logOf({ drs, status }: WaveContext, jobId: string): Promise<JobLogItem[]> {
  try {
    return await drs.listJobLogItems(jobId);
  } catch (error) {
    if (!isLasting(error)) {
      throw error;
    }
    status.warn(
      `the log of job ${jobId} could not be read, so its instances are those that DRS lists: ${messageOf(error)}`,
    );
    return [];
  }
}

function earliest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.flatMap((time) => time ?? []);
  return known.length === 0 ? undefined : Math.min(...known);
}

/**
 * The job once it has ended; undefined when DRS no longer shows it: only an ended job can be deleted
 * (docs/drs-facts.md#there-is-no-cancel). One look that shows nothing is no proof. `isKnown`: state has seen its end, and no
 * status that DRS shows now stands against that.
 */
export async function waitUntilEnded(context: WaveContext, jobId: string, isKnown = false): Promise<Job | undefined> {
  const watch = context.drs.watchJob(jobId);
  const wait = waitFor<Job>(context, {
    subject: `job ${jobId}`,
    expected: JOB_COMPLETED,
    missingLooks: MISSING_LOOKS,
    news: () => watch.news(),
    timeout: (lastSeen) =>
      new CleanupIncompleteError([`what job ${jobId} launches`], `job ${jobId} is ${lastSeen} at the deadline`),
    look: async () => {
      const job = await watch.look();
      if (job === undefined) {
        return { missing: "not shown by DRS" };
      }
      if (isKnown || hasEnded(job)) {
        return { done: job };
      }
      const row = waitingRow(`job ${jobId} is still launching, and DRS cannot cancel it`);
      const pending = job.status === NOT_SAID ? "shown without a status" : job.status;
      return job.type === "LAUNCH" ? { pending, row } : { pending };
    },
  });
  return wait
    .catch((error: unknown) => {
      if (error instanceof NotFoundError) {
        return undefined;
      }
      throw error;
    })
    .finally(() => watch.close());
}
