import { JOB_COMPLETED } from "../drs/status";
import type { Job } from "../drs/types";
import { DrsRequestError, LaunchRefusedError, LaunchUnknownError, PreflightError } from "../errors";
import { present } from "../present";
import { JOB_TAG } from "../vocabulary";
import { ownJobs } from "./adoption";
import type { WaveContext } from "./context";
import { countServers } from "./describe";
import type { PlannedServer, WavePlan } from "./plan";
import { obstacleTo } from "./room";

/** Looks for our own job after a StartRecovery without an answer, a poll interval apart: DescribeJobs may show it late. */
const LOOKS_AFTER_LOST_ANSWER = 6;

/** Conflicts in a row for which no other job can be seen, before the launch counts as refused. */
const UNEXPLAINED_CONFLICTS = 6;

/** What to launch: some of the plan's servers, as the given attempt. */
export interface Launch {
  plan: WavePlan;
  servers: readonly PlannedServer[];
  attempt: number;
  busyServers: "wait" | "fail";
}

/**
 * The recovery job of this attempt: the one that is already there (found by its tag), or one started now. StartRecovery
 * takes no idempotency token, so the tag is the only one: this looks first, sends once, and looks again when no answer
 * came. Waits for other jobs in the way when told so.
 *
 * @throws {@link PreflightError} servers are busy and `busyServers` is "fail"; {@link LaunchRefusedError};
 *   {@link LaunchUnknownError}.
 */
export async function launch(context: WaveContext, request: Launch): Promise<Job> {
  const ids = request.servers.map((server) => server.sourceServerId);
  let unexplained = 0;
  for (;;) {
    const jobs = await context.drs.listJobs();
    const own = findOwn(jobs, request);
    if (own !== undefined) {
      context.status.keep(`adopts recovery job ${own.jobId} (attempt ${request.attempt}), started ${isoTime(own)}`);
      return own;
    }
    const obstacle = obstacleTo(ids, jobs);
    if (obstacle !== undefined) {
      await waitForRoom(context, request, obstacle);
      continue;
    }
    const outcome = await start(context, request);
    if ("job" in outcome) return outcome.job;
    unexplained += 1;
    const hopeless = outcome.needsOtherJobs && jobs.every((job) => job.status === JOB_COMPLETED);
    if (hopeless && unexplained > UNEXPLAINED_CONFLICTS) throw new LaunchRefusedError(ids, outcome.refusal);
    const { message } = outcome.refusal;
    await waitForRoom(context, outcome.needsOtherJobs ? request : { ...request, busyServers: "wait" }, message);
  }
}

function findOwn(jobs: readonly Job[], { plan, attempt }: Launch): Job | undefined {
  return ownJobs(jobs, plan.executionId).find((own) => own.attempt === attempt)?.job;
}

/** A refusal that may pass. `needsOtherJobs`: only the end of another job can lift it. */
interface PassingRefusal {
  refusal: DrsRequestError;
  needsOtherJobs: boolean;
}

async function start(context: WaveContext, request: Launch): Promise<{ job: Job } | PassingRefusal> {
  const { plan, servers, attempt } = request;
  try {
    const job = await context.drs.startRecovery({
      servers: servers.map(({ sourceServerId, recoverySnapshotId }) => present({ sourceServerId, recoverySnapshotId })),
      isDrill: plan.isDrill,
      tags: { ...plan.tags, [JOB_TAG.attempt]: `${attempt}`, [JOB_TAG.serverCount]: `${servers.length}` },
    });
    context.status.keep(`started recovery job ${job.jobId} for ${countServers(servers.length)} (attempt ${attempt})`);
    return { job };
  } catch (error) {
    const ids = servers.map((server) => server.sourceServerId);
    if (!(error instanceof DrsRequestError)) throw error;
    if (!error.refused) return { job: await findAfterLostAnswer(context, request, error) };
    if (error.awsError === "ThrottlingException") return { refusal: error, needsOtherJobs: false };
    if (error.awsError === "ConflictException" || error.awsError === "ServiceQuotaExceededException") {
      return { refusal: error, needsOtherJobs: true };
    }
    throw new LaunchRefusedError(ids, error);
  }
}

/** Our job, if the call whose answer was lost did start one. Never sends again: what was not seen may still have started. */
async function findAfterLostAnswer(context: WaveContext, request: Launch, cause: DrsRequestError): Promise<Job> {
  context.status.warn(`${cause.message}: looking for the job it may have started`);
  for (let look = 0; look < LOOKS_AFTER_LOST_ANSWER; look += 1) {
    if (look > 0) await context.clock.sleep(Math.min(context.pollMs, context.deadline.remainingMs()));
    const jobs = await context.drs.listJobs().catch(() => []);
    const own = findOwn(jobs, request);
    if (own === undefined) continue;
    context.status.keep(`found recovery job ${own.jobId} (attempt ${request.attempt}) after the answer was lost`);
    return own;
  }
  const ids = request.servers.map((server) => server.sourceServerId);
  throw new LaunchUnknownError(request.plan.executionId, ids, cause);
}

async function waitForRoom(context: WaveContext, request: Launch, obstacle: string): Promise<void> {
  if (request.busyServers === "fail") throw new PreflightError([`${obstacle} (preflight.busyServers is "fail")`]);
  const { deadline, clock, status, pollMs } = context;
  if (deadline.remainingMs() === 0) {
    const ids = request.servers.map((server) => server.sourceServerId);
    throw new LaunchRefusedError(ids, new Error(`${obstacle}, still after ${deadline.timeoutSeconds} s`));
  }
  status.show(`waiting: ${obstacle}`);
  await clock.sleep(Math.min(pollMs, deadline.remainingMs()));
}

function isoTime(job: Job): string {
  return new Date(job.createdAt).toISOString();
}
