import { describe, expect, it } from "vitest";
import { PreflightError } from "../../../../provider/src/errors";
import { refuseToTearDown } from "../../../../provider/src/lifecycle/refuseToTearDown";
import type { WaveInputs } from "../../../../provider/src/lifecycle/state";
import { UNKNOWN_VALUE } from "../../../../provider/src/vocabulary";
import {
  aJob,
  anObservation,
  anObservedServer,
  aRecoveryInstance,
  aRunningJob,
  aState,
  aWave,
  DB,
  inputs,
} from "../factories";
import { contextIn, type FakeWorld, fakeWorld } from "../fakeWorld";

const ANOTHER = { triggers: ["again"] };
const DISCONNECTED = anObservation({ servers: [anObservedServer({ replicationState: "DISCONNECTED" })] });
const CANNOT = new PreflightError([`db-1 (${DB}) cannot be launched: its replication is DISCONNECTED`]);

const refuseIn = (world: FakeWorld, news: Partial<WaveInputs>) =>
  refuseToTearDown(contextIn(world), aState(), inputs({ ...ANOTHER, ...news }));

describe(refuseToTearDown.name, () => {
  it("returns when the new drill could start, by what check saw", async () => {
    const world = fakeWorld();
    await refuseIn(world, { observed: anObservation() });
    expect(world.calls).toEqual(["listJobs"]);
  });

  it("looks no further when the new drill's job runs already: the replacement was interrupted, and create adopts it", async () => {
    const world = fakeWorld();
    world.addJob(aRunningJob({ tags: { ExecutionId: aWave(ANOTHER).executionId } }));
    await refuseIn(world, { observed: DISCONNECTED });
    expect(world.calls).toEqual(["listJobs"]);
  });

  it("throws what preflight finds in what check saw", async () => {
    await expect(refuseIn(fakeWorld(), { observed: DISCONNECTED })).rejects.toThrow(CANNOT);
  });

  it("looks itself where check did not", async () => {
    const world = fakeWorld();
    for (const server of world.servers) {
      server.replicationState = "DISCONNECTED";
    }
    const sourceServers = [{ sourceServerId: DB }];
    await expect(refuseIn(world, { observe: "off", sourceServers })).rejects.toThrow(CANNOT);
  });

  it("throws what check could not see: the new drill could not start without it", async () => {
    const observed = anObservation({ problems: ["s-gone is not a source server of this account in us-west-2"] });
    await expect(refuseIn(fakeWorld(), { observed })).rejects.toThrow(
      new PreflightError(["s-gone is not a source server of this account in us-west-2"]),
    );
  });

  it("has nothing against the old drill's own instances, which are deleted first", async () => {
    const world = fakeWorld();
    world.addJob(aJob());
    const recoveryInstances = [{ recoveryInstanceId: "i-1", isDrill: true, jobId: "drsjob-1" }];
    const observed = anObservation({ servers: [anObservedServer({ recoveryInstances })] });
    await expect(refuseIn(world, { observed, drillNonce: UNKNOWN_VALUE })).resolves.toBeUndefined();
  });

  it("throws for somebody else's", async () => {
    const world = fakeWorld();
    world.instances.push(aRecoveryInstance({ isDrill: false }));
    await expect(refuseIn(world, { observe: "off" })).rejects.toThrow(PreflightError);
  });

  it.each<{ label: string; news: Partial<WaveInputs> }>([
    { label: "an arg", news: { wave: UNKNOWN_VALUE } },
    { label: "a server's setting", news: { settings: [UNKNOWN_VALUE] } },
  ])("returns while $label is unknown: nothing is torn down for what is not known yet", async ({ news }) => {
    const world = fakeWorld();
    await refuseIn(world, { observed: DISCONNECTED, ...news });
    expect(world.calls).toEqual([]);
  });

  describe("while servers are busy", () => {
    const FAIL = { observed: anObservation(), preflight: { busyServers: "fail" as const } };
    const aBusyWorld = (tags: Record<string, string>) => {
      const world = fakeWorld();
      world.addJob(aRunningJob({ jobId: "drsjob-other", tags }), 600_000);
      return world;
    };

    it("throws where the program does not wait for them", async () => {
      await expect(refuseIn(aBusyWorld({}), FAIL)).rejects.toThrow(
        new PreflightError([`job drsjob-other (LAUNCH) holds ${DB} (preflight.busyServers is "fail")`]),
      );
    });

    it("does not count the old drill's own jobs, which its delete waits for", async () => {
      await expect(refuseIn(aBusyWorld(aJob().tags), FAIL)).resolves.toBeUndefined();
    });

    it("returns where the program waits", async () => {
      const world = aBusyWorld({});
      await expect(refuseIn(world, { observed: anObservation() })).resolves.toBeUndefined();
    });
  });
});
