import { describe, expect, it } from "vitest";
import manifest from "../../../../provider/package.json";
import { type CommandWorld, runCommand } from "../../../../provider/src/show/commandLine";
import { PLAIN } from "../../../../provider/src/show/look";
import { aFailedServer, anExport, aWaveRow, someOutputs } from "./aStack";

const STACK = JSON.stringify(anExport([aWaveRow("app")]));
const FAILED = someOutputs({ verdict: "FAILED", servers: [aFailedServer()] });

/** Runs the command over these files and stacks in memory. */
async function run(args: readonly string[], change: Partial<CommandWorld> = {}) {
  const written = { out: "", error: "" };
  const code = await runCommand(args, {
    out: (text) => {
      written.out += text;
    },
    error: (text) => {
      written.error += text;
    },
    read: async (file) => {
      if (file === "missing.json") {
        throw new Error("reading missing.json: there is no such file");
      }
      return file === "empty.json" ? JSON.stringify(anExport([])) : file === "text" ? "text" : STACK;
    },
    exportStack: async () => STACK,
    look: { paint: PLAIN },
    ...change,
  });
  return { code, ...written };
}

describe(runCommand.name, () => {
  it.each([
    ["show"],
    ["show", "--stack", "dev"],
    ["show", "-s", "dev"],
    ["show", "-f", "state.json"],
    ["show", "--file", "-"],
  ])("shows a stack's drills: %s %s %s", async (...args) => {
    const { code, out, error } = await run(args.filter((arg) => arg !== undefined));
    expect({ code, error, first: out.split("\n")[0] }).toEqual({
      code: 0,
      error: "",
      first: "stack dev of shop: 1 wave, 1 server, 111122223333 us-west-2",
    });
    expect(out.endsWith("\n")).toBe(true);
  });

  it("asks for the stack that is named, and for none where none is", async () => {
    const asked: unknown[] = [];
    const exportStack = async (stack: string | undefined) => {
      asked.push(stack);
      return STACK;
    };
    await run(["show", "--stack", "org/shop/dev"], { exportStack });
    await run(["show"], { exportStack });
    expect(asked).toEqual(["org/shop/dev", undefined]);
  });

  it("ends with 0 after a drill that failed: it is shown", async () => {
    const { code, out } = await run(["show"], {
      exportStack: async () => JSON.stringify(anExport([aWaveRow("app", FAILED)])),
    });
    expect({ code, failed: out.includes("FAILED") }).toEqual({ code: 0, failed: true });
  });

  it("prints every output by name as JSON", async () => {
    const { code, out } = await run(["show", "--json"]);
    const { __provider, ...outputs } = someOutputs();
    expect({ code, printed: JSON.parse(out) }).toEqual({
      code: 0,
      printed: {
        format: "drillwave-show/1",
        stack: "dev",
        project: "shop",
        waves: [
          {
            name: "app",
            urn: "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/drs:DrillWave::app",
            standing: "recorded",
            errors: [],
            outputs,
          },
        ],
      },
    });
  });

  it("prints its help and its version", async () => {
    expect(await run(["--help"])).toMatchObject({
      code: 0,
      error: "",
      out: expect.stringContaining("Usage: drillwave show"),
    });
    expect((await run(["show", "-h"])).out).toBe((await run(["--help"])).out);
    expect(await run(["--version"])).toEqual({ code: 0, error: "", out: `${manifest.version}\n` });
  });

  it("has a help that fits 100 columns", async () => {
    const { out } = await run(["--help"]);
    expect(out.split("\n").filter((line) => line.length > 120)).toEqual([]);
  });

  it.each([
    { args: ["show", "-f", "empty.json"], code: 1, error: "there is no drill in stack dev" },
    { args: ["show", "--json", "-f", "empty.json"], code: 1, error: "there is no drill in stack dev" },
    { args: ["show", "-f", "missing.json"], code: 2, error: "reading missing.json: there is no such file" },
    {
      args: ["show", "-f", "text"],
      code: 2,
      error: "reading text: saw no JSON, expected what `pulumi stack export` prints",
    },
    {
      args: ["show", "-f", "-", "-s", "dev"],
      code: 2,
      error: "saw both --stack and --file, expected one of them: a file holds one stack's state",
    },
    { args: [], code: 2, error: "saw no command, expected show. Fix: see `drillwave --help`" },
    { args: ["sho"], code: 2, error: "saw the command sho, expected show. Fix: see `drillwave --help`" },
    {
      args: ["show", "dev"],
      code: 2,
      error: "saw the argument dev, expected options only. Fix: a stack is named with --stack dev",
    },
    { args: ["show", "--colour"], code: 2, error: "unknown option '--colour'. Fix: see `drillwave --help`" },
    { args: ["show", "--json=yes"], code: 2, error: expect.stringMatching(/^drillwave: .*--json.* Fix: see/) },
    { args: ["show", "--stack"], code: 2, error: expect.stringMatching(/^drillwave: .*--stack.* Fix: see/) },
    { args: ["show", "--stack", ""], code: 2, error: "saw an empty name after --stack, expected a stack's" },
    { args: ["show", "--file="], code: 2, error: "saw an empty name after --file, expected a file's" },
  ])("$args ends with $code, in one line", async ({ args, code, error }) => {
    const result = await run(args);
    expect({ code: result.code, error: result.error }).toEqual({
      code,
      error: typeof error === "string" ? `drillwave: ${error}\n` : error,
    });
    expect(result.error.trim()).not.toContain("\n");
  });

  it("prints an empty list as JSON where there is no drill", async () => {
    expect(JSON.parse((await run(["show", "--json", "-f", "empty.json"])).out)).toEqual({
      format: "drillwave-show/1",
      stack: "dev",
      project: "shop",
      waves: [],
    });
  });
});
