import { describe, expect, it } from "vitest";
import { PreflightError } from "../../../../../provider/src/errors";
import { preflight } from "../../../../../provider/src/wave/start/preflight";
import {
  aJob,
  anObservation,
  anObservedServer,
  aRefusal,
  aSeenServer,
  aWave,
  DB,
  SOURCE_SERVER_TAG,
  START,
  WEB,
} from "../../factories";
import { contextIn, fakeWorld } from "../../fakeWorld";

const INSTANCE = { recoveryInstanceId: "i-1", isDrill: true, jobId: "drsjob-1" };
const PINNED = { recoverySnapshotId: "pit-1" };
const WEB_SEEN = { sourceServerId: WEB, hostname: "web-1" };

describe(preflight.name, () => {
  it("asks DRS nothing for servers without earlier instances and pinned snapshots", async () => {
    const world = fakeWorld();
    await preflight(contextIn(world), { wave: aWave(), servers: [aSeenServer(), aSeenServer({ seen: WEB_SEEN })] });
    expect({ drs: world.calls, ec2: world.ec2Calls }).toEqual({
      drs: [],
      // Once for each of the two tags in which DRS names an instance's source server.
      ec2: [`listLiveInstancesByTag ${DB},${WEB}`, `listLiveInstancesByTag ${DB},${WEB}`],
    });
  });

  it("looks up each launch job once, and the snapshots of pinned servers alone", async () => {
    const world = fakeWorld();
    world.addJob(aJob());
    world.snapshots.set(DB, [{ ...PINNED, takenAt: START }]);
    const servers = [
      aSeenServer({ declared: PINNED, seen: { recoveryInstances: [INSTANCE] } }),
      aSeenServer({ seen: { ...WEB_SEEN, recoveryInstances: [INSTANCE] } }),
    ];
    await preflight(contextIn(world), { wave: aWave(), servers });
    expect(world.calls).toEqual(["listJobs drsjob-1", `listRecoverySnapshots ${DB}`]);
  });

  it("reads snapshots through who shares them, where somebody does", async () => {
    const world = fakeWorld();
    const asked: string[] = [];
    const listSnapshots = async (id: string) => {
      asked.push(id);
      return [{ ...PINNED, takenAt: START }];
    };
    const servers = [aSeenServer({ declared: PINNED }), aSeenServer({ seen: WEB_SEEN })];
    await preflight(contextIn(world), { wave: aWave(), servers, listSnapshots });
    expect({ asked, calls: world.calls }).toEqual({ asked: [DB], calls: [] });
  });

  it("compares each server with what policies judged of it, and of no other", async () => {
    const judged = anObservedServer({ ...WEB_SEEN, launchConfiguration: { launchDisposition: "STOPPED" } });
    const launchConfiguration = { launchDisposition: "STARTED" as const };
    const servers = [
      aSeenServer({ seen: { launchConfiguration } }),
      aSeenServer({ seen: { ...WEB_SEEN, launchConfiguration } }),
    ];
    const observed = anObservation({ servers: [judged] });
    await expect(preflight(contextIn(fakeWorld()), { wave: aWave(), servers, observed })).rejects.toThrow(
      new PreflightError([
        `settings of web-1 (${WEB}) changed after policy judged them: launchDisposition was STOPPED, is STARTED`,
      ]),
    );
  });

  it("looks up the jobs of last launches, in DRS and in the tags of instances", async () => {
    const world = fakeWorld();
    const servers = [
      aSeenServer({ seen: { lastLaunch: { jobId: "drsjob-1", type: "RECOVERY" } } }),
      aSeenServer({ seen: { ...WEB_SEEN, lastLaunch: { jobId: "drsjob-2", type: "DRILL" } } }),
    ];
    await expect(preflight(contextIn(world), { wave: aWave(), servers })).rejects.toThrow(PreflightError);
    expect({ drs: world.calls, ec2: world.ec2Calls.at(-1) }).toEqual({
      drs: ["listJobs drsjob-1,drsjob-2"],
      ec2: "listLiveInstancesByTag drsjob-1,drsjob-2",
    });
  });

  describe("with a server that has demands on its instance type", () => {
    const launchTemplate = { launchTemplateId: "lt-1", version: 1, instanceType: "m5.large" };
    const demanding = (seen = {}) =>
      aSeenServer({ seen: { source: { architecture: "arm64" }, launchTemplate, ...seen } });

    it("reads the type, once for all servers", async () => {
      const world = fakeWorld();
      world.instanceTypes = [
        { instanceType: "m5.large", vCpus: 2, memoryMiB: 8192, bootModes: [], architectures: ["arm64"] },
      ];
      await preflight(contextIn(world), { wave: aWave(), servers: [demanding(), demanding(WEB_SEEN)] });
      expect(world.ec2Calls.filter((call) => call.startsWith("listInstanceTypes"))).toEqual([
        "listInstanceTypes m5.large",
      ]);
    });

    it("says what is not known where the type cannot be read, and goes on", async () => {
      const world = fakeWorld();
      world.ec2Failures.listInstanceTypes = aRefusal("UnauthorizedOperation", "ec2:DescribeInstanceTypes");
      const context = contextIn(world);
      const text =
        `the launch template of db-1 (${DB}) has the instance type m5.large, of which is not known whether it runs arm64, ` +
        "the source's architecture: calling ec2:DescribeInstanceTypes: UnauthorizedOperation: says AWS (request req-1)";
      const { warnings: said } = await preflight(context, { wave: aWave(), servers: [demanding()] });
      expect({ said, lines: context.lines }).toEqual({ said: [text], lines: [`warn ${text}`] });
    });
  });

  describe("with an instance in EC2 that DRS lists no longer", () => {
    const aWorldWithAnOrphan = (key: string) => {
      const world = fakeWorld();
      world.ec2Instances.set("i-9", { state: "stopped", launchedAt: START - 60_000, tags: { [key]: DB } });
      return world;
    };
    const subject = (args: Parameters<typeof aWave>[0]) => ({ wave: aWave(args), servers: [aSeenServer()] });

    it.each([
      { label: "the tag of DRS's templates", key: SOURCE_SERVER_TAG, args: {} },
      { label: "DRS's own tag", key: "drs.amazonaws.com-source-server", args: {} },
      {
        label: "DRS's own tag beside the program's",
        key: "drs.amazonaws.com-source-server",
        args: { preflight: { sourceServerTag: "Source" } },
      },
      { label: "the program's tag", key: "Source", args: { preflight: { sourceServerTag: "Source" } } },
    ])("refuses, finding it by $label", async ({ key, args }) => {
      await expect(preflight(contextIn(aWorldWithAnOrphan(key)), subject(args))).rejects.toThrow(
        new PreflightError([
          `db-1 (${DB}) has the instance i-9 in EC2, which DRS no longer lists, launched 1m00s ago (${key}=${DB}): ` +
            "a launch would terminate what is there (replaceRecoveryInstances: true allows that)",
        ]),
      );
    });

    it("only warns where the program allows to replace it", async () => {
      const context = contextIn(aWorldWithAnOrphan(SOURCE_SERVER_TAG));
      await preflight(context, subject({ replaceRecoveryInstances: true }));
      expect(context.lines).toEqual([
        `warn db-1 (${DB}) has the instance i-9 in EC2, which DRS no longer lists, launched 1m00s ago ` +
          `(${SOURCE_SERVER_TAG}=${DB}): this launch terminates what is there`,
      ]);
    });
  });

  it("suggests an alias, once, where a drill of DrillWave's is in the way: the wave may have been renamed", async () => {
    const world = fakeWorld();
    const tags = { ManagedBy: "DRS-Orchestration", DrillNonce: "other", ExecutionType: "DRILL", Wave: "web" };
    world.addJob(aJob({ tags, createdAt: START - 60_000 }));
    const seen = { recoveryInstances: [INSTANCE] };
    const servers = [aSeenServer({ seen }), aSeenServer({ seen: { ...WEB_SEEN, ...seen } })];
    const inTheWay =
      "has the recovery instance i-1 of another drill, launched 1m00s ago (DrillWave's, Wave=web): " +
      "a launch would terminate what is there (replaceRecoveryInstances: true allows that)";
    await expect(preflight(contextIn(world), { wave: aWave(), servers })).rejects.toThrow(
      new PreflightError([
        `db-1 (${DB}) ${inTheWay}`,
        `web-1 (${WEB}) ${inTheWay}`,
        'a wave that was renamed keeps its drill with the alias of its old name, such as aliases: [{ name: "old" }]; ' +
          "if `up` has been refused so, its new guard is in state and is taken out first (`pulumi state delete`)",
      ]),
    );
  });

  it("throws every finding, with the age of what is in the way by the service's own time", async () => {
    const world = fakeWorld();
    world.addJob(aJob({ tags: {}, createdAt: START - 60_000 }));
    const servers = [aSeenServer({ seen: { lagSeconds: 900, recoveryInstances: [INSTANCE] } })];
    const refused = preflight(contextIn(world), { wave: aWave(), servers });
    await expect(refused).rejects.toThrow(
      new PreflightError([
        `db-1 (${DB}) lags up to 15m00s behind, at most 10m00s allowed (preflight.maximumLagSeconds)`,
        `db-1 (${DB}) has the recovery instance i-1 of another drill, launched 1m00s ago: ` +
          "a launch would terminate what is there (replaceRecoveryInstances: true allows that)",
      ]),
    );
  });
});
