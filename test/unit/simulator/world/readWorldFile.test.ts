import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseWorld, readWorldFile, WorldError } from "../../../../simulator/src/world/readWorldFile";
import { aServer, serverID } from "../aWorld";

const second = aServer(2);

describe(parseWorld.name, () => {
  it("takes a world that has nothing but ids", () => {
    expect(parseWorld({ sourceServers: [aServer()] })).toEqual({ sourceServers: [aServer()] });
  });

  it.each([
    {
      label: "a wrong type, deep inside",
      world: { sourceServers: [aServer(), second, { ...aServer(3), launchConfiguration: { copyPrivateIp: "yes" } }] },
      message: 'sourceServers[2].launchConfiguration.copyPrivateIp: saw "yes", expected boolean',
    },
    {
      label: "a member that is not known",
      world: { sourceServers: [{ ...aServer(), hostName: "db" }] },
      message: "sourceServers[0].hostName: unknown member",
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
      message: `sourceServers[2].sourceServerID: saw "${serverID(1)}", which sourceServers[0] has already`,
    },
    {
      label: "an outcome that DRS does not have",
      world: { sourceServers: [{ ...aServer(), outcome: { event: "EXPLODED" } }] },
      message:
        'sourceServers[0].outcome: saw {"event":"EXPLODED"}, expected "LAUNCHED" or an object with an event (one of SERVER_SKIPPED, CLEANUP_FAIL, ' +
        "SNAPSHOT_FAIL, USING_PREVIOUS_SNAPSHOT, USING_PREVIOUS_SNAPSHOT_FAILED, CONVERSION_FAIL, LAUNCH_FAILED) and, if wanted, a message and times",
    },
    {
      label: "timings out of order",
      world: { sourceServers: [{ ...aServer(), timings: { conversionEnd: 10, launchEnd: 5 } }] },
      message:
        'sourceServers[0].timings: saw {"conversionEnd":10,"launchEnd":5}, expected conversionStart <= conversionEnd <= launchEnd <= statusChecks',
    },
    {
      label: "a value that is not among the possible ones",
      world: { sourceServers: [{ ...aServer(), os: "BEOS" }] },
      message: 'sourceServers[0].os: saw "BEOS", expected ("LINUX" | "WINDOWS")',
    },
    { label: "a list", world: [], message: "the whole: saw a list, expected an object" },
  ])("refuses $label", ({ world, message }) => {
    expect(() => parseWorld(world)).toThrow(new WorldError(`Reading the world world: ${message}`));
  });
});

describe(readWorldFile.name, () => {
  const folder = mkdtempSync(join(tmpdir(), "drs-simulator-"));

  it("names file, line and column of what is no JSON", () => {
    const path = join(folder, "flawed.json");
    writeFileSync(path, '{\n  "region": us-west-2\n}');
    expect(() => readWorldFile(path)).toThrow(
      new WorldError(`Reading the world ${path}: line 2, column 13: expected a value`),
    );
  });

  it("names a file that is not there", () => {
    const path = join(folder, "absent.json");
    expect(() => readWorldFile(path)).toThrow(
      new WorldError(`Reading the world ${path}: ENOENT: no such file or directory, open '${path}'`),
    );
  });
});
