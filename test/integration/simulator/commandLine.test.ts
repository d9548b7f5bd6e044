import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runCommand } from "../../../simulator/src/commandLine";

/** Runs the command, closes what it started, and tells what it wrote. */
async function run(...args: string[]): Promise<{ exitCode: number | undefined; out: string; error: string }> {
  const written = { out: "", error: "" };
  const result = await runCommand(args, {
    out: (text) => {
      written.out += text;
    },
    error: (text) => {
      written.error += text;
    },
  });
  if ("simulator" in result) {
    await result.simulator.close();
    return { exitCode: undefined, ...written };
  }
  return { exitCode: result.exitCode, ...written };
}

describe(runCommand.name, () => {
  it("prints one line when it listens", async () => {
    expect(await run("--quiet")).toEqual({
      exitCode: undefined,
      out: expect.stringMatching(/^drs-simulator listening on http:\/\/127\.0\.0\.1:\d+\n$/),
      error: "",
    });
  });

  it("tells its version", async () => {
    expect(await run("--version")).toEqual({ exitCode: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), error: "" });
  });

  it("explains itself and ends with 0", async () => {
    const { exitCode, out, error } = await run("--help");
    expect({ exitCode, error }).toEqual({ exitCode: 0, error: "" });
    expect(out).toMatch(/--world <file>/);
  });

  it.each([
    { label: "an unknown option", args: ["--wrong"], line: "drs-simulator: unknown option '--wrong'\n" },
    {
      label: "a port that is no number",
      args: ["--port", "x"],
      line: "drs-simulator: option '--port <number>' argument 'x' is invalid. Expected a whole number from 0 to 65535.\n",
    },
    {
      label: "a port that there is not",
      args: ["--port", "70000"],
      line: "drs-simulator: Starting the simulator: port: saw 70000, expected a whole number from 0 to 65535\n",
    },
    {
      label: "a speed of 0",
      args: ["--speed", "0"],
      line: "drs-simulator: Starting the simulator: speed: saw 0, expected a number above 0, up to 1000000\n",
    },
    {
      label: "a speed beyond all dates",
      args: ["--speed", "1e300"],
      line: "drs-simulator: Starting the simulator: speed: saw 1e+300, expected a number above 0, up to 1000000\n",
    },
    {
      label: "an endless latency",
      args: ["--latency", "Infinity"],
      line: "drs-simulator: Starting the simulator: latencyMs: saw Infinity, expected milliseconds from 0 to 3600000\n",
    },
  ])("refuses $label in one line", async ({ args, line }) => {
    expect(await run(...args)).toEqual({ exitCode: 1, out: "", error: line });
  });

  it("refuses a bad world in one line", async () => {
    const path = join(mkdtempSync(join(tmpdir(), "drs-simulator-")), "world.json");
    writeFileSync(path, '{"regions": "us-west-2"}');
    expect(await run("--world", path)).toEqual({
      exitCode: 1,
      out: "",
      error: `drs-simulator: Reading the world file ${path}: regions: unknown member, saw "us-west-2", expected one of seed, region, account, initialized, latencyMs, rateLimit, quotas, quirks, sts, ssm, iam, sourceServers, defaultVpc, vpcs, subnets, routeTables, securityGroups, networkInterfaces, volumes, notOffered, metadataDefaults, recoveryInstances, instances; did you mean region?\n`,
    });
  });

  it("says which port another program has", async () => {
    const first = await runCommand(["--quiet"], { out: () => undefined, error: () => undefined });
    if (!("simulator" in first)) {
      throw new Error("Starting the first simulator failed");
    }
    const { port } = new URL(first.simulator.url);
    expect((await run("--port", port)).error).toBe(
      `drs-simulator: Listening on port ${port}: another program uses it; choose another with --port, or 0 for a free one\n`,
    );
    await first.simulator.close();
  });
});
