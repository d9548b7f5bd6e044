import type { Job } from "../drs/types";
import { DrsRequestError, UNREADABLE_ANSWER } from "../errors";

/**
 * True for a job that launches, or does not say what it does, and carries this tag; only our own carry our tags. Pure.
 *
 * @throws {@link DrsRequestError} for such a job without an id: it can neither be followed nor be left out.
 */
export function isLaunchOf(job: Job, tag: string, value: string): boolean {
  if ((job.type !== "LAUNCH" && job.type !== "unknown") || job.tags[tag] !== value) {
    return false;
  }
  if (job.jobId === "") {
    const text = `the job with the tag ${tag}=${value} has neither an id nor an ARN`;
    throw new DrsRequestError({ action: "drs:DescribeJobs", awsError: UNREADABLE_ANSWER, text, refused: false });
  }
  return true;
}
