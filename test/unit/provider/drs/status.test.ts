import { DataReplicationState, FailbackState, JobStatus } from "@aws-sdk/client-drs";
import { describe, expect, it } from "vitest";
import {
  FAILBACK_INACTIVE,
  JOB_COMPLETED,
  JOB_PENDING,
  NOT_LAUNCHABLE_REPLICATION_STATES,
} from "../../../../provider/src/drs/status";

describe("states of DRS", () => {
  it("puts every status of a job in exactly one set", () => {
    expect([...JOB_PENDING, JOB_COMPLETED].sort()).toEqual(Object.values(JobStatus).sort());
  });

  it("launches from lag, stalls, backlog and rescans, as AWS does", () => {
    const launchable = Object.values(DataReplicationState).filter(
      (s) => !NOT_LAUNCHABLE_REPLICATION_STATES.includes(s),
    );
    expect(launchable.sort()).toEqual(["BACKLOG", "CONTINUOUS", "CREATING_SNAPSHOT", "PAUSED", "RESCAN", "STALLED"]);
  });

  it("leaves every failback that is under way alone", () => {
    const left = Object.values(FailbackState).filter((state) => !FAILBACK_INACTIVE.includes(state));
    expect(left.sort()).toEqual([
      "FAILBACK_ERROR",
      "FAILBACK_IN_PROGRESS",
      "FAILBACK_NOT_READY_FOR_LAUNCH",
      "FAILBACK_READY_FOR_LAUNCH",
    ]);
  });
});
