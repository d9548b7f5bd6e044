import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NotFoundError, UnexpectedStateError, WaitTimeoutError } from "../../../../provider/src/errors";
import { deadlineIn } from "../../../../provider/src/wave/clock";
import { type Sight, type Wait, waitFor } from "../../../../provider/src/wave/waiter";
import { aLostAnswer, aRefusal } from "../factories";
import { fakeClock } from "../fakeWorld";

/** What a look comes to; an error is thrown. */
type Look = Sight<string> | Error;

const DONE = { done: "all of it" };
const STARTED = { pending: "STARTED" };
const MISSING = { missing: "no job" };

/** A wait whose looks come to this, one after the other, the last again and again. */
function aWait(looks: readonly Look[], changes: Partial<Wait<string>> & { timeoutSeconds?: number } = {}) {
  const { timeoutSeconds = 35, ...rest } = changes;
  const clock = fakeClock();
  const lookedAt: number[] = [];
  const rows: string[] = [];
  const status = { show: (text: string) => rows.push(text), keep: () => {}, warn: () => {} };
  const context = { clock, deadline: deadlineIn(timeoutSeconds, clock), pollMs: 10_000, status };
  const look = async (): Promise<Sight<string>> => {
    lookedAt.push(clock.monotonicMs());
    const sight = looks[Math.min(lookedAt.length, looks.length) - 1] ?? DONE;
    if (sight instanceof Error) {
      throw sight;
    }
    return sight;
  };
  const given: Wait<string> = { subject: "job drsjob-1", expected: "COMPLETED", look, ...rest };
  const wait = (again: Partial<Wait<string>> = {}) => waitFor(context, { ...given, ...again });
  return { wait, look, context, clock, lookedAt, rows };
}

const timeout = (lastSeen: string, seconds = 35) =>
  new WaitTimeoutError("job drsjob-1", "COMPLETED", lastSeen, seconds);

