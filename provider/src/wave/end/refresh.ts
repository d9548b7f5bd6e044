import { EC2_GONE, JOB_COMPLETED } from "../../drs/status";
import { type DrillWaveOutputs, toIso } from "../../vocabulary";
import { withoutUndefined } from "../../withoutUndefined";
import type { WaveContext } from "../context";

/**
 * The outputs, with what has become of jobs and instances since. Never turns a drill into "deleted", keeps what is
 * pending (docs/engine-facts.md#refresh-clears-init-errors), and leaves the verdict as it was made. Changes nothing.
 */
export async function refreshOutputs(
  { drs, status }: Pick<WaveContext, "drs" | "status">,
  outputs: DrillWaveOutputs,
): Promise<DrillWaveOutputs> {
  const ids = outputs.servers.map((server) => server.sourceServerId);
  const [jobs, instances] = await Promise.all([
    drs.listJobs(outputs.attempts.map((attempt) => attempt.jobId)),
    drs.listRecoveryInstances(ids),
  ]);
  const attempts = outputs.attempts.map((attempt) => {
    const job = jobs.find((each) => each.jobId === attempt.jobId);
    if (job === undefined) {
      return attempt;
    }
    const completedAt = job.endedAt === undefined ? attempt.completedAt : toIso(job.endedAt);
    return withoutUndefined({ ...attempt, status: job.status, completedAt });
  });
  const last = attempts.at(-1);
  const own = outputs.servers.flatMap((server) => server.recoveryInstanceId ?? []);
  const alive = instances.filter((each) => !EC2_GONE.includes(each.ec2InstanceState));
  const gone = own.filter((id) => !alive.some((each) => each.recoveryInstanceId === id));
  if (outputs.cleanup.status === "NOT_STARTED" && gone.length > 0) {
    status.warn(`recovery instances that DRS no longer lists: ${gone.join(", ")}`);
  }
  const allGone = own.length > 0 && gone.length === own.length && last?.status === JOB_COMPLETED;
  const cleanup = outputs.cleanup.status === "NOT_STARTED" && allGone ? { status: "GONE" as const } : outputs.cleanup;
  return {
    ...outputs,
    ...withoutUndefined({ status: last?.status ?? outputs.status, completedAt: last?.completedAt }),
    attempts,
    cleanup,
  };
}
