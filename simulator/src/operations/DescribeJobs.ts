import { toJob } from "../answers/toJob";
import { inDateRange } from "../awsTime";
import { readOperation } from "../operation";
import { type PageRequest, paginate } from "../pagination";

interface Request extends PageRequest {
  readonly filters?: { readonly jobIDs?: readonly string[]; readonly fromDate?: string; readonly toDate?: string };
}

/** The jobs, "latest date first" (API reference). Unknown ids are ignored; an empty list of ids means all. */
export const describeJobs = readOperation<Request>("DescribeJobs", (request, { state, now }) => {
  const { jobIDs, fromDate, toDate } = request.filters ?? {};
  const wanted = new Set(jobIDs);
  const visibleBefore = now - state.quirks.describeJobsDelaySeconds * 1000;
  const found = state.jobs
    .filter((job) => wanted.size === 0 || wanted.has(job.jobID))
    .filter(
      (job) => Date.parse(job.creationDateTime) <= visibleBefore && inDateRange(job.creationDateTime, fromDate, toDate),
    )
    .reverse();
  const page = paginate("DescribeJobs", found, (job) => job.jobID, request, state.quirks.defaultPageSize);
  return { ...page, items: page.items.map((job) => toJob(state, job, now)) };
});