describe(waitFor.name, () => {
  it("gives what the first look finds done, and does not sleep", async () => {
    const { wait, clock, lookedAt } = aWait([DONE]);
    expect(await wait()).toBe("all of it");
    expect({ sleeps: clock.sleeps, lookedAt }).toEqual({ sleeps: [], lookedAt: [0] });
  });

  it("takes a result that is nothing for one all the same", async () => {
    const { context, clock } = aWait([]);
    const nothing = { subject: "it", expected: "gone", look: async () => ({ done: undefined }) };
    expect({ result: await waitFor(context, nothing), sleeps: clock.sleeps }).toEqual({
      result: undefined,
      sleeps: [],
    });
  });

  it("sleeps one poll interval between looks", async () => {
    const { wait, clock, lookedAt } = aWait([{ pending: "PENDING" }, STARTED, DONE]);
    expect(await wait()).toBe("all of it");
    expect({ sleeps: clock.sleeps, lookedAt }).toEqual({ sleeps: [10_000, 10_000], lookedAt: [0, 10_000, 20_000] });
  });

  it("sleeps as long as a look asks for, and 10 s where neither that nor the program says", async () => {
    const looks: Look[] = [
      { pending: "PENDING", inMs: 3000 },
      STARTED,
      { pending: "STARTED", inMs: 1, atLeastMs: 4000 },
      DONE,
    ];
    const { wait, context } = aWait(looks);
    expect(await wait()).toBe("all of it");
    expect(context.clock.sleeps).toEqual([3000, 10_000, 4000]);
    const unsaid = aWait([STARTED, DONE]);
    await waitFor({ ...unsaid.context, pollMs: undefined }, { subject: "it", expected: "gone", look: unsaid.look });
    expect(unsaid.clock.sleeps).toEqual([10_000]);
  });

  it("looks as soon as there is news", async () => {
    const { wait, context, lookedAt } = aWait([STARTED, DONE]);
    context.clock.sleep = () => new Promise(() => {});
    expect(await wait({ news: async () => {} })).toBe("all of it");
    expect(lookedAt).toEqual([0, 0]);
  });

  describe("at the deadline", () => {
    it("cuts the last sleep to it, looks once more there, and throws", async () => {
      const { wait, clock, lookedAt } = aWait([STARTED]);
      await expect(wait()).rejects.toThrow(timeout("STARTED"));
      expect(clock.sleeps).toEqual([
        10_000,
        10_000,
        10_000,
        5_000, // 35 s - 30 s
      ]);
      expect(lookedAt).toEqual([0, 10_000, 20_000, 30_000, 35_000]);
    });

    it("takes what the look there shows", async () => {
      const { wait, lookedAt } = aWait([STARTED, STARTED, STARTED, STARTED, DONE]);
      expect(await wait()).toBe("all of it");
      expect(lookedAt.at(-1)).toBe(35_000);
    });

    it("looks no second time there when its last look fell on it", async () => {
      const { wait, lookedAt } = aWait([STARTED], { timeoutSeconds: 20 });
      await expect(wait()).rejects.toThrow(timeout("STARTED", 20));
      expect(lookedAt).toEqual([0, 10_000, 20_000]);
    });

    it("still looks once when it has passed before the first look", async () => {
      const { wait, lookedAt } = aWait([STARTED], { timeoutSeconds: 0 });
      await expect(wait()).rejects.toThrow(timeout("STARTED", 0));
      expect(lookedAt).toEqual([0]);
    });

    it("looks again when a look itself lasted past it", async () => {
      const { wait, look, clock, lookedAt } = aWait([STARTED, DONE]);
      const slow = async () => {
        const sight = await look();
        if (lookedAt.length === 1) {
          clock.pass(40_000);
        }
        return sight;
      };
      expect(await wait({ look: slow })).toBe("all of it");
      expect({ sleeps: clock.sleeps, lookedAt }).toEqual({ sleeps: [0], lookedAt: [0, 40_000] });
    });

    it("names what was seen last, not what was seen before", async () => {
      const looks = [{ pending: "PENDING" }, STARTED, { pending: "s-1 not running, s-2 without status checks" }];
      const { wait } = aWait(looks);
      await expect(wait()).rejects.toThrow(timeout("s-1 not running, s-2 without status checks"));
    });

    it("says in the look's own words what was not there", async () => {
      const { wait } = aWait([MISSING], { missingLooks: 30 });
      await expect(wait()).rejects.toThrow(timeout("no job"));
    });

    it("throws the error that the wait has of its own, with what was seen last", async () => {
      const { wait } = aWait([STARTED], { timeout: (lastSeen) => new RangeError(`too late: ${lastSeen}`) });
      await expect(wait()).rejects.toThrow(new RangeError("too late: STARTED"));
    });

    it.each([
      { label: "that is not answered", error: aLostAnswer("drs:DescribeJobs") },
      { label: "that AWS refuses", error: aRefusal("ThrottlingException", "drs:DescribeJobs") },
    ])("takes a request $label for the timeout: requests are cut there", async ({ error }) => {
      const looks = [STARTED, STARTED, STARTED, STARTED, error];
      await expect(aWait(looks).wait()).rejects.toThrow(timeout(`STARTED, then ${error.message}`));
      const own = aWait(looks, { timeout: (lastSeen) => new RangeError(`too late: ${lastSeen}`) });
      await expect(own.wait()).rejects.toThrow(new RangeError(`too late: STARTED, then ${error.message}`));
    });

    it("says that nothing was seen when the only look's request was cut", async () => {
      const { wait } = aWait([aLostAnswer("drs:DescribeJobs")], { timeoutSeconds: 0 });
      await expect(wait()).rejects.toThrow(timeout(aLostAnswer("drs:DescribeJobs").message, 0));
    });

    it.each([
      { label: "a state that nobody knows", error: new UnexpectedStateError("job drsjob-1", "PAUSED", ["COMPLETED"]) },
      { label: "a mistake of ours", error: new TypeError("a bug") },
    ])("passes on $label", async ({ error }) => {
      await expect(aWait([STARTED, STARTED, STARTED, STARTED, error]).wait()).rejects.toBe(error);
    });
  });

  it.each([
    { label: "a request that failed", error: aLostAnswer("drs:DescribeJobs") },
    { label: "a state that nobody knows", error: new UnexpectedStateError("job drsjob-1", "PAUSED", ["COMPLETED"]) },
  ])("throws $label at once while there is time, and looks no more", async ({ error }) => {
    const { wait, clock, lookedAt } = aWait([STARTED, error, DONE]);
    await expect(wait()).rejects.toBe(error);
    expect({ sleeps: clock.sleeps, lookedAt }).toEqual({ sleeps: [10_000], lookedAt: [0, 10_000] });
  });

  describe("when it is not there", () => {
    it("tolerates a bounded number of empty looks in a row", async () => {
      const looks = [MISSING, MISSING, STARTED, MISSING, MISSING, DONE];
      const { wait, clock } = aWait(looks, { missingLooks: 2, timeoutSeconds: 300 });
      expect(await wait()).toBe("all of it");
      expect(clock.sleeps).toEqual(Array(5).fill(10_000));
    });

    it("throws when it is not there for longer", async () => {
      const { wait, lookedAt } = aWait([STARTED, MISSING], { missingLooks: 2, timeoutSeconds: 300 });
      await expect(wait()).rejects.toThrow(new NotFoundError("job drsjob-1", 3));
      expect(lookedAt).toEqual([0, 10_000, 20_000, 30_000]);
    });

    it("tolerates no empty look where the wait says nothing of them", async () => {
      const { wait, clock } = aWait([MISSING, DONE], { timeoutSeconds: 300 });
      await expect(wait()).rejects.toThrow(new NotFoundError("job drsjob-1", 1));
      expect(clock.sleeps).toEqual([]);
    });
  });

  describe("the row", () => {
    it("is what each look gives, the last one's too, and is left as it is where a look gives none", async () => {
      const looks = [{ ...STARTED, row: "1 of 2" }, STARTED, { ...STARTED, row: "2 of 2" }, DONE];
      const { wait, rows } = aWait(looks);
      await wait();
      expect(rows).toEqual(["1 of 2", "2 of 2"]);
    });

    it("is shown at the deadline too: it says where the wave stands", async () => {
      const { wait, rows } = aWait([{ ...STARTED, row: "1 of 2" }], { timeoutSeconds: 0 });
      await expect(wait()).rejects.toThrow(timeout("STARTED", 0));
      expect(rows).toEqual(["1 of 2"]);
    });
  });

  describe("a look that asks for a longer sleep", () => {
    it.each([
      { label: "gets it, once", atLeastMs: 30_000, end: "all of it", sleeps: [30_000, 10_000] },
      {
        label: "gets the poll interval where that is longer",
        atLeastMs: 3_000,
        end: "all of it",
        sleeps: [10_000, 10_000],
      },
      {
        label: "gets no more than is left",
        atLeastMs: 600_000,
        end: timeout("STARTED", 100).message,
        sleeps: [100_000],
      },
    ])("$label", async ({ atLeastMs, end, sleeps }) => {
      const { wait, clock } = aWait([{ ...STARTED, atLeastMs }, STARTED, DONE], { timeoutSeconds: 100 });
      const ended = await wait().catch((error: Error) => error.message);
      expect({ end: ended, sleeps: clock.sleeps }).toEqual({ end, sleeps });
    });
  });

  it("always ends by the deadline, and is done when and only when a look was", async () => {
    const odd = new UnexpectedStateError("job drsjob-1", "ODD", ["COMPLETED"]);
    const sight = fc.constantFrom<Look>({ pending: "PENDING" }, STARTED, DONE, MISSING, odd);
    await fc.assert(
      fc.asyncProperty(fc.array(sight, { minLength: 1 }), fc.integer({ min: 1, max: 400 }), async (looks, seconds) => {
        const { wait, clock, lookedAt } = aWait(looks, { missingLooks: 2, timeoutSeconds: seconds });
        const end = await wait().catch((error: Error) => error.name);
        expect(["all of it", "WaitTimeoutError", "NotFoundError", "UnexpectedStateError"]).toContain(end);
        const last = looks[Math.min(lookedAt.length, looks.length) - 1];
        const before = looks.slice(0, lookedAt.length - 1);
        expect({ done: last === DONE, doneBefore: before.includes(DONE) }).toEqual({
          done: end === "all of it",
          doneBefore: false,
        });
        expect(clock.monotonicMs()).toBeLessThanOrEqual(seconds * 1000);
      }),
    );
  });
});
