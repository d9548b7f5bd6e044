import { describe, expect, it } from "vitest";
import { PreflightError } from "../../../../../provider/src/errors";
import { preflight } from "../../../../../provider/src/wave/start/preflight";
import {
  aJob,
  anIntent,
  anObservation,
  anObservedServer,
  DB,
  NONCE,
  SOURCE_SERVER_TAG,
  START,
  WEB,
} from "../../factories";
import { contextIn, fakeWorld } from "../../fakeWorld";

const instance = { recoveryInstanceId: "i-1", isDrill: true, jobId: "drsjob-1" };

describe(preflight.name, () => {
  it("asks DRS nothing for servers without earlier instances and pinned snapshots", async () => {
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

  it("looks up the job of a last launch that was a recovery, and of no other", async () => {
    const world = fakeWorld();
    world.addJob(aJob());
    const observation = anObservation({
      servers: [
        anObservedServer({ lastLaunch: { jobId: "drsjob-1", type: "RECOVERY" } }),
        anObservedServer({ sourceServerId: WEB, lastLaunch: { jobId: "drsjob-2", type: "DRILL" } }),
      ],
    });
    await preflight(contextIn(world), { intent: anIntent(), drillNonce: NONCE, observation });
    expect(world.calls).toEqual(["listJobs drsjob-1"]);
  });

  describe("with an instance in EC2 that DRS lists no longer", () => {
    const aWorldWithAnOrphan = (key: string) => {
      const world = fakeWorld();
      world.ec2Instances.set("i-9", { state: "stopped", launchedAt: START - 60_000, tags: { [key]: DB } });
      return world;
    };
    const subject = (changes: Parameters<typeof anIntent>[0] = {}) => ({
      intent: anIntent(changes),
      drillNonce: NONCE,
      observation: anObservation(),
    });

    it.each([
      { label: "DRS's own tag", key: SOURCE_SERVER_TAG, changes: {} },
      { label: "the program's tag", key: "Source", changes: { preflight: { sourceServerTag: "Source" } } },
    ])("refuses, finding it by $label", async ({ key, changes }) => {
      await expect(preflight(contextIn(aWorldWithAnOrphan(key)), subject(changes))).rejects.toThrow(
        new PreflightError([
          `db-1 (${DB}) has the instance i-9 in EC2, which DRS lists no longer, launched 1m00s ago (${key}=${DB}): ` +
            "a launch would terminate what is there (replaceRecoveryInstances: true allows that)",
        ]),
      );
    });

    it("only warns where the program allows to replace it", async () => {
      const context = contextIn(aWorldWithAnOrphan(SOURCE_SERVER_TAG));
      await preflight(context, subject({ replaceRecoveryInstances: true }));
      expect(context.lines).toEqual([
        `warn db-1 (${DB}) has the instance i-9 in EC2, which DRS lists no longer, launched 1m00s ago ` +
          `(${SOURCE_SERVER_TAG}=${DB}): this launch terminates what is there`,
      ]);
    });
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
          "a launch would terminate what is there (replaceRecoveryInstances: true allows that)",
      ]),
    );
  });
});
