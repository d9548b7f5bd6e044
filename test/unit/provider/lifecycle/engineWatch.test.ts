import { describe, expect, it, vi } from "vitest";
import type { DrsGateway } from "../../../../provider/src/drs/gateway";
import { EngineGoneError, EngineWatch } from "../../../../provider/src/lifecycle/engineWatch";
import { DB } from "../factories";
import { fakeWorld } from "../fakeWorld";

function aWatch() {
  const leave = vi.fn();
  return { leave, watch: new EngineWatch(leave) };
}

/** An operation that ends when it is told to, and the lines in its row. */
function anOperation() {
  const lines: string[] = [];
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const operation = { status: { keep: (text: string) => void lines.push(text) }, describe: () => "cut off" };
  return { operation, lines, end: () => end(), run: () => ended };
}

describe(EngineGoneError.name, () => {
  it("says that what runs goes on and is found again", () => {
    expect(new EngineGoneError().message).toBe(
      "The Pulumi engine is gone. What runs in AWS goes on, and carries our tags: " +
        "the next `pulumi up` adopts it, `pulumi destroy` cleans it up.",
    );
  });
});

describe(EngineWatch.name, () => {
  it("passes an operation's result and its error on, and stays while there is an engine", async () => {
    const { leave, watch } = aWatch();
    const { operation } = anOperation();
    expect(await watch.whileRunning(operation, async () => 7)).toBe(7);
    const failing = watch.whileRunning(operation, async () => {
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow(new Error("no"));
    expect(leave).not.toHaveBeenCalled();
  });

  it("leaves at once when the engine goes and nothing runs, and only once", () => {
    const { leave, watch } = aWatch();
    watch.engineGone();
    watch.engineGone();
    expect(leave).toHaveBeenCalledTimes(1);
  });

  it("leaves only when every operation has ended: state cannot know how an abandoned step ended", async () => {
    const { leave, watch } = aWatch();
    const [first, second] = [anOperation(), anOperation()];
    const running = [first, second].map(({ operation, run }) => watch.whileRunning(operation, run));
    watch.engineGone();
    first.end();
    await running[0];
    expect(leave).not.toHaveBeenCalled();
    second.end();
    await running[1];
    expect(leave).toHaveBeenCalledTimes(1);
  });

  it("leaves a minute after the engine at the latest: AWS may throttle a step for longer", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    try {
      const { leave, watch } = aWatch();
      const { operation, run } = anOperation();
      void watch.whileRunning(operation, run);
      watch.engineGone();
      vi.advanceTimersByTime(59_999);
      expect(leave).not.toHaveBeenCalled();
      vi.advanceTimersByTime(1);
      expect(leave).toHaveBeenCalledTimes(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it("tells the rows of what is cut off, and says whether anything is", async () => {
    const { watch } = aWatch();
    const { operation, lines, end, run } = anOperation();
    const running = watch.whileRunning(operation, run);
    expect({ interrupts: watch.interrupt(), lines }).toEqual({ interrupts: true, lines: ["cut off"] });
    end();
    await running;
    expect({ interrupts: watch.interrupt(), lines }).toEqual({ interrupts: false, lines: ["cut off"] });
  });

  describe("its clock", () => {
    it("is the given one while there is an engine", async () => {
      const { clock } = fakeWorld();
      const watched = aWatch().watch.clock(clock);
      await watched.sleep(10_000);
      expect({ sleeps: clock.sleeps, now: watched.monotonicMs() }).toEqual({ sleeps: [10_000], now: 10_000 });
    });

    it("ends every sleep when the engine goes", async () => {
      const { watch } = aWatch();
      const watched = watch.clock({ monotonicMs: () => 0, sleep: () => new Promise(() => {}) });
      const sleeps = [watched.sleep(1), watched.sleep(2)].map((sleep) =>
        expect(sleep).rejects.toThrow(EngineGoneError),
      );
      watch.engineGone();
      await Promise.all(sleeps);
    });

    it("sleeps no more without an engine", async () => {
      const { watch } = aWatch();
      const { clock } = fakeWorld();
      watch.engineGone();
      await expect(watch.clock(clock).sleep(10_000)).rejects.toThrow(new EngineGoneError());
      expect(clock.sleeps).toEqual([]);
    });
  });

  describe("its gateway", () => {
    const withSettings = (drs: DrsGateway) => ({
      ...drs,
      updateLaunchConfiguration: async (_id: string, _change: object) => {},
      listActionSettings: async () => [],
      putLaunchAction: async (_id: string, _action: object) => {},
      deleteLaunchAction: async (_id: string, _actionId: string) => {},
    });
    const request = { servers: [{ sourceServerId: DB }], isDrill: true, tags: {} };

    it("starts what it is asked to while there is an engine", async () => {
      const world = fakeWorld();
      const gateway = aWatch().watch.gateway(withSettings(world.drs));
      expect((await gateway.startRecovery(request)).jobId).toBe("drsjob-1");
    });

    it("starts nothing without an engine, and still looks and tags: the step under way ends", async () => {
      const world = fakeWorld();
      const { watch } = aWatch();
      const gateway = watch.gateway(withSettings(world.drs));
      watch.engineGone();
      await expect(gateway.startRecovery(request)).rejects.toThrow(new EngineGoneError());
      await expect(gateway.startTermination(["i-1"])).rejects.toThrow(new EngineGoneError());
      await expect(gateway.updateLaunchConfiguration("s-1", {})).rejects.toThrow(new EngineGoneError());
      await gateway.listJobs();
      await gateway.tagJob("arn", { a: "1" });
      expect(world.calls).toEqual(["listJobs", "tagJob arn,a"]);
    });
  });
});
