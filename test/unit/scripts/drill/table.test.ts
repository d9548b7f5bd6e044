import { describe, expect, it } from "vitest";
import { serverTable } from "../../../../scripts/drill/table";
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
      "hostname  tier      right-sizing  instance type  launch    verified to   recovery time  recovery point
      db-1      database  NONE          r5.2xlarge     LAUNCHED  statusChecks  8m59s          4s
      app-1     app       NONE          m5.large       LAUNCHED  running       8m59s          4s
      >app-2     app       NONE          -              FAILED    -             8m59s          4s              <"
    `);
  });

  it("shows what is not known as a dash, and a server without a hostname by its id", () => {
    const { hostname, role, recoveryTimeSeconds, recoveryPointSeconds, ...bare } = aServer({ launchConfiguration: {} });

    expect(serverTable([aWave("web", { servers: [bare] })], (line) => line)).toMatchInlineSnapshot(`
      "hostname             tier  right-sizing  instance type  launch    verified to   recovery time  recovery point
      s-0123456789abcdef0  -     -             r5.2xlarge     LAUNCHED  statusChecks  -              -"
    `);
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
