import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UnexpectedStateError, WaitTimeoutError } from "../../../../provider/src/errors";
import { deadlineIn } from "../../../../provider/src/wave/clock";
import { type Wait, waitForState } from "../../../../provider/src/wave/waiter";
import { fakeClock } from "../fakeWorld";

/** A wait for a thing that shows these states, one a look, the last for ever. */
function aWait(
  states: readonly (string | undefined)[],
  changes: Partial<Wait<string>> & { timeoutSeconds?: number } = {},
) {
  const { timeoutSeconds = 35, ...rest } = changes;
  const clock = fakeClock();
  const looks: number[] = [];
  const wait: Wait<string> = {
    subject: "job drsjob-1",
    observe: async () => {
      looks.push(clock.monotonicMs());
      return states[Math.min(looks.length, states.length) - 1];
    },
    stateOf: (thing) => thing,
    pending: ["PENDING", "STARTED"],
    target: ["COMPLETED"],
    notFoundTolerance: 2,
    deadline: deadlineIn(timeoutSeconds, clock),
    pollMs: 10_000,
    clock,
    ...rest,
  };
  return { wait, clock, looks };
}

describe(waitForState.name, () => {
  it("returns at once what is in a target state already", async () => {
    const { wait, clock } = aWait(["COMPLETED"]);
    expect(await waitForState(wait)).toBe("COMPLETED");
    expect(clock.sleeps).toEqual([]);
  });

  it("sleeps one poll interval between looks", async () => {
    const { wait, clock, looks } = aWait(["PENDING", "STARTED", "COMPLETED"]);
    expect(await waitForState(wait)).toBe("COMPLETED");
    expect({ sleeps: clock.sleeps, looks }).toEqual({ sleeps: [10_000, 10_000], looks: [0, 10_000, 20_000] });
  });

  it("cuts the last sleep to the deadline, looks once more there, and throws", async () => {
    const { wait, clock, looks } = aWait(["STARTED"]);
    await expect(waitForState(wait)).rejects.toThrow(new WaitTimeoutError("job drsjob-1", "COMPLETED", "STARTED", 35));
    expect(clock.sleeps).toEqual([
      10_000,
      10_000,
      10_000,
      5_000, // 35 s - 30 s
    ]);
    expect(looks).toEqual([0, 10_000, 20_000, 30_000, 35_000]);
  });

  it("takes what the look at the deadline shows", async () => {
    const { wait } = aWait(["STARTED", "STARTED", "STARTED", "STARTED", "COMPLETED"]);
    expect(await waitForState(wait)).toBe("COMPLETED");
  });

  it("still looks once when the deadline has passed before the first look", async () => {
    const { wait, looks } = aWait(["STARTED"], { timeoutSeconds: 0 });
    await expect(waitForState(wait)).rejects.toThrow(new WaitTimeoutError("job drsjob-1", "COMPLETED", "STARTED", 0));
    expect(looks).toEqual([0]);
  });

  it("looks again at the deadline when a look itself lasted past it", async () => {
    const { wait, clock, looks } = aWait(["STARTED", "COMPLETED"]);
    const slow = async () => {
      const seen = await wait.observe();
      if (looks.length === 1) clock.pass(40_000);
      return seen;
    };
    expect(await waitForState({ ...wait, observe: slow })).toBe("COMPLETED");
    expect(clock.sleeps).toEqual([0]);
  });

  it("throws at once for a state in no set, because nobody knows what it means", async () => {
    const { wait, clock } = aWait(["PENDING", "PAUSED", "COMPLETED"]);
    await expect(waitForState(wait)).rejects.toThrow(
      new UnexpectedStateError("job drsjob-1", "PAUSED", ["PENDING", "STARTED", "COMPLETED"]),
    );
    expect(clock.sleeps).toEqual([10_000]);
  });

  it("tolerates a bounded number of empty looks in a row", async () => {
    const { wait } = aWait([undefined, undefined, "STARTED", undefined, "COMPLETED"], { timeoutSeconds: 300 });
    expect(await waitForState(wait)).toBe("COMPLETED");
  });

  it("throws when it is not there for longer", async () => {
    const { wait } = aWait([undefined], { timeoutSeconds: 300 });
    await expect(waitForState(wait)).rejects.toThrow(
      new UnexpectedStateError("job drsjob-1", "nothing 3 times in a row", ["COMPLETED"]),
    );
  });

  it("says that nothing was seen when the deadline passes first", async () => {
    const { wait } = aWait([undefined], { notFoundTolerance: 30 });
    await expect(waitForState(wait)).rejects.toThrow(new WaitTimeoutError("job drsjob-1", "COMPLETED", "nothing", 35));
  });

  it("names every target that would do", async () => {
    const { wait } = aWait(["STARTED"], { target: ["COMPLETED", "GONE"] });
    await expect(waitForState(wait)).rejects.toThrow(
      new WaitTimeoutError("job drsjob-1", "COMPLETED or GONE", "STARTED", 35),
    );
  });

  it("throws the timeout also when the last look itself fails: its request is cut at the deadline", async () => {
    const { wait, looks } = aWait(["STARTED"]);
    const observe = async () => {
      const seen = await wait.observe();
      if (looks.length === 5) throw new Error("aborted");
      return seen;
    };
    await expect(waitForState({ ...wait, observe })).rejects.toThrow(
      new WaitTimeoutError("job drsjob-1", "COMPLETED", "STARTED, then aborted", 35),
    );
  });

  it("passes on what an earlier look throws", async () => {
    const { wait } = aWait([], {
      observe: async () => {
        throw new Error("denied");
      },
    });
    await expect(waitForState(wait)).rejects.toThrow(new Error("denied"));
  });

  it("always ends by the deadline, and returns only what is in a target state", async () => {
    const state = fc.constantFrom("PENDING", "STARTED", "COMPLETED", "ODD", undefined);
    await fc.assert(
      fc.asyncProperty(fc.array(state, { minLength: 1 }), fc.integer({ min: 1, max: 400 }), async (states, seconds) => {
        const { wait, clock } = aWait(states, { timeoutSeconds: seconds });
        const end = await waitForState(wait).catch((error: Error) => error.name);
        expect(["COMPLETED", "WaitTimeoutError", "UnexpectedStateError"]).toContain(end);
        expect(clock.monotonicMs()).toBeLessThanOrEqual(seconds * 1000);
      }),
    );
  });
});
