import type { SourceServer as SdkSourceServer } from "@aws-sdk/client-drs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toLaunchConfiguration, toSourceServer } from "../../../../../provider/src/drs/translateServer";
import { PreflightError } from "../../../../../provider/src/errors";
import { findServers } from "../../../../../provider/src/wave/look/findServers";
import { observe } from "../../../../../provider/src/wave/look/observe";
import { preflight } from "../../../../../provider/src/wave/start/preflight";
import { aDeclaredServer, aWave, DB, serverArn } from "../../factories";
import { contextIn, fakeWorld } from "../../fakeWorld";

/** A healthy server as DRS answers it (docs/drs-facts.md#durations: times and durations as recorded). */
const SERVER = {
  sourceServerID: DB,
  arn: serverArn(DB),
  tags: { Tier: "database" },
  lastLaunchResult: "NOT_STARTED",
  dataReplicationInfo: {
    lagDuration: "P0D",
    replicatedDisks: [
      {
        deviceName: "/dev/sda",
        totalStorageBytes: 10,
        replicatedStorageBytes: 10,
        rescannedStorageBytes: 10,
        backloggedStorageBytes: 0,
        volumeStatus: "REGULAR",
      },
    ],
    dataReplicationState: "CONTINUOUS",
    dataReplicationInitiation: {
      startDateTime: "2026-01-01T00:00:00+00:00",
      steps: [{ name: "WAIT", status: "SUCCEEDED" }],
    },
  },
  lifeCycle: {
    addedToServiceDateTime: "2026-01-01T00:00:00+00:00",
    firstByteDateTime: "2026-01-01T00:00:00.136909+00:00",
    elapsedReplicationDuration: "P2DT1H32M12.136909S",
    lastLaunch: { initiated: {} },
  },
  sourceProperties: {
    identificationHints: { hostname: "db-1" },
    networkInterfaces: [{ ips: ["10.0.0.2"], isPrimary: true }],
    disks: [{ deviceName: "/dev/sda", bytes: 10 }],
    cpus: [{ cores: 1 }],
    ramBytes: 1024,
    os: { fullString: "Ubuntu 22.04" },
    supportsNitroInstances: true,
    architecture: "x86_64",
  },
  stagingArea: { status: "NOT_EXTENDED", stagingAccountID: "111122223333" },
  replicationDirection: "FAILOVER",
};

const CONFIGURATION = {
  sourceServerID: DB,
  name: "db-1",
  ec2LaunchTemplateID: "lt-1",
  launchDisposition: "STARTED",
  targetInstanceTypeRightSizingMethod: "NONE",
  copyPrivateIp: false,
  copyTags: true,
  licensing: { osByol: false },
  postLaunchEnabled: false,
  launchIntoInstanceProperties: { launchIntoEC2InstanceID: "" },
  recoveryMode: "OPTIMAL",
};

const ANSWERS = { server: SERVER, configuration: CONFIGURATION };

/** What comes of a drill on these answers. */
type Outcome = { refused: readonly string[] } | { said: readonly string[] } | { problems: readonly string[] };

async function tryOn({ server, configuration }: { server: unknown; configuration: unknown }): Promise<Outcome> {
  const world = fakeWorld();
  const source = toSourceServer(server as SdkSourceServer);
  world.servers = source === undefined ? [] : [source];
  world.configurations.set(DB, toLaunchConfiguration({ $metadata: {} }, configuration));
  world.launchTemplates.set("lt-1", { launchTemplateId: "lt-1", version: 1, instanceType: "m5.large" });
  world.instanceTypes = [
    { instanceType: "m5.large", vCpus: 2, memoryMiB: 8192, bootModes: [], architectures: ["x86_64"], isNitro: true },
  ];
  const context = contextIn(world);
  const found = await findServers(context, { servers: [aDeclaredServer()] });
  const { servers, problems } = await observe(context, found, "fail");
  if (problems.length > 0) {
    return { problems: problems.map(({ message }) => message) };
  }
  try {
    return { said: (await preflight(context, { wave: aWave(), servers })).warnings };
  } catch (error) {
    if (error instanceof PreflightError) {
      return { refused: error.findings };
    }
    throw error;
  }
}

/** Every member of the value, at every depth, by its path. */
function pathsOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, member]) => [[...path, key], ...pathsOf(member, [...path, key])]);
}

/** The value with the member at the path replaced; undefined takes it away. */
function replace(value: unknown, [key = "", ...rest]: readonly string[], member: unknown): unknown {
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value };
  const next = rest.length === 0 ? member : replace(Reflect.get(copy, key), rest, member);
  if (next === undefined) {
    Reflect.deleteProperty(copy, key);
  } else {
    Reflect.set(copy, key, next);
  }
  return Array.isArray(copy) ? copy.filter(() => true) : copy;
}

const PATHS = pathsOf(ANSWERS).filter((path) => path.length > 1);

/**
 * What rests on a member, as a part of the sentence that must be said or refuse once the member is gone. Nothing that
 * decides on a launch rests on the others.
 */
const RESTS_ON: Record<string, RegExp> = {
  "server.sourceServerID": /is not a source server of this account/,
  "server.dataReplicationInfo": /does not say its replication state/,
  "server.dataReplicationInfo.lagDuration": /the replication lag of .* is not known/,
  "server.dataReplicationInfo.dataReplicationState": /does not say its replication state/,
  "server.lifeCycle": /when the first byte/,
  "server.lifeCycle.firstByteDateTime": /when the first byte/,
  "server.stagingArea": /extended from another account/,
  "server.stagingArea.status": /extended from another account/,
  "server.replicationDirection": /in which direction/,
  "configuration.ec2LaunchTemplateID": /names no launch template/,
  "configuration.launchDisposition": /does not say launchDisposition/,
  "configuration.targetInstanceTypeRightSizingMethod": /does not say targetInstanceTypeRightSizingMethod/,
};

describe("answers in which a member is absent or odd", () => {
  it("are none to begin with", async () => {
    expect(await tryOn(ANSWERS)).toEqual({ said: [] });
  });

  it.each(PATHS.map((path) => ({ path, name: path.join(".") })))(
    "say what is not known without $name",
    async ({ path, name }) => {
      const outcome = await tryOn(replace(ANSWERS, path, undefined) as typeof ANSWERS);
      const said = Object.values(outcome).flat().join("; ");
      expect(said).toMatch(RESTS_ON[name] ?? /^$/);
    },
  );

  it("never stop anything by themselves, one or two at a time, and never let an unknown state pass", async () => {
    const odd = fc.constantFrom<unknown>(undefined, null, "", "odd", 0, -1, true, [], {}, [null], { odd: "x" });
    const change = fc.record({ path: fc.constantFrom(...PATHS), value: odd });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 2 }), async (changes) => {
        const edited = changes.reduce<unknown>((answers, { path, value }) => replace(answers, path, value), ANSWERS);
        const outcome = await tryOn(edited as typeof ANSWERS);
        const server = toSourceServer((edited as typeof ANSWERS).server as SdkSourceServer);
        if ("said" in outcome) {
          expect(server?.replicationState).toBe("CONTINUOUS");
          expect(server?.replication?.firstByteAt).toBeDefined();
          expect([undefined, "FAILOVER"]).toContain(server?.replication?.direction);
          expect([undefined, "EXTENDED", "NOT_EXTENDED"]).toContain(server?.replication?.extension);
        }
      }),
      { numRuns: 1500 },
    );
  });
});
