import { describe, expect, it } from "vitest";
import { conflict, quotaExceeded } from "../../../../simulator/src/errors";
import { checkJobLimits } from "../../../../simulator/src/lifecycle/jobLimits";
import { startLaunchJob } from "../../../../simulator/src/lifecycle/startLaunchJob";
import type { WorldFile } from "../../../../simulator/src/world/schema/worldFile";
import { aServer, aState, first, START, serverID } from "../aWorld";

/** A world of three servers whose first is in a job. */
function busy(quotas: NonNullable<WorldFile["quotas"]>) {
  const state = aState({ quotas, sourceServers: [aServer(1), aServer(2), aServer(3)] });
  startLaunchJob(state, [{ server: first(state.sourceServers), snapshotTime: undefined }], true, {}, START);
  return state;
}

describe(checkJobLimits.name, () => {
  it("lets a job start whose servers are free", () => {
    expect(() => checkJobLimits(busy({}), [serverID(2), serverID(3)])).not.toThrow();
  });

  it("refuses the whole call for one server that a job holds", () => {
    expect(() => checkJobLimits(busy({}), [serverID(2), serverID(1)])).toThrow(
      conflict(
        "One or more of the Source Servers included in API call are currently being processed by a Job",
        serverID(1),
        "SourceServer",
      ),
    );
  });

  it.each([
    {
      quotas: { serversPerJob: 1 },
      error: quotaExceeded("Max number of source servers in a single Job is 1, the request has 2", "L-B827C881"),
    },
    {
      quotas: { concurrentJobs: 1 },
      error: quotaExceeded("Max concurrent jobs in progress is 1, which are in progress already", "L-D88FAC3A"),
    },
    {
      quotas: { serversInAllJobs: 2 },
      error: quotaExceeded(
        "Max number of source servers in all Jobs is 2: 1 are in jobs, the request has 2",
        "L-05AFA8C6",
      ),
    },
  ])("refuses what is beyond the quota $quotas", ({ quotas, error }) => {
    expect(() => checkJobLimits(busy(quotas), [serverID(2), serverID(3)])).toThrow(error);
  });
});
