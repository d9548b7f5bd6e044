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
