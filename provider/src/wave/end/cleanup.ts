import type { CleanupRecord } from "../../vocabulary";
import { withoutUndefined } from "../../withoutUndefined";
import type { WaveContext } from "../context";
import type { DrillNames } from "./drillInstances";
import type { DrillJobs } from "./drillJobs";
import { waitForJobs } from "./endedJobs";
import { waitUntilGone } from "./goneInEc2";
import { terminateListed } from "./termination";

/**
 * Terminates what these jobs launched, and waits until it is gone. Waits for each job first, because DRS has no cancel
 * (docs/drs-facts.md#there-is-no-cancel) and shows no instance before its job has ended. Instances are found by their
 * job, whatever its list of servers says. Ends only what DRS lists as a drill's instance of these jobs; touches nothing
 * else, and no instance in failback.
 *
 * @throws {@link import("../../errors").CleanupIncompleteError} when instances remain, or may.
 */
export async function cleanUp(context: WaveContext, drill: DrillJobs): Promise<CleanupRecord> {
  const launched = await waitForJobs(context, drill);
  const names: DrillNames = {
    jobIds: new Set(drill.jobs.map((job) => job.jobId)),
    instanceIds: new Set([...drill.instanceIds, ...launched.instanceIds]),
    earlier: new Map(drill.existingIds?.map((id) => [id, "the drill launched into it and did not make it"])),
    settled: new Set(drill.settledIds),
    known: new Set(),
    since: launched.since,
  };
  const { jobId, seen, notOurs } = await terminateListed(context, names, launched.isUnclear);
  const ids = new Set([...names.instanceIds, ...seen]);
  for (const { ec2InstanceId, why } of notOurs) {
    context.status.warn(`left running: ${ec2InstanceId}, because ${why}`);
    ids.delete(ec2InstanceId);
  }
  // One that DRS lists no longer, too.
  for (const id of [...ids].filter((each) => names.earlier.has(each))) {
    context.status.warn(`left running: ${id}, because ${names.earlier.get(id)}`);
    ids.delete(id);
  }
  await waitUntilGone(context, [...ids]);
  return withoutUndefined({ status: "COMPLETED" as const, jobId });
}
