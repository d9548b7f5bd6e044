import { NOT_SAID } from "../drs/status";
import type { Job } from "../drs/types";
import { unreadableAnswer } from "../errors";

/**
 * What the row says of a job of ours as soon as it is there. A provider or engine that is killed cannot say it any more, and
 * the program cannot for them (docs/engine-facts.md#error-hooks).
 */
export const IF_CUT_OFF = "should this `up` be cut off, the next `pulumi up` goes on with it";

/**
 * True for a job that launches, or does not say what it does, and carries this tag; only our own carry our tags. Pure.
 *
 * @throws {@link import("../errors").DrsRequestError} for such a job without an id: it can neither be followed nor be left out.
 */
export function isLaunchOf(job: Job, tag: string, value: string): boolean {
  if ((job.type !== "LAUNCH" && job.type !== NOT_SAID) || job.tags[tag] !== value) {
    return false;
  }
  if (job.jobId === "") {
    throw unreadableAnswer("drs:DescribeJobs", `the job with the tag ${tag}=${value} has neither an id nor an ARN`);
  }
  return true;
}

/** The whole number that a tag of the job holds, from 1 to 9999; undefined where it holds none. Pure. */
export function numberInTag({ tags }: Pick<Job, "tags">, tag: string): number | undefined {
  const text = tags[tag] ?? "";
  return /^[1-9]\d{0,3}$/.test(text) ? Number(text) : undefined;
}
