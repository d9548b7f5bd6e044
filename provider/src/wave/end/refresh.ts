import { isGone, JOB_COMPLETED, NOT_SAID } from "../../drs/status";
import type { Job } from "../../drs/types";
import { type DrillWaveOutputs, harmless, nameServer, toIso } from "../../vocabulary";
import { withoutUndefined } from "../../withoutUndefined";
import type { WaveContext } from "../context";

/**
 * The outputs, with what has become of jobs and instances since. Never turns a drill into "deleted", keeps what is
 * pending (docs/engine-facts.md#refresh-clears-init-errors), and leaves the verdict as it was made. Changes nothing.
 */
export async function refreshOutputs(
  { drs, ec2, status }: Pick<WaveContext, "drs" | "ec2" | "status">,
  outputs: DrillWaveOutputs,
): Promise<DrillWaveOutputs> {
  const ids = outputs.servers.map((server) => server.sourceServerId);
  const [jobs, instances] = await Promise.all([
    drs.listJobs(outputs.attempts.map((attempt) => attempt.jobId)),
    // Without a server that is known by name, all are looked through for those of our jobs.
    drs.listRecoveryInstances(ids.length === 0 ? undefined : ids),
  ]);
  const attempts = outputs.attempts.map((attempt) => {
    const job = jobs.find((each) => each.jobId === attempt.jobId);
    if (job === undefined) {
      return attempt;
    }
    warnOfActions(status, outputs, job);
    const completedAt = job.endedAt === undefined ? attempt.completedAt : toIso(job.endedAt);
    return withoutUndefined({ ...attempt, status: statusNow(attempt.status, job), completedAt });
  });
  const last = attempts.at(-1);
  const own = outputs.servers.flatMap((server) => server.recoveryInstanceId ?? []);
  const alive = instances.filter((each) => !isGone(each.ec2InstanceState));
  const gone = own.filter((id) => !alive.some((each) => each.recoveryInstanceId === id));
  if (outputs.cleanup.status === "NOT_STARTED" && gone.length > 0) {
    status.warn(`recovery instances that DRS no longer lists: ${gone.join(", ")}`);
  }
  const jobIds = new Set(attempts.map((attempt) => attempt.jobId));
  const others = alive.filter((each) => each.jobId !== undefined && jobIds.has(each.jobId));
  const noneListed = own.length > 0 && gone.length === own.length && others.length === 0;
  const isOpen = outputs.cleanup.status === "NOT_STARTED" && last?.status === JOB_COMPLETED;
  const allGone = isOpen && noneListed && (await areGoneInEc2(ec2, own));
  const cleanup = allGone ? { status: "GONE" as const } : outputs.cleanup;
  return {
    ...outputs,
    ...withoutUndefined({ status: last?.status ?? outputs.status, completedAt: last?.completedAt }),
    attempts,
    cleanup,
  };
}

/** An ended job does not go on again, whatever a late answer shows; what is not said leaves what is known. */
function statusNow(known: string, { status }: Job): string {
  return known === JOB_COMPLETED || status === NOT_SAID ? known : status;
}

/** What DRS does not list may run on in EC2 (docs/drs-facts.md#instances-that-drs-does-not-list). */
async function areGoneInEc2(ec2: WaveContext["ec2"], ids: readonly string[]): Promise<boolean> {
  return (await ec2.listInstances(ids)).every(({ state }) => isGone(state));
}

/** Warns of post-launch actions that have failed since their server counted as recovered; the verdict stays as it is. */
function warnOfActions(status: WaveContext["status"], { servers }: DrillWaveOutputs, job: Job): void {
  for (const record of servers) {
    const runs = job.servers.find((each) => each.sourceServerId === record.sourceServerId)?.postLaunchActions ?? [];
    const known = new Set(record.postLaunchActions.map(({ name, status: seen }) => `${name} ${seen}`));
    const failed = runs.filter(({ name, status: now }) => now === "FAILED" && !known.has(`${harmless(name)} ${now}`));
    if (record.failure === undefined && failed.length > 0) {
      const names = failed.map(({ name }) => harmless(name)).join(", ");
      status.warn(`post-launch actions of ${nameServer(record)} have failed since the drill was judged: ${names}`);
    }
  }
}
