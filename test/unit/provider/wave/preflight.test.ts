import { describe, expect, it } from "vitest";
import { PreflightError } from "../../../../provider/src/errors";
import { preflight } from "../../../../provider/src/wave/preflight";
import { aJob, anIntent, anObservation, anObservedServer, DB, NONCE, START, WEB } from "../factories";
import { contextIn, fakeWorld } from "../fakeWorld";

const instance = { recoveryInstanceId: "i-1", isDrill: true, jobId: "drsjob-1" };

describe(preflight.name, () => {
  it("calls nothing for servers without earlier instances and pinned snapshots", async () => {
    const world = fakeWorld();
    await preflight(contextIn(world), { intent: anIntent(), drillNonce: NONCE, observation: anObservation() });
    expect(world.calls).toEqual([]);
  });

  it("looks up each launch job once, and the snapshots of pinned servers alone", async () => {
    const world = fakeWorld();
    world.addJob(aJob());
    world.snapshots.set(DB, [{ recoverySnapshotId: "pit-1", takenAt: START }]);
    await preflight(contextIn(world), {
      intent: anIntent({
        sourceServers: [{ sourceServerId: DB, recoverySnapshotId: "pit-1" }, { sourceServerId: WEB }],
      }),
      drillNonce: NONCE,
      observation: anObservation({
        servers: [
          anObservedServer({ recoveryInstances: [instance] }),
          anObservedServer({ sourceServerId: WEB, recoveryInstances: [instance] }),
        ],
      }),
    });
    expect(world.calls).toEqual(["listJobs drsjob-1", `listRecoverySnapshots ${DB}`]);
  });

  it("throws every finding, with the age of what is in the way by the service's own time", async () => {
    const world = fakeWorld();
    world.addJob(aJob({ tags: {}, createdAt: START - 60_000 }));
    const observation = anObservation({
      servers: [anObservedServer({ lagSeconds: 900, recoveryInstances: [instance] })],
    });
    const refused = preflight(contextIn(world), { intent: anIntent(), drillNonce: NONCE, observation });
    await expect(refused).rejects.toThrow(
      new PreflightError([
        `db-1 (${DB}) lags 15m00s behind, at most 10m00s allowed (preflight.maximumLagSeconds)`,
        `db-1 (${DB}) has the recovery instance i-1 of a drill that is not this one, launched 1m00s ago: ` +
          "a launch would terminate it (replaceRecoveryInstances: true allows that)",
      ]),
    );
  });
});
