import { BUSY_ERRORS, EC2_GONE, FAILBACK_ACTIVE, JOB_COMPLETED, THROTTLED } from "../../drs/status";
import type { RecoveryInstance } from "../../drs/types";
import { CleanupIncompleteError, DrsRequestError, messageOf, NotFoundError } from "../../errors";
import { type CleanupRecord, count } from "../../vocabulary";
import { withoutUndefined } from "../../withoutUndefined";
import type { WaveContext } from "../context";
import { waitFor } from "../waiter";
import type { DrillJobs } from "./drillJobs";

/** TERMINATE jobs that may end with instances still listed before that counts as a failure. */
const ROUNDS = 3;

/** Looks in a row at an instance that EC2 still shows alive after its TERMINATE job: EC2 is eventually consistent. */
const LOOKS_AT_ALIVE = 3;

/**
 * Looks in a row that may not show a job, before it counts as deleted from DRS
 * (docs/drs-facts.md#a-new-job-may-show-late).
 */
const MISSING_LOOKS = 6;

/**
 * Terminates what these jobs launched, and waits until it is gone. Waits for each job first, because DRS has no cancel
 * (docs/drs-facts.md#there-is-no-cancel) and shows no instance before its job has ended. Touches nothing outside these
 * jobs, no recovery that is not a drill, and no instance in failback.
 *
 * @throws {@link CleanupIncompleteError} when instances remain.
 */
export async function cleanUp(context: WaveContext, drill: DrillJobs): Promise<CleanupRecord> {
  const launched = await waitForJobs(context, drill);
  const terminateJobId = await terminateAll(context, drill);
  await waitUntilGone(context, [...new Set([...drill.instanceIds, ...launched])]);
  return withoutUndefined({ status: "COMPLETED" as const, jobId: terminateJobId });
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
 * Returns once the job has ended, or DRS no longer shows it: only an ended job can be deleted
 * (docs/drs-facts.md#there-is-no-cancel). One look that shows nothing is no proof.
 */
async function waitUntilEnded(context: WaveContext, jobId: string): Promise<void> {
  const watch = context.drs.watchJob(jobId);
  const wait = waitFor<undefined>(context, {
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
      if (job.status === JOB_COMPLETED) {
        return { done: undefined };
      }
      const row = `waiting: recovery job ${jobId} is in progress, and DRS cannot cancel it`;
      return job.type === "LAUNCH" ? { pending: job.status, row } : { pending: job.status };
    },
  });
  await wait
    .catch((error: unknown) => {
      if (!(error instanceof NotFoundError)) {
        throw error;
      }
    })
    .finally(() => watch.close());
}

/**
 * The id of the last TERMINATE job; undefined when DRS listed nothing to terminate.
 *
 * @throws {@link CleanupIncompleteError} once all others are gone, when some are in failback.
 */
async function terminateAll(context: WaveContext, drill: DrillJobs): Promise<string | undefined> {
  let jobId: string | undefined;
  for (let round = 0; ; round += 1) {
    const started = await startTermination(context, drill, round);
    if (started === undefined) {
      return jobId;
    }
    jobId = started;
    await waitUntilEnded(context, jobId);
  }
}

/** The TERMINATE job's id, once DRS takes it; undefined when nothing of the drill is left to terminate. */
async function startTermination(context: WaveContext, drill: DrillJobs, round: number): Promise<string | undefined> {
  let remaining = drill.jobs.map(({ jobId }) => `what job ${jobId} launched`);
  return waitFor<string | undefined>(context, {
    subject: "a TERMINATE job",
    expected: "started",
    timeout: (lastSeen) => new CleanupIncompleteError(remaining, lastSeen),
    look: async () => {
      const { doomed, inFailback } = await ownInstances(context, drill);
      remaining = doomed.map((instance) => instance.recoveryInstanceId);
      if (remaining.length === 0 && inFailback.length > 0) {
        throw new CleanupIncompleteError(inFailback, "they are in failback, and instances in failback are left alone");
      }
      if (remaining.length === 0) {
        return { done: undefined };
      }
      if (round === ROUNDS) {
        throw new CleanupIncompleteError(remaining, `DRS still lists them after ${ROUNDS} TERMINATE jobs`);
      }
      return terminate(context, remaining);
    },
  });
}

/** Asks DRS to terminate these; another look is needed where the servers are busy, or no answer came. */
async function terminate({ drs, status }: WaveContext, ids: readonly string[]) {
  try {
    const { jobId } = await drs.startTermination(ids);
    status.keep(`terminating ${count(ids.length, "recovery instance")} (job ${jobId}): ${ids.join(", ")}`);
    return { done: jobId };
  } catch (error) {
    const mayPass = error instanceof DrsRequestError && (!error.refused || PASSING_REFUSALS.includes(error.awsError));
    if (!mayPass) {
      throw new CleanupIncompleteError(ids, messageOf(error));
    }
    return { pending: messageOf(error), row: `waiting to terminate: ${messageOf(error)}` };
  }
}

/** Refusals that pass when another job ends, or at a slower pace. */
const PASSING_REFUSALS = [...BUSY_ERRORS, THROTTLED];

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

/** Returns once EC2 shows every instance terminated, or not at all: it forgets them after about an hour. */
async function waitUntilGone(context: WaveContext, instanceIds: readonly string[]): Promise<void> {
  if (instanceIds.length === 0) {
    return;
  }
  let looks = 0;
  let alive: string[] = [];
  let remaining = [...instanceIds];
  const stillAlive = () => {
    const command = `aws ec2 terminate-instances --instance-ids ${alive.join(" ")}`;
    return new CleanupIncompleteError(alive, `DRS no longer lists them, but they are alive in EC2: ${command}`);
  };
  await waitFor<undefined>(context, {
    subject: "the recovery instances",
    expected: "terminated",
    timeout: (lastSeen) =>
      alive.length > 0 ? stillAlive() : new CleanupIncompleteError(remaining, `last seen ${lastSeen} at the deadline`),
    look: async () => {
      const instances = await context.ec2.listInstances(instanceIds);
      const there = instances.filter((instance) => instance.state !== "terminated");
      remaining = there.map((instance) => instance.instanceId);
      alive = there.filter((instance) => instance.state !== "shutting-down").map((instance) => instance.instanceId);
      looks += 1;
      if (there.length === 0) {
        return { done: undefined };
      }
      if (alive.length > 0 && looks > LOOKS_AT_ALIVE) {
        throw stillAlive();
      }
      const row = `waiting: ${count(there.length, "instance")} not terminated yet`;
      return { pending: "shutting down", row };
    },
  });
}
