import { BUSY_ERRORS, LATE_JOB_MS, THROTTLED } from "../../drs/status";
import type { Job } from "../../drs/types";
import { DrsRequestError, LaunchRefusedError, LaunchUnknownError } from "../../errors";
import { count, JOB_TAG } from "../../vocabulary";
import { withoutUndefined } from "../../withoutUndefined";
import type { WaveContext } from "../context";
import { listedSince } from "../drillNonce";
import { IF_CUT_OFF } from "../ownJob";
import type { PlannedServer } from "../run";
import { waitFor } from "../waiter";
import type { Wave } from "../wave";
import { ownJobs } from "./adoption";

/** What to launch: some of the wave's servers, as the given attempt. */
export interface Launch {
  wave: Wave;
  servers: readonly PlannedServer[];
  attempt: number;
}

/** A refusal that may pass: when another job ends (`busy`), or at a slower pace. */
export interface PassingRefusal {
  refusal: DrsRequestError;
  busy: boolean;
}

/**
 * Sends StartRecovery, once: gives the job that it started, or a refusal that may pass. When no answer comes it looks
 * for a job with our tag, and never sends again (docs/drs-facts.md#it-is-not-idempotent).
 *
 * @throws {@link LaunchRefusedError} for a refusal that does not pass; {@link LaunchUnknownError}.
 */
export async function launch(context: WaveContext, request: Launch): Promise<{ job: Job } | PassingRefusal> {
  const { wave, servers, attempt } = request;
  try {
    const job = await context.drs.startRecovery({
      servers: servers.map(({ sourceServerId, recoverySnapshotId }) =>
        withoutUndefined({ sourceServerId, recoverySnapshotId }),
      ),
      isDrill: wave.isDrill,
      tags: { ...wave.jobTags, [JOB_TAG.attempt]: `${attempt}`, [JOB_TAG.serverCount]: `${servers.length}` },
    });
    context.status.keep(
      `started recovery job ${job.jobId} for ${count(servers.length, "server")} (attempt ${attempt}); ${IF_CUT_OFF}`,
    );
    return { job };
  } catch (error) {
    if (!(error instanceof DrsRequestError)) {
      throw error;
    }
    if (!error.refused) {
      return { job: await findAfterLostAnswer(context, request, error) };
    }
    if (THROTTLED.includes(error.awsError)) {
      return { refusal: error, busy: false };
    }
    if (BUSY_ERRORS.includes(error.awsError)) {
      return { refusal: error, busy: true };
    }
    throw new LaunchRefusedError(idsOf(request), error);
  }
}

/**
 * Our job, if the call whose answer was lost did start one. DescribeJobs may show it late
 * (docs/drs-facts.md#a-new-job-may-show-late), and may fail as well.
 */
async function findAfterLostAnswer(context: WaveContext, request: Launch, cause: DrsRequestError): Promise<Job> {
  const { drs, status } = context;
  const { wave, attempt } = request;
  status.warn(`${cause.message}: looking for the job it may have started`);
  const since = drs.now();
  let unreadable: unknown;
  const unknown = () => new LaunchUnknownError(wave.executionId, idsOf(request), unreadable ?? cause);
  return waitFor<Job>(context, {
    subject: `the job of attempt ${attempt}`,
    expected: "a job with our tag",
    timeout: unknown,
    look: async () => {
      // Decided before the look: an answer that takes long shows an earlier moment.
      const isLastLook = drs.now() - since >= LATE_JOB_MS;
      const jobs = await drs.listJobs([], listedSince(wave.drillNonce, drs.now())).catch((error: unknown) => {
        unreadable = error;
        return [];
      });
      const own = ownJobs(jobs, wave.executionId).find((each) => each.attempt === attempt);
      if (own !== undefined) {
        status.keep(`found recovery job ${own.job.jobId} (attempt ${attempt}) after the answer was lost`);
        return { done: own.job };
      }
      if (isLastLook) {
        throw unknown();
      }
      return { pending: "no job with our tag" };
    },
  });
}

function idsOf({ servers }: Launch): string[] {
  return servers.map((server) => server.sourceServerId);
}
