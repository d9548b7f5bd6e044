import { EC2_GONE, FAILBACK_ACTIVE, JOB_COMPLETED } from "../../drs/status";
import type { Job, RecoveryInstance } from "../../drs/types";
import { CleanupIncompleteError, DrsRequestError, messageOf } from "../../errors";
import { present } from "../../present";
import type { CleanupRecord } from "../../vocabulary";
import type { WaveContext } from "../context";
import type { DrillJobs } from "./drillJobs";

/** TERMINATE jobs that may end and leave instances listed, before that counts as a failure. */
const ROUNDS = 3;

/** Looks in a row at an instance that EC2 still shows alive after its TERMINATE job: EC2 is eventually consistent. */
const LOOKS_AT_ALIVE = 3;

/** Looks in a row that may not show a job, before it counts as deleted from DRS. */
const LOOKS_AT_MISSING_JOB = 6;

/**
 * Terminates what these jobs launched, and looks until it is gone. Each job is waited for first, because DRS has no cancel
 * and shows no instance before its job has ended. Touches nothing outside these jobs, no recovery that is not a drill, and no instance in failback.
 *
 * @throws {@link CleanupIncompleteError} when instances remain.
 */
export async function cleanUp(context: WaveContext, drill: DrillJobs): Promise<CleanupRecord> {
  const launched = await waitForJobs(context, drill);
  const terminateJobId = await terminateAll(context, drill);
  await waitUntilGone(context, [...new Set([...drill.instanceIds, ...launched])]);
  return present({ status: "COMPLETED" as const, jobId: terminateJobId });
}

/** Waits until every job has ended; the EC2 ids that their logs name. */
async function waitForJobs(context: WaveContext, { jobs }: DrillJobs): Promise<string[]> {
  const logs = await Promise.all(
    jobs.map(async ({ jobId }) => {
      await waitUntilEnded(context, jobId);
      return context.drs.listJobLogItems(jobId);
    }),
  );
  return logs.flat().flatMap((item) => item.targetInstanceId ?? []);
}

/**
 * The job once it has ended; undefined when DRS shows it no longer, which only an ended job can be (DeleteJob takes no
 * other). One look that shows nothing is no proof: DescribeJobs is eventually consistent.
 */
async function waitUntilEnded(context: WaveContext, jobId: string): Promise<Job | undefined> {
  const { drs, deadline, pollMs, clock, status } = context;
  for (let missing = 0; missing <= LOOKS_AT_MISSING_JOB; ) {
    const isLastLook = deadline.remainingMs() === 0;
    const job = (await drs.listJobs([jobId]))[0];
    if (job?.status === JOB_COMPLETED) return job;
    missing = job === undefined ? missing + 1 : 0;
    if (isLastLook) {
      const why = `job ${jobId} is ${job?.status ?? "not shown by DRS"} at the deadline`;
      throw new CleanupIncompleteError([`what job ${jobId} launches`], why);
    }
    if (job?.type === "LAUNCH") status.show(`waiting: recovery job ${jobId} is in progress, and DRS cannot cancel it`);
    await clock.sleep(Math.min(pollMs, deadline.remainingMs()));
  }
  return undefined;
}

/**
 * The id of the last TERMINATE job; undefined when DRS listed nothing to terminate.
 *
 * @throws {@link CleanupIncompleteError} once all others are gone, when some are in failback.
 */
async function terminateAll(context: WaveContext, drill: DrillJobs): Promise<string | undefined> {
  let jobId: string | undefined;
  for (let round = 0; ; ) {
    const { doomed, inFailback } = await ownInstances(context, drill);
    const ids = doomed.map((instance) => instance.recoveryInstanceId);
    if (ids.length === 0 && inFailback.length > 0) {
      throw new CleanupIncompleteError(inFailback, "they are in failback, which is left alone");
    }
    if (ids.length === 0) return jobId;
    if (round === ROUNDS) throw new CleanupIncompleteError(ids, `DRS still lists them after ${ROUNDS} TERMINATE jobs`);
    const started = await startTermination(context, ids);
    if (started === undefined) continue;
    round += 1;
    jobId = started;
    context.status.keep(`terminating ${ids.length} recovery instances (job ${jobId}): ${ids.join(", ")}`);
    await waitUntilEnded(context, jobId);
  }
}

/** The drill's own instances that DRS lists: those to terminate, and in words those in failback. */
async function ownInstances({ drs }: WaveContext, { jobs }: DrillJobs) {
  const ids = [...new Set(jobs.flatMap((job) => job.sourceServerIds))];
  const listed = ids.length === 0 ? [] : await drs.listRecoveryInstances(ids);
  const jobIds = new Set(jobs.map((job) => job.jobId));
  const own = listed.filter((each) => each.isDrill && each.jobId !== undefined && jobIds.has(each.jobId));
  const isInFailback = (each: RecoveryInstance) => FAILBACK_ACTIVE.includes(each.failbackState ?? "");
  return {
    doomed: own.filter((each) => !isInFailback(each) && !EC2_GONE.includes(each.ec2InstanceState)),
    inFailback: own.filter(isInFailback).map((each) => `${each.recoveryInstanceId} (${each.failbackState})`),
  };
}

/** The TERMINATE job's id; undefined when another look is needed: the servers are busy, or no answer came. */
async function startTermination(context: WaveContext, ids: readonly string[]): Promise<string | undefined> {
  try {
    return (await context.drs.startTermination(ids)).jobId;
  } catch (error) {
    const mayPass = error instanceof DrsRequestError && (!error.refused || PASSING_REFUSALS.includes(error.awsError));
    if (!mayPass || context.deadline.remainingMs() === 0) throw new CleanupIncompleteError(ids, messageOf(error));
    context.status.show(`waiting to terminate: ${messageOf(error)}`);
    await context.clock.sleep(Math.min(context.pollMs, context.deadline.remainingMs()));
    return undefined;
  }
}

/** Refusals that the end of another job, or a slower pace, lifts. */
const PASSING_REFUSALS = ["ConflictException", "ServiceQuotaExceededException", "ThrottlingException"];

/** Looks in EC2 until every instance is terminated; EC2 forgets terminated instances after about an hour. */
async function waitUntilGone(context: WaveContext, instanceIds: readonly string[]): Promise<void> {
  if (instanceIds.length === 0) return;
  for (let look = 1; ; look += 1) {
    const isLastLook = context.deadline.remainingMs() === 0;
    const instances = await context.ec2.listInstances(instanceIds);
    const remaining = instances.filter((instance) => instance.state !== "terminated");
    if (remaining.length === 0) return;
    const alive = remaining.filter((instance) => instance.state !== "shutting-down").map((each) => each.instanceId);
    if (alive.length > 0 && (look > LOOKS_AT_ALIVE || isLastLook)) {
      const command = `aws ec2 terminate-instances --instance-ids ${alive.join(" ")}`;
      throw new CleanupIncompleteError(alive, `DRS lists them no longer, but they are alive in EC2: ${command}`);
    }
    const ids = remaining.map((instance) => instance.instanceId);
    if (isLastLook) throw new CleanupIncompleteError(ids, "they are shutting down still at the deadline");
    context.status.show(`waiting: ${ids.length} instances are not terminated yet`);
    await context.clock.sleep(Math.min(context.pollMs, context.deadline.remainingMs()));
  }
}
