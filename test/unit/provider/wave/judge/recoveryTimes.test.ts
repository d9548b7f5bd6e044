import { describe, expect, it } from "vitest";
import { isEarlierRecord, timesOf } from "../../../../../provider/src/wave/judge/recoveryTimes";
import { judgeServers } from "../../../../../provider/src/wave/judge/verdict";
import { aServer, WEB } from "../../factories";

const {
  launchTimeSeconds: _launch,
  recoveryTimeSeconds: _time,
  recoveryTimeAtLeastSeconds: _least,
  ...bare
} = aServer();
/** As earlier versions wrote it: launched after 529 s, seen verified after 600 s. */
const EARLIER = { ...bare, recoveryTimeSeconds: 529, verifiedSeconds: 600 };
const { verifiedSeconds: _seen, ...unverified } = EARLIER;

describe(timesOf.name, () => {
  it.each([
    {
      label: "a record of now",
      server: aServer(),
      earlier: false,
      times: { launchTimeSeconds: 529, recoveryTimeSeconds: 600, recoveryTimeAtLeastSeconds: 590 },
    },
    {
      label: "a record of an earlier version, whose recovery time was to LAUNCH_END",
      server: EARLIER,
      earlier: true,
      times: { launchTimeSeconds: 529, recoveryTimeSeconds: 600, recoveryTimeAtLeastSeconds: 529 },
    },
    {
      label: "a record of an earlier version of a server that launched and was not verified",
      server: unverified,
      earlier: true,
      times: { launchTimeSeconds: 529 },
    },
    { label: "a record without times", server: bare, earlier: true, times: {} },
  ])("reads $label", ({ server, earlier, times }) => {
    expect({ earlier: isEarlierRecord(server), times: timesOf(server) }).toEqual({ earlier, times });
  });
});

describe("the times of a wave", () => {
  const standard = {
    success: "statusChecks" as const,
    minimumLaunched: "100%",
    objectives: { recoveryTimeSeconds: 560 },
  };
  const timesOfWave = (servers: Parameters<typeof judgeServers>[0]) => {
    const { launchTimeSeconds, recoveryTimeSeconds, recoveryTimeAtLeastSeconds, objectivesMet, verdict } = judgeServers(
      servers,
      standard,
    );
    return { launchTimeSeconds, recoveryTimeSeconds, recoveryTimeAtLeastSeconds, objectivesMet, verdict };
  };

  it("stay as an earlier version wrote them, but its objective is judged by when the level was seen", () => {
    expect(timesOfWave([EARLIER])).toEqual({
      launchTimeSeconds: undefined,
      recoveryTimeSeconds: 529,
      recoveryTimeAtLeastSeconds: undefined,
      objectivesMet: undefined,
      verdict: "DEGRADED",
    });
  });

  it("are called as they are now when one server was drilled again", () => {
    expect(timesOfWave([EARLIER, aServer({ sourceServerId: WEB, recoveryTimeSeconds: 1200 })])).toMatchObject({
      launchTimeSeconds: 529,
      recoveryTimeSeconds: 1200,
      recoveryTimeAtLeastSeconds: 590,
    });
  });
});
