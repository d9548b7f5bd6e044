import { describe, expect, it } from "vitest";
import { obstacleTo } from "../../../../../provider/src/wave/start/quotas";
import { APP, aJob, aParticipant, aRunningJob, DB, serverId, WEB } from "../../factories";

const running = (index: number, servers: string[], type = "LAUNCH") =>
  aRunningJob({ jobId: `drsjob-${index}`, type, servers: servers.map((id) => aParticipant({ sourceServerId: id })) });

const many = (count: number, serversEach: number) =>
  Array.from({ length: count }, (_, job) =>
    running(
      job,
      Array.from({ length: serversEach }, (_, index) => serverId(1000 + job * serversEach + index)),
    ),
  );

describe(obstacleTo.name, () => {
  it.each([
    { label: "no jobs", jobs: [], expected: undefined },
    { label: "an ended job of the same server", jobs: [aJob()], expected: undefined },
    { label: "a job of other servers", jobs: [running(1, [APP])], expected: undefined },
    {
      label: "a job that holds one server",
      jobs: [running(1, [DB, APP])],
      expected: `job drsjob-1 (LAUNCH) holds ${DB}`,
    },
    {
      label: "a job that terminates, which locks servers too",
      jobs: [running(1, [WEB, DB], "TERMINATE")],
      expected: `job drsjob-1 (TERMINATE) holds ${WEB} and 1 more`,
    },
    {
      label: "a job in progress that lists no server",
      jobs: [running(1, [])],
      expected: "job drsjob-1 (LAUNCH) does not say which servers it holds",
    },
    {
      label: "a job of ours that lists fewer servers than it was asked for",
      jobs: [{ ...running(1, [APP]), tags: { DrillNonce: "other", ServerCount: "2" } }],
      expected: "job drsjob-1 (LAUNCH) does not say which servers it holds",
    },
    {
      label: "another tool's job with a tag of that name",
      jobs: [{ ...running(1, [APP]), tags: { ServerCount: "2" } }],
      expected: undefined,
    },
    {
      label: "a job that lists a server without its id",
      jobs: [{ ...running(1, [APP]), unnamedServers: 1 }],
      expected: "job drsjob-1 (LAUNCH) does not say which servers it holds",
    },
    {
      label: "a job without an id that lists no server",
      jobs: [{ ...running(1, []), jobId: "" }],
      expected: "job without an id (LAUNCH) does not say which servers it holds",
    },
    {
      label: "an unclear job before one that holds a server: that one is named",
      jobs: [running(1, []), running(2, [DB])],
      expected: `job drsjob-2 (LAUNCH) holds ${DB}`,
    },
    {
      label: "a job of networks, which lists no server",
      jobs: [{ ...running(1, []), initiatedBy: "CREATE_NETWORK_RECOVERY" }],
      expected: undefined,
    },
    {
      label: "a job without a status",
      jobs: [{ ...running(1, [DB]), status: "unknown" }],
      expected: `job drsjob-1 (LAUNCH) holds ${DB}`,
    },
    {
      label: "a job without a status that has an end",
      jobs: [{ ...aJob({ servers: [] }), status: "unknown" }],
      expected: undefined,
    },
    { label: "an ended job that lists no server", jobs: [aJob({ servers: [] })], expected: undefined },
    { label: "19 jobs", jobs: many(19, 1), expected: undefined },
    { label: "20 jobs", jobs: many(20, 1), expected: "20 jobs are in progress, DRS's quota is 20" },
    { label: "498 servers in jobs", jobs: many(6, 83), expected: undefined },
    {
      label: "499 servers in jobs",
      jobs: [...many(6, 83), running(9, [APP])],
      expected: "499 servers are in jobs; 2 more would exceed DRS's quota of 500",
    },
  ])("says what is in the way of two servers with $label", ({ jobs, expected }) => {
    expect(obstacleTo([DB, WEB], jobs)).toBe(expected);
  });
});
