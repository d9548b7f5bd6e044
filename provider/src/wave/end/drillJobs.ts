import type { DrsGateway } from "../../drs/gateway";
import type { Job } from "../../drs/types";
import { DrsRequestError } from "../../errors";
import {
  type AttemptRecord,
  type DrillWaveOutputs,
  JOB_TAG,
  type ServerRecord,
  toIso,
  type Verdict,
} from "../../vocabulary";
import { listedSince } from "../drillNonce";

/** The recovery jobs of one drill, and the servers and instances that they touched. */
export interface DrillJobs {
  jobs: { jobId: string; arn?: string; sourceServerIds: readonly string[]; closed?: boolean }[];
  /** EC2 ids that state remembers. */
  instanceIds: readonly string[];
}

/** The part of outputs and runs that names jobs and instances. */
interface Records {
  attempts: readonly AttemptRecord[];
  servers: readonly ServerRecord[];
}

/** The jobs that state knows. Pure. */
export function drillJobsOf({ attempts, servers }: Records): DrillJobs {
  return {
    jobs: attempts.map(({ jobId, jobArn, sourceServerIds }) =>
      jobArn === undefined ? { jobId, sourceServerIds } : { jobId, arn: jobArn, sourceServerIds },
    ),
    instanceIds: servers.flatMap((server) => server.recoveryInstanceId ?? []),
  };
}

/**
 * The jobs that state knows, and those that DRS shows with the drill's execution id: after a crash state may lack one.
 */
export async function listDrillJobs(
  drs: DrsGateway,
  outputs: DrillWaveOutputs & { drillNonce?: string },
): Promise<DrillJobs> {
  const known = drillJobsOf(outputs);
  const ids = new Set(known.jobs.map((job) => job.jobId));
  const shown = (await drs.listJobs([], listedSince(outputs.drillNonce ?? "", drs.now()))).filter(
    (job) => job.type === "LAUNCH" && job.tags[JOB_TAG.executionId] === outputs.executionId && !ids.has(job.jobId),
  );
  return { ...known, jobs: [...known.jobs, ...shown.map(toDrillJob)] };
}

/** A job as cleanup needs it. Pure. */
export function toDrillJob({ jobId, arn, servers, tags }: Job): DrillJobs["jobs"][number] {
  const sourceServerIds = servers.map((server) => server.sourceServerId);
  return { jobId, arn, sourceServerIds, closed: tags[JOB_TAG.closed] !== undefined };
}

/** Marks the jobs as an ended drill's: a closed job is never adopted. Terminates nothing. */
export async function closeJobs(drs: DrsGateway, { jobs }: DrillJobs): Promise<void> {
  const tags = { [JOB_TAG.closed]: toIso(drs.now()) };
  await Promise.all(
    jobs.map(({ arn, closed }) => (closed || arn === undefined ? undefined : tagIfThere(drs, arn, tags))),
  );
}

/** Marks the jobs with their drill's verdict, before what was judged is terminated. */
export async function markJudged(drs: DrsGateway, { attempts }: Pick<Records, "attempts">, verdict: Verdict) {
  const arns = attempts.flatMap(({ jobArn }) => jobArn ?? []);
  await Promise.all(arns.map((arn) => tagIfThere(drs, arn, { [JOB_TAG.judged]: verdict })));
}

/**
 * Changes the tags of a wave's jobs from what the program said before to what it says now; leaves all other tags alone.
 */
export async function retagJobs(
  drs: DrsGateway,
  { attempts }: Pick<Records, "attempts">,
  before: Record<string, string>,
  now: Record<string, string>,
): Promise<void> {
  const set = Object.fromEntries(Object.entries(now).filter(([key, value]) => before[key] !== value));
  const removed = Object.keys(before).filter((key) => now[key] === undefined);
  for (const { jobArn } of attempts) {
    if (jobArn === undefined) {
      continue;
    }
    if (Object.keys(set).length > 0) {
      await tagIfThere(drs, jobArn, set);
    }
    if (removed.length > 0) {
      await ifThere(() => drs.untagJob(jobArn, removed));
    }
  }
}

/** Adds the tags, unless somebody deleted the job from DRS (DeleteJob, in the console too). */
function tagIfThere(drs: DrsGateway, arn: string, tags: Record<string, string>): Promise<void> {
  return ifThere(() => drs.tagJob(arn, tags));
}

async function ifThere(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof DrsRequestError && error.awsError === "ResourceNotFoundException")) {
      throw error;
    }
  }
}
