import { describe, expect, it } from "vitest";
import { describeProgress } from "../../../../../provider/src/wave/follow/progress";
import { aJob, aLog, aLogItem, aParticipant, aRunningJob, DB, START, WEB } from "../../factories";

const servers = [aParticipant(), aParticipant({ sourceServerId: WEB })];
const view = { job: aRunningJob({ servers }), log: [], now: START + 530_000, remainingMs: 4_870_000 };

describe(describeProgress.name, () => {
  it.each([
    { label: "before the first event", changes: {}, expected: "waiting for DRS, 0 of 2 servers done" },
    {
      label: "in the phase of the latest event",
      changes: { log: [aLogItem("CONVERSION_START", 52), aLogItem("SNAPSHOT_END", 1)] },
      expected: "CONVERSION, 0 of 2 servers done",
    },
    { label: "with one server launched", changes: { log: aLog() }, expected: "LAUNCH, 1 of 2 servers done" },
    {
      label: "with one server failed, which is done too",
      changes: { log: [aLogItem("LAUNCH_FAILED", 9, { sourceServerId: WEB })] },
      expected: "LAUNCH_FAILED, 1 of 2 servers done",
    },
    {
      label: "with one server failed twice",
      changes: { log: [aLogItem("SNAPSHOT_FAIL", 8), aLogItem("SERVER_SKIPPED", 9)] },
      expected: "SERVER_SKIPPED, 1 of 2 servers done",
    },
    {
      label: "after the job's end",
      changes: { job: aJob({ servers }), log: [...aLog(DB), ...aLog(WEB)] },
      expected: "job ended, 2 of 2 servers done",
    },
  ])("tells where a job stands $label", ({ changes, expected }) => {
    expect(describeProgress({ ...view, ...changes })).toBe(`${expected}, 8m50s elapsed, 1h21m10s left`);
  });
});
