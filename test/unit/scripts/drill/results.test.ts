import { describe, expect, it } from "vitest";
import {
  errorLine,
  failedServerLines,
  missedObjectives,
  policyLine,
  serverTable,
  warningLines,
} from "../../../../scripts/drill/results";
import { aFailedServer, aServer, aWave } from "./aWave";

describe(serverTable.name, () => {
  it("has a line for every server, and marks those that did not recover", () => {
    const waves = [
      aWave("database"),
      aWave("app", {
        servers: [
          aServer({ hostname: "app-1", role: "app", instanceType: "m5.large", verifiedTo: "running" }),
          aFailedServer(),
        ],
      }),
    ];

    expect(serverTable(waves, (line) => `>${line}<`)).toMatchInlineSnapshot(`
      "hostname  tier      sizing  instance type  launch    verified to   launch time  recovery  data loss
      db-1      database  NONE    r5.2xlarge     LAUNCHED  statusChecks  8m57s        8m59s     4s
      app-1     app       NONE    m5.large       LAUNCHED  running       8m57s        8m59s     4s
      >app-2     app       NONE    -              FAILED    -             8m57s        8m59s     4s<"
    `);
  });

  it("shows what is not known as a dash, and a server without a hostname by its id", () => {
    const { hostname, role, launchTimeSeconds, recoveryTimeSeconds, recoveryPointSeconds, ...bare } = aServer({
      launchConfiguration: {},
    });

    expect(serverTable([aWave("web", { servers: [bare] })], (line) => line)).toMatchInlineSnapshot(`
      "hostname             tier  sizing  instance type  launch    verified to   launch time  recovery  data loss
      s-0123456789abcdef0  -     -       r5.2xlarge     LAUNCHED  statusChecks  -            -         -"
    `);
  });

  it("shows a recovery time as a range when nobody looked for long", () => {
    const server = aServer({ recoveryTimeAtLeastSeconds: 537, recoveryTimeSeconds: 7737 });
    expect(serverTable([aWave("web", { servers: [server] })], (line) => line)).toContain("8m57s to 2h08m57s");
  });

  it("fits a terminal of 110 columns with hostnames and instance types of the usual length", () => {
    const server = aServer({
      hostname: "prod-app-db-0001",
      instanceType: "m6i.24xlarge",
    });

    const widths = serverTable([aWave("app", { servers: [server] })], (line) => line)
      .split("\n")
      .map((line) => line.length);

    expect(Math.max(...widths)).toBeLessThanOrEqual(110);
  });
});

describe(failedServerLines.name, () => {
  it("gives DRS's own words for every server that did not recover", () => {
    const { hostname, ...nameless } = aFailedServer({ sourceServerId: "s-0123456789abcdef1" });

    expect(
      failedServerLines([aWave("database"), aWave("app", { servers: [aServer(), aFailedServer(), nameless] })]),
    ).toEqual([
      "app: app-2 (s-0123456789abcdef0) did not recover: LAUNCH_FAILED: Insufficient capacity.",
      "app: s-0123456789abcdef1 did not recover: LAUNCH_FAILED: Insufficient capacity.",
    ]);
  });
});

describe(warningLines.name, () => {
  it("names the wave of each warning", () => {
    const waves = [aWave("database"), aWave("app", { warnings: ["one", "two"] })];

    expect(warningLines(waves)).toEqual(["app: one", "app: two"]);
  });

  it("puts a missed objective first", () => {
    const missed = { objectivesMet: false, objectives: { recoveryTimeSeconds: 500 } };
    const wave = aWave("web", { verdict: "DEGRADED", warnings: ["one"], ...missed });

    expect(warningLines([wave])).toEqual([
      "web: db-1 (s-0123456789abcdef0) missed an objective: its recovery time was 8m59s, at most 8m20s allowed",
      "web: one",
    ]);
  });
});

describe(policyLine.name, () => {
  it("names the resource, unless the rule judges the stack", () => {
    expect(policyLine({ policy: "rule", resource: "app", message: "No." })).toBe("app: rule: No.");
    expect(policyLine({ policy: "rule", message: "No." })).toBe("rule: No.");
  });
});

describe(errorLine.name, () => {
  it("names the resource, if it is about one", () => {
    expect(errorLine({ resource: "app", message: "No." })).toBe("app: No.");
    expect(errorLine({ message: "No." })).toBe("No.");
  });
});

const { recoveryPointSeconds: _, ...unknownPoint } = aServer({ hostname: "db-2" });

describe(missedObjectives.name, () => {
  const objectives = { recoveryTimeSeconds: 540, recoveryPointSeconds: 3 };
  const { outputs } = aWave("app", { verdict: "DEGRADED", objectivesMet: false, servers: [aServer(), unknownPoint] });

  it("names each server, the objective, what was measured and what was allowed", () => {
    expect(missedObjectives({ ...outputs, objectives })).toEqual([
      "db-1 (s-0123456789abcdef0) missed an objective: its recovery point was 4s, at most 3s allowed",
      "db-2 (s-0123456789abcdef0) missed an objective: its recovery point is not known, at most 3s allowed",
    ]);
  });

  it("leaves out a recovery time of which it is not known whether it missed", () => {
    const between = aServer({ recoveryTimeAtLeastSeconds: 537, recoveryTimeSeconds: 7737, recoveryPointSeconds: 9 });
    expect(missedObjectives({ ...outputs, servers: [between], objectives })).toEqual([
      "db-1 (s-0123456789abcdef0) missed an objective: its recovery point was 9s, at most 3s allowed",
    ]);
  });

  it("says nothing of a wave that failed", () => {
    expect(missedObjectives({ ...outputs, objectives, verdict: "FAILED" })).toEqual([]);
  });

  it("says nothing when every objective was met", () => {
    expect(missedObjectives({ ...outputs, objectives, objectivesMet: true })).toEqual([]);
  });

  it("does not hide a missed objective that it does not know", () => {
    expect(missedObjectives(outputs)).toEqual(["an objective was missed"]);
  });
});
