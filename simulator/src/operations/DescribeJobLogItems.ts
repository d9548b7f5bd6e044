import { mergePatch } from "../mergePatch";
import { readOperation } from "../operation";
import { type PageRequest, paginate } from "../pagination";

interface Request extends PageRequest {
  readonly jobID: string;
}

/** The job's log so far, oldest first; empty for an unknown job, as the operation declares no ResourceNotFoundException. */
export const describeJobLogItems = readOperation<Request>("DescribeJobLogItems", (request, { state, now }) => {
  const visibleBefore = now - state.quirks.jobLogDelaySeconds * 1000;
  const log = (state.jobs.find((job) => job.jobID === request.jobID)?.log ?? []).filter(
    ({ logDateTime }) => Date.parse(logDateTime) <= visibleBefore,
  );
  const keyed = log.map((item, index) => ({ item, key: String(index) }));
  const page = paginate(
    `DescribeJobLogItems/${request.jobID}`,
    keyed,
    ({ key }) => key,
    request,
    state.quirks.defaultPageSize,
  );
  return { ...page, items: page.items.map(({ item: { patch, ...item } }) => mergePatch(item, patch)) };
});
