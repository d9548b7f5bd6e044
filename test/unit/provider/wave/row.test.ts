import { describe, expect, it } from "vitest";
import {
  emptyLooksRow,
  jobRow,
  lateRow,
  terminatedRow,
  verifyingRow,
  waitingRow,
} from "../../../../provider/src/wave/row";

/** What 100 columns show of a row beside names of 16 characters (test/terminal). */
const SEEN_AT_100 = 14;

const job = { servers: { done: 1, of: 2 }, elapsedSeconds: 254, phase: "launch", leftSeconds: 5399 };

describe("a row", () => {
  it.each([
    { label: "a job", row: jobRow(job), seen: "1/2 4m14s laun", rest: "ch, 1h29m left" },
    {
      label: "a job of many servers and hours",
      row: jobRow({ ...job, servers: { done: 97, of: 100 }, elapsedSeconds: 7325 }),
      seen: "97/100 2h02m l",
      rest: "aunch, 1h29m left",
    },
    {
      label: "a job that does not say its servers",
      row: jobRow({ ...job, servers: undefined, leftSeconds: 59 }),
      seen: "4m14s launch, ",
      rest: "59s left",
    },
    {
      label: "a job that does not say since when it runs",
      row: jobRow({ servers: job.servers, phase: "launch", leftSeconds: 0 }),
      seen: "1/2 launch, 0s",
      rest: " left",
    },
    {
      label: "servers that are verified",
      row: verifyingRow({ done: 1, of: 3 }, "statusChecks"),
      seen: "1/3 verified t",
      rest: "o statusChecks",
    },
    {
      label: "what it waits for",
      row: waitingRow("job drsjob-1 (LAUNCH) holds s-1"),
      seen: "waiting: job d",
      rest: "rsjob-1 (LAUNCH) holds s-1",
    },
    {
      label: "for how long it looks",
      row: lateRow(110, "looking for a job"),
      seen: "1m50s left: lo",
      rest: "oking for a job, which DRS may show late",
    },
    {
      label: "how often it looks",
      row: emptyLooksRow({ done: 2, of: 7 }, "looking for instances"),
      seen: "2/7 looks: loo",
      rest: "king for instances, which DRS may list late",
    },
    { label: "instances that end", row: terminatedRow({ done: 1, of: 2 }), seen: "1/2 terminated", rest: "" },
  ])("begins with what matters: $label", ({ row, seen, rest }) => {
    expect({ seen: row.slice(0, SEEN_AT_100), rest: row.slice(SEEN_AT_100) }).toEqual({ seen, rest });
  });
});
