import { conflict } from "../errors";
import { writeOperation } from "../operation";
import { findJob } from "../world/state/lookup";

/** Deletes a COMPLETED job and its log. What it launched stays. Answers 204. */
export const deleteJob = writeOperation<{ readonly jobID: string }>("DeleteJob", ({ jobID }, { state }) => {
  const job = findJob(state, jobID);
  if (job.status !== "COMPLETED") {
    throw conflict(`Job ${jobID} is in status ${job.status}: only COMPLETED jobs can be deleted`, jobID, "Job");
  }
  state.jobs = state.jobs.filter((candidate) => candidate !== job);
  return undefined;
});
