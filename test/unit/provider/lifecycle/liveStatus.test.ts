import { describe, expect, it } from "vitest";
import { inOrder, liveStatus, type SendLog } from "../../../../provider/src/lifecycle/liveStatus";

function sent(use: (status: ReturnType<typeof liveStatus>) => void, urn: string | undefined = "urn:x") {
  const lines: Parameters<SendLog>[0][] = [];
  use(liveStatus(urn, (line) => void lines.push(line)));
  return lines;
}

describe(liveStatus.name, () => {
  it("shows in the resource's row, and keeps what a person must keep", () => {
    const lines = sent((status) => {
      status.show("waiting");
      status.keep("started");
      status.warn("failed");
    });
    expect(lines).toEqual([
      { urn: "urn:x", severity: "INFO", message: "waiting", ephemeral: true },
      { urn: "urn:x", severity: "INFO", message: "started", ephemeral: false },
      { urn: "urn:x", severity: "WARNING", message: "failed", ephemeral: false },
    ]);
  });

  it("shows a text once, until another comes", () => {
    const lines = sent((status) => {
      for (const text of ["a", "a", "b", "a"]) {
        status.show(text);
      }
    });
    expect(lines.map((line) => line.message)).toEqual(["a", "b", "a"]);
  });

  it("writes nothing without an engine or a URN: a drill does not fail because nobody watches it", () => {
    const silent = liveStatus("urn:x");
    silent.show("a");
    silent.keep("b");
    silent.warn("c");
    const lines: unknown[] = [];
    liveStatus(undefined, (line) => void lines.push(line)).keep("b");
    expect(lines).toEqual([]);
  });
});

describe(inOrder.name, () => {
  function aQueue() {
    const arrivals: (() => void)[] = [];
    const sent: string[] = [];
    const queue = inOrder<string>((line, done) => {
      sent.push(line);
      arrivals.push(done);
    });
    return { queue, sent, arrive: () => arrivals.shift()?.() };
  }

  it("sends a line at once where none is under way, and else when the one before has arrived", () => {
    const { queue, sent, arrive } = aQueue();
    for (const line of ["first", "second", "third"]) {
      queue.send(line);
    }
    expect(sent).toEqual(["first"]);
    arrive();
    expect(sent).toEqual(["first", "second"]);
    arrive();
    arrive();
    queue.send("fourth");
    expect(sent).toEqual(["first", "second", "third", "fourth"]);
  });

  it("tells when every line has arrived, also those that were sent meanwhile", async () => {
    const { queue, arrive } = aQueue();
    await queue.arrived();
    queue.send("first");
    let isSettled = false;
    const settled = queue.arrived().then(() => {
      isSettled = true;
    });
    queue.send("second");
    arrive();
    await Promise.resolve();
    expect(isSettled).toBe(false);
    arrive();
    await settled;
    await queue.arrived();
  });
});
