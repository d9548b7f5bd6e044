import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runCommand, watchInterruption } from "../../../../scripts/process/interruption";

type Handler = () => void;
let handlers: Map<string | symbol, Handler>;

beforeEach(() => {
  handlers = new Map();
  vi.spyOn(process, "on").mockImplementation((event, handler) => {
    handlers.set(event, handler as Handler);
    return process;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

function press(signal = "SIGINT"): void {
  handlers.get(signal)?.();
}

describe(watchInterruption.name, () => {
  it.each(["SIGINT", "SIGTERM", "SIGHUP"])("tells a first %s from a second", (signal) => {
    const { signal: first, now } = watchInterruption();
    const aborted = () => [first.aborted, now.aborted];

    expect(aborted()).toEqual([false, false]);
    press(signal);
    expect(aborted()).toEqual([true, false]);
    press();
    expect(aborted()).toEqual([true, true]);
    press();
    expect(aborted()).toEqual([true, true]);
  });
});

describe(runCommand.name, () => {
  /** What the command says and ends with. */
  async function run(main: () => Promise<number>, closingLine?: string) {
    const told: string[] = [];
    vi.spyOn(console, "error").mockImplementation((line) => told.push(line));
    vi.spyOn(console, "log").mockImplementation((line) => told.push(line));
    await runCommand(main, closingLine);
    return { told, exitCode: process.exitCode };
  }

  it("ends with the exit code of what it runs", async () => {
    expect(await run(async () => 3, "over")).toEqual({ told: [], exitCode: 3 });
  });

  it("says why it failed, then its closing line", async () => {
    const failing = () => Promise.reject(new Error("no engine\n    at here"));

    expect(await run(failing, "over")).toEqual({ told: ["no engine", "over"], exitCode: 1 });
  });

  it("says that Ctrl-C ended it, and nothing else", async () => {
    const interrupted = () => {
      press();
      return Promise.reject(new Error("cancelled"));
    };

    expect(await run(interrupted, "over")).toEqual({ told: ["interrupted"], exitCode: 130 });
  });
});
