import { describe, expect, it } from "vitest";
import { parseWorld, WorldError } from "../../../../../simulator/src/world/build/readWorldFile";
import { aServer, serverID } from "../../aWorld";

const second = aServer(2);

const SERVER_MEMBERS =
  "sourceServerID, hostname, fqdn, tags, os, osName, sourceInstanceType, cores, ramBytes, disks, replicatedDisks, privateIp, " +
  "architecture, supportsNitroInstances, awsInstanceID, sourceCloudProperties, networkInterfaces, replicationState, replicationError, lagSeconds, " +
  "lagDuration, initialSyncDone, firstByteDateTime, initiationSteps, stagingArea, replicationDirection, " +
  "reversedDirectionSourceServerArn, replicationConfiguration, snapshots, launchConfiguration, launchTemplate, lastLaunch, outcome, " +
  "terminationOutcome, onJob, log, extraLog, launched, statusChecks, postLaunchActions, actionOutcomes, timings, console, patch";

/** A list in a list in a list, so many times. */
function deep(levels: number): unknown {
  let value: unknown = [];
  for (let level = 1; level < levels; level += 1) {
    value = [value];
  }
  return value;
}

describe(parseWorld.name, () => {
  it("takes a world that has nothing but ids", () => {
    expect(parseWorld({ sourceServers: [aServer()] })).toEqual({ sourceServers: [aServer()] });
  });

  it.each([
    {
      label: "a wrong type, deep inside",
      world: { sourceServers: [aServer(), second, { ...aServer(3), launchConfiguration: { copyPrivateIp: "yes" } }] },
      message: 'sourceServers[2].launchConfiguration.copyPrivateIp: saw "yes", expected true or false',
    },
    {
      label: "a member that is not known",
      world: { sourceServers: [{ ...aServer(), hostName: "db" }] },
      message: `sourceServers[0].hostName: unknown member, saw "db", expected one of ${SERVER_MEMBERS}; did you mean hostname?`,
    },
    {
      label: "a member that is like no other",
      world: { colour: "blue".repeat(20) },
      message:
        'colour: unknown member, saw "blueblueblueblueblueblueblueblueblueblueblueblueblueblueblu…, expected one of seed, region, account, ' +
        "initialized, latencyMs, rateLimit, quotas, quirks, sts, ssm, iam, sourceServers, defaultVpc, vpcs, subnets, routeTables, securityGroups, networkInterfaces, volumes, notOffered, metadataDefaults, recoveryInstances, instances",
    },
    {
      label: "an id that is missing",
      world: { sourceServers: [{}] },
      message: "sourceServers[0].sourceServerID: missing",
    },
    {
      label: "an id of the wrong form",
      world: { sourceServers: [{ sourceServerID: "s-1" }] },
      message: 'sourceServers[0].sourceServerID: saw "s-1", expected "s-" and 17 letters or digits',
    },
    {
      label: "an id that occurs twice",
      world: { sourceServers: [aServer(1), aServer(2), aServer(1)] },
      message: `sourceServers[2].sourceServerID: saw "${serverID(1)}", which sourceServers[0] already has`,
    },
    {
      label: "an outcome that DRS does not have",
      world: { sourceServers: [{ ...aServer(), outcome: { event: "EXPLODED" } }] },
      message:
        'sourceServers[0].outcome: saw {"event":"EXPLODED"}, expected "LAUNCHED" or an object with an event (one of SERVER_SKIPPED, CLEANUP_FAIL, ' +
        "SNAPSHOT_FAIL, USING_PREVIOUS_SNAPSHOT, USING_PREVIOUS_SNAPSHOT_FAILED, CONVERSION_FAIL, LAUNCH_FAILED) and optionally a message and times",
    },
    {
      label: "timings out of order",
      world: { sourceServers: [{ ...aServer(), timings: { conversionEnd: 10, launchEnd: 5 } }] },
      message:
        "sourceServers[0].timings: saw conversionEnd 10 and launchEnd 5, expected conversionStart <= conversionEnd <= launchEnd <= statusChecks",
    },
    {
      label: "a value that is not among the possible ones",
      world: { sourceServers: [{ ...aServer(), os: "BEOS" }] },
      message: 'sourceServers[0].os: saw "BEOS", expected one of "LINUX", "WINDOWS"',
    },
    { label: "a list", world: [], message: "saw [], expected an object" },
    { label: "nothing", world: null, message: "saw null, expected an object" },
    {
      label: "a list where an object belongs",
      world: { sourceServers: [{ ...aServer(), timings: [1] }] },
      message: "sourceServers[0].timings: saw [1], expected an object",
    },
    {
      label: "a text where an object belongs",
      world: { sourceServers: [{ ...aServer(), tags: "x" }] },
      message: 'sourceServers[0].tags: saw "x", expected an object',
    },
    {
      label: "an object where a list belongs",
      world: { sourceServers: {} },
      message: "sourceServers: saw {}, expected a list",
    },
    { label: "a fraction", world: { latencyMs: 1.5 }, message: "latencyMs: saw 1.5, expected a whole number" },
    {
      label: "a number beyond all numbers",
      world: { latencyMs: Number.POSITIVE_INFINITY },
      message: "latencyMs: saw Infinity, expected a whole number from 0 to 3600000",
    },
    {
      label: "a lag of ages",
      world: { sourceServers: [{ ...aServer(), lagSeconds: 1e300 }] },
      message: "sourceServers[0].lagSeconds: saw 1e+300, expected a number from 0 to 315360000",
    },
    {
      label: "a snapshot of ages",
      world: { sourceServers: [{ ...aServer(), snapshots: [{ ageSeconds: 1e15 }] }] },
      message: "sourceServers[0].snapshots[0].ageSeconds: saw 1000000000000000, expected a number from 0 to 315360000",
    },
    {
      label: "a name that breaks the line",
      world: { sourceServers: [{ ...aServer(), tags: { "a\nb": 1 } }] },
      message: 'sourceServers[0].tags["a\\nb"]: saw "a\\nb", expected a string without control characters',
    },
    {
      label: "a value that breaks the line",
      world: { sourceServers: [{ ...aServer(), hostname: "a\u2028b\u0000" }] },
      message: 'sourceServers[0].hostname: saw "a\\u2028b\\u0000", expected a string without control characters',
    },
    {
      label: "a control character in a tag",
      world: { subnets: [{ subnetId: "subnet-0123456789abcdef0", tags: { Name: "a\u0001" } }] },
      message: 'subnets[0].tags.Name: saw "a\\u0001", expected a string without control characters',
    },
    ...["constructor", "__proto__", "toString"].map((name) => ({
      label: `a tag called ${name}`,
      world: { sourceServers: [{ ...aServer(), tags: JSON.parse(`{"${name}": "x"}`) as object }] },
      message: `sourceServers[0].tags.${name}: saw "x", expected another name: drs-simulator cannot store a member with this name`,
    })),
    {
      label: "a launch template of two servers",
      world: {
        sourceServers: [1, 2].map((n) => aServer(n, { launchTemplate: { launchTemplateId: "lt-0123456789abcdef0" } })),
      },
      message:
        'sourceServers[1].launchTemplate.launchTemplateId: saw "lt-0123456789abcdef0", which sourceServers[0] already has',
    },
    {
      label: "a snapshot of two servers",
      world: {
        sourceServers: [1, 2].map((n) =>
          aServer(n, { snapshots: [{ snapshotID: "pit-0123456789abcdef0", ageSeconds: n }] }),
        ),
      },
      message:
        'sourceServers[1].snapshots[0].snapshotID: saw "pit-0123456789abcdef0", which sourceServers[0].snapshots[0] already has',
    },
    ...[{}, { timestamp: "2026-01-15T09:00:00Z", ageSeconds: 1 }].map((given) => ({
      label: `a snapshot with ${Object.keys(given).length} ages`,
      world: { sourceServers: [{ ...aServer(), snapshots: [given] }] },
      message: `sourceServers[0].snapshots[0]: saw ${JSON.stringify(given)}, expected either timestamp or ageSeconds`,
    })),
    {
      label: "a date that is none",
      world: { sourceServers: [{ ...aServer(), snapshots: [{ timestamp: "snapshot 1" }] }] },
      message:
        'sourceServers[0].snapshots[0].timestamp: saw "snapshot 1", expected a date and time such as "2026-01-15T09:00:00Z"',
    },
    {
      label: "an earlier instance of a server that there is not",
      world: { recoveryInstances: [{ sourceServerID: serverID(9) }] },
      message: `recoveryInstances[0].sourceServerID: saw "${serverID(9)}", expected one of the world's source servers`,
    },
    {
      label: "a value that nests without end",
      world: { region: deep(10_000) },
      message: "region[0][0]: expected a value that nests at most 64 levels deep",
    },
  ])("refuses $label", ({ world, message }) => {
    expect(() => parseWorld(world)).toThrow(new WorldError(`Reading the world: ${message}`));
  });
});
