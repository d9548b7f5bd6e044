import { afterEach, describe, expect, it, vi } from "vitest";
import { type DrillOptions, parseOptions } from "../../../../scripts/drill/options";

function parse(args: readonly string[], environment: NodeJS.ProcessEnv = {}): DrillOptions {
  return parseOptions(args, { root: "/checkout", standing: "/home/me", environment });
}

/** What is written about arguments that cannot be used. */
function complaint(args: readonly string[], environment: NodeJS.ProcessEnv = {}): string {
  let text = "";
  vi.spyOn(process.stderr, "write").mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  vi.spyOn(process, "exit").mockImplementation(() => {
    throw new Error("exit");
  });
  expect(() => parse(args, environment)).toThrow(new Error("exit"));
  return text;
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe(parseOptions.name, () => {
  it("runs the example's world fast when nothing is asked for, wherever the user stands", () => {
    expect(parse([])).toEqual({
      world: "/checkout/examples/three-tier/world.json",
      speed: 240,
      out: "/checkout/.drill",
      keep: false,
    });
  });

  it("takes every option; paths are relative to where the user stands", () => {
    expect(parse(["--world", "w.json", "--speed", "60.5", "--latency", "0", "--out", "../o", "--keep"])).toEqual({
      world: "/home/me/w.json",
      speed: 60.5,
      latency: 0,
      out: "/home/o",
      keep: true,
    });
  });

  it("leaves absolute paths alone", () => {
    expect(parse(["--world", "/w.json", "--out", "/o"])).toMatchObject({ world: "/w.json", out: "/o" });
  });

  it.each(["1e300", "1e-9", "0", "-1", "fast", ""])(
    "refuses the speed %j in one line that names the option",
    (speed) => {
      expect(complaint(["--speed", speed])).toBe(
        `error: option '--speed <factor>' argument '${speed}' is invalid. It must be a number from 0.1 to 1000000.\n`,
      );
    },
  );

  it("refuses a latency that no client waits for", () => {
    expect(complaint(["--latency", "1e12"])).toBe(
      "error: option '--latency <ms>' argument '1e12' is invalid. It must be a number from 0 to 60000.\n",
    );
  });

  it("hints at -- when npm kept an option", () => {
    expect(complaint(["10"], { npm_config_speed: "true" })).toBe(
      "error: npm took --speed as its own option. Put -- before it: npm run drill -- --speed …\n",
    );
  });
});
