import { present } from "../../present";
import { accountOfArn, JOB_TAG } from "../../vocabulary";
import type { WaveContext } from "../context";
import { declaredServer, executionIdOf, jobTags, type PlannedServer, type WavePlan } from "../plan";
import type { WaveRequest } from "../waveRequest";
import { newRun, type WaveRun, withJob } from "../waveRun";
import type { OwnJob } from "./adoption";

/**
 * The run that these jobs are, as far as DRS and check tell: which servers it has is read off the jobs, never off a
 * selector that may match others now. The replication lag before the launch is lost, so the recovery point stays open.
 */
export function adoptJobs(context: Pick<WaveContext, "drs" | "status">, request: WaveRequest, own: readonly OwnJob[]) {
  const plan = adoptedPlan(context.drs.region, request, own);
  return withAdopted(context, newRun(request.intent, plan, newcomers(request, plan)), own);
}

/** The run with these jobs as further attempts. */
export function withAdopted({ status }: Pick<WaveContext, "status">, run: WaveRun, own: readonly OwnJob[]): WaveRun {
  return own.reduce((adopted, { job, attempt }) => {
    status.keep(
      `adopts recovery job ${job.jobId} (attempt ${attempt}), started ${new Date(job.createdAt).toISOString()}: it was in no state. ` +
        "`pulumi refresh --clear-pending-creates` clears what the engine notes of the interrupted operation",
    );
    return withJob(adopted, attempt, job, serversOf(run.plan, job.servers));
  }, run);
}

function serversOf(plan: WavePlan, participants: OwnJob["job"]["servers"]): PlannedServer[] {
  const ids = new Set(participants.map((each) => each.sourceServerId));
  // Without the lag: what is known of it now is not what it was before the launch.
  return plan.servers.filter((server) => ids.has(server.sourceServerId)).map(({ lagSeconds: _lag, ...rest }) => rest);
}

function adoptedPlan(region: string, request: WaveRequest, own: readonly OwnJob[]): WavePlan {
  const { intent, drillNonce } = request;
  const executionId = executionIdOf(intent, drillNonce, region);
  const ids = new Set(own.flatMap(({ job }) => job.servers.map((each) => each.sourceServerId)));
  return {
    executionId,
    isDrill: intent.isDrill ?? true,
    account: accountOfArn(own[0]?.job.arn ?? "") ?? "",
    region,
    servers: [...ids].map((id) => adoptedServer(id, request)),
    tags: jobTags(intent, executionId, drillNonce),
  };
}

function adoptedServer(sourceServerId: string, { intent, judged }: WaveRequest): PlannedServer {
  const { role, impactLevel = "CRITICAL", recoverySnapshotId } = declaredServer(intent, sourceServerId);
  const seen = judged?.servers.find((server) => server.sourceServerId === sourceServerId);
  const launchConfiguration = seen?.launchConfiguration ?? {};
  return present({
    sourceServerId,
    hostname: seen?.hostname,
    role,
    impactLevel,
    recoverySnapshotId,
    launchConfiguration,
  });
}

function newcomers({ sourceServerIds }: WaveRequest, plan: WavePlan): string[] {
  const launched = new Set(plan.servers.map((server) => server.sourceServerId));
  const fresh = sourceServerIds.filter((id) => !launched.has(id));
  return fresh.length === 0 ? [] : [`${fresh.join(", ")} match the selector now, but are not in the adopted job`];
}

/** The verdict that a drill had before its instances were terminated, from its last job; undefined when it has none. */
export function judgedBefore(own: readonly OwnJob[]): string | undefined {
  return own.at(-1)?.job.tags[JOB_TAG.judged];
}
