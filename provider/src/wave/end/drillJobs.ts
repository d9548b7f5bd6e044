import type { DrsGateway } from "../../drs/gateway";
import { JOB_COMPLETED } from "../../drs/status";
import type { Job } from "../../drs/types";
import { clauseOf, DrsRequestError, remedyFor } from "../../errors";
import {
  type AttemptRecord,
  type DrillWaveOutputs,
  JOB_TAG,
  type ServerRecord,
  toIso,
  type Verdict,
} from "../../vocabulary";
import { withoutUndefined } from "../../withoutUndefined";
import type { WaveContext } from "../context";
import { listedSince } from "../drillNonce";
import { existingInstanceOf } from "../existingInstance";
import { isLaunchOf } from "../ownJob";
import { isRefusal } from "./unlessRefused";

/** The recovery jobs of one drill, and the instances that they are known to have launched. */
export interface DrillJobs {
  jobs: {
    jobId: string;
    arn?: string;
    closed?: boolean;
    ended?: boolean;
    /** When state first saw it created, epoch ms. */
    startedAt?: number;
  }[];
  /** EC2 ids that state remembers. */
  instanceIds: readonly string[];
  /** EC2 ids of the machines that state names as launched into: they were there before. */
  existingIds?: readonly string[];
  /** EC2 ids of the instances whose launch settings state knows. */
  settledIds?: readonly string[];
}

/** The part of outputs and runs that names jobs and instances. */
interface Records {
  attempts: readonly AttemptRecord[];
  servers: readonly ServerRecord[];
}

/** The jobs that state knows. Pure. */
export function drillJobsOf({ attempts, servers }: Records): DrillJobs {
  return {
    jobs: attempts.map(({ jobId, jobArn, status, startedAt }) =>
      withoutUndefined({
        jobId,
        arn: jobArn,
        ended: status === JOB_COMPLETED ? true : undefined,
        startedAt: startedAt === undefined ? undefined : Date.parse(startedAt),
      }),
    ),
    instanceIds: servers.flatMap((server) => server.recoveryInstanceId ?? []),
    existingIds: servers.flatMap((server) => existingInstanceOf(server.launchConfiguration) ?? []),
    settledIds: servers.flatMap(({ launchConfiguration, recoveryInstanceId }) =>
      recoveryInstanceId === undefined || Object.keys(launchConfiguration).length === 0 ? [] : recoveryInstanceId,
    ),
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
    (job) => isLaunchOf(job, JOB_TAG.executionId, outputs.executionId) && !ids.has(job.jobId),
  );
  return { ...known, jobs: [...known.jobs, ...shown.map(toDrillJob)] };
}

/** A job as cleanup needs it. Pure. */
export function toDrillJob({ jobId, arn, tags }: Job): DrillJobs["jobs"][number] {
  return withoutUndefined({ jobId, arn, closed: tags[JOB_TAG.closed] !== undefined });
}

/**
 * Marks the jobs as an ended drill's: a closed job is never adopted. Terminates nothing. Where DRS refuses the tag, what
 * the drill launched must end all the same: that is a warning, which says what the missing tag leads to. A drill that
 * adopts such a job finds its instances gone, and fails.
 */
export async function closeJobs(
  { drs, status }: Pick<WaveContext, "drs" | "status">,
  { jobs }: DrillJobs,
): Promise<void> {
  const tags = { [JOB_TAG.closed]: toIso(drs.now()) };
  await Promise.all(
    jobs.map(async ({ jobId, arn, closed }) => {
      const failure = closed === true ? undefined : await refusalToTag(drs, arn, tags);
      if (failure !== undefined) {
        status.warn(
          `recovery job ${jobId} could not be marked as ended: ${failure}. A later \`pulumi up\` with the same guard and triggers would adopt it and fail, instead of drilling.`,
        );
      }
    }),
  );
}

/** Why DRS does not take the tags, and what to do; undefined when it took them, or has the job no more. */
async function refusalToTag(drs: DrsGateway, arn: string | undefined, tags: Record<string, string>) {
  if (arn === undefined) {
    return "DRS does not say its ARN";
  }
  try {
    await tagIfThere(drs, arn, tags);
    return undefined;
  } catch (error) {
    if (isRefusal(error)) {
      return `${clauseOf(error)}. ${remedyFor(error)}, or change \`triggers\``;
    }
    throw error;
  }
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
