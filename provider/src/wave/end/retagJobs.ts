import type { DrsGateway } from "../../drs/gateway";
import type { DrillWaveIntent, DrillWaveOutputs } from "../../vocabulary";
import { jobTags } from "../plan";
import { tagIfThere, untagIfThere } from "./drillJobs";

/** Brings the tags of a wave's jobs to what the program says now; leaves tags of others as they are. */
export async function retagJobs(
  drs: DrsGateway,
  outputs: DrillWaveOutputs & { drillNonce: string },
  olds: DrillWaveIntent,
  news: DrillWaveIntent,
): Promise<void> {
  const { executionId, drillNonce } = outputs;
  const [old, wanted] = [jobTags(olds, executionId, drillNonce), jobTags(news, executionId, drillNonce)];
  const set = Object.fromEntries(Object.entries(wanted).filter(([key, value]) => old[key] !== value));
  const removed = Object.keys(old).filter((key) => wanted[key] === undefined);
  for (const { jobArn } of outputs.attempts) {
    if (jobArn === undefined) continue;
    if (Object.keys(set).length > 0) await tagIfThere(drs, jobArn, set);
    if (removed.length > 0) await untagIfThere(drs, jobArn, removed);
  }
}
