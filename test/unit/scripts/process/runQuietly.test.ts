import { describe, expect, it } from "vitest";
import { runQuietly } from "../../../../scripts/process/runQuietly";

const NEVER = new AbortController().signal;

function node(script: string, { signal = NEVER, timeoutMs = 10_000 } = {}): Promise<string> {
  return runQuietly(process.execPath, ["-e", script], { signal, timeoutMs });
}

describe(runQuietly.name, () => {
  it("gives back what was printed", async () => {
    expect(await node("console.log('hello')")).toBe("hello\n");
  });

  it("fails with the last line about the failure", async () => {
    const failing = node("console.error('working …'); console.error('no route to host'); process.exit(3)");

    await expect(failing).rejects.toThrow(new Error("no route to host"));
  });

  it("ends a command that takes too long", async () => {
    await expect(node("setInterval(() => {}, 1000)", { timeoutMs: 300 })).rejects.toThrow(
      new Error("timed out after 0.3 s"),
    );
  });

  it("ends a command at Ctrl-C", async () => {
    const controller = new AbortController();
    const running = node("setInterval(() => {}, 1000)", { signal: controller.signal });
    controller.abort(new Error("interrupted"));

    await expect(running).rejects.toThrow(new Error("interrupted"));
  });
});
