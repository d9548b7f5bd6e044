import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CONCURRENT_READS, Limiter } from "../../../../provider/src/aws/limiter";
import { toRequestError } from "../../../../provider/src/aws/requestError";
import { type SdkClient, sendReadsThrough, sendStartsThrough } from "../../../../provider/src/aws/retry";
import { tokenBucket } from "../../../../simulator/src/rateLimit";

/** How a service behaves, for all requests alike. */
interface Service {
  perSecond: number;
  burst: number;
  latencyMs: number;
  /** What it adds to a refusal. */
  retryAfterSeconds?: number;
  /** Every so many-th request fails with a 5xx; 0 for none. */
  failsEach: number;
  /** Refuses everything, or says nothing, between these moments (ms). */
  outage?: { from: number; to: number; kind: "refuses" | "silent" };
}

const A_SERVICE: Service = { perSecond: 20, burst: 10, latencyMs: 100, failsEach: 0 };

/** A client that sends to a service through a limiter, and what came of it. Times are ms. */
class Stage {
  readonly limiter = new Limiter();
  readonly #startedAt = Date.now();
  readonly #bucket;
  /** Names of commands as they reached the service. */
  readonly sent: { name: string; at: number }[] = [];
  readonly ended: { name: string; at: number; error?: string }[] = [];
  refusals = 0;
  inProgress = 0;
  most = 0;
  readonly reads: SdkClient;
  readonly starts: SdkClient;

  constructor(readonly service: Service) {
    this.#bucket = tokenBucket(service);
    this.reads = sendReadsThrough(this.limiter, { send: (command: object) => this.#answer(command, true) });
    this.starts = sendStartsThrough(this.limiter, { send: (command: object) => this.#answer(command, false) });
  }

  now(): number {
    return Date.now() - this.#startedAt;
  }

  async read(name: string, endsInMs: number): Promise<void> {
    const end = new AbortController();
    const timer = setTimeout(() => end.abort(), endsInMs);
    await this.#ends(name, this.reads.send({ name }, { abortSignal: end.signal }));
    clearTimeout(timer);
  }

  async start(name: string): Promise<void> {
    await this.#ends(name, this.starts.send({ name }));
  }

  async #ends(name: string, call: Promise<unknown>): Promise<void> {
    const error = await call.then(
      () => undefined,
      (reason: unknown) => toRequestError("drs:X", reason).message,
    );
    this.ended.push({ name, at: this.now(), ...(error === undefined ? {} : { error }) });
  }

  async #answer(command: object, isRead: boolean): Promise<void> {
    const { latencyMs, failsEach, outage } = this.service;
    this.sent.push({ name: "name" in command ? String(command.name) : "", at: this.now() });
    const number = this.sent.length;
    this.inProgress += isRead ? 1 : 0;
    this.most = Math.max(this.most, this.inProgress);
    const out = outage !== undefined && this.now() >= outage.from && this.now() < outage.to ? outage.kind : undefined;
    await new Promise((resolve) => setTimeout(resolve, out === "silent" ? 20_000 : latencyMs));
    this.inProgress -= isRead ? 1 : 0;
    if (out === "silent") {
      throw Object.assign(new Error("no answer"), { name: "TimeoutError" });
    }
    if (out === "refuses" || !this.#bucket.take(this.now())) {
      this.refusals += 1;
      throw this.#refusal();
    }
    if (failsEach > 0 && number % failsEach === 0) {
      throw Object.assign(new Error("oops"), { name: "InternalServerException", $metadata: { httpStatusCode: 500 } });
    }
  }

  #refusal(): Error {
    const { retryAfterSeconds } = this.service;
    const headers = retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) };
    return Object.assign(new Error("Rate exceeded"), {
      name: "ThrottlingException",
      $fault: "client",
      $metadata: { httpStatusCode: 429 },
      $response: { statusCode: 429, headers },
    });
  }
}

/** Lets time pass until the work is done. */
async function drive(work: Promise<unknown>): Promise<void> {
  let isOver = false;
  void work.finally(() => {
    isOver = true;
  });
  // Promises first: they take no time.
  await new Promise(setImmediate);
  while (!isOver) {
    vi.advanceTimersToNextTimer();
    await new Promise(setImmediate);
  }
}

/** Asks for that many reads at once, and waits for all of them. */
async function readAll(stage: Stage, reads: number, endsInMs = 300_000): Promise<void> {
  await drive(Promise.all(Array.from({ length: reads }, (_, index) => stage.read(`read-${index}`, endsInMs))));
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("reads through a limiter", () => {
  it.each([
    { reads: 606, perSecond: 20, within: 1.1 },
    { reads: 606, perSecond: 6, within: 1.1 },
    { reads: 203, perSecond: 2, within: 1.1 },
  ])("of $reads at $perSecond a second take at most $within of the limit's own time", async ({ reads, ...limit }) => {
    const stage = new Stage({ ...A_SERVICE, perSecond: limit.perSecond, retryAfterSeconds: 1 });
    await readAll(stage, reads);
    const own = ((reads - A_SERVICE.burst) / limit.perSecond) * 1000;
    expect({ failed: stage.ended.filter((each) => each.error), ended: stage.ended.length }).toEqual({
      failed: [],
      ended: reads,
    });
    expect(stage.now() / own).toBeLessThan(limit.within);
    expect(stage.refusals / stage.sent.length).toBeLessThan(0.25);
  });

  it("are as bold as the connection allows where nothing is refused", async () => {
    const stage = new Stage({ ...A_SERVICE, perSecond: 1e6, burst: 1e6 });
    await readAll(stage, 320);
    expect({ most: stage.most, tookMs: stage.now() }).toEqual({ most: CONCURRENT_READS, tookMs: 1000 });
  });

  it("recover within seconds once a service that refused everything answers again", async () => {
    const stage = new Stage({ ...A_SERVICE, perSecond: 100, outage: { from: 0, to: 60_000, kind: "refuses" } });
    await readAll(stage, 300);
    expect(stage.now()).toBeLessThan(60_000 + 20_000);
  });

  it("forget what they learnt half a minute after the last refusal", async () => {
    const stage = new Stage({ ...A_SERVICE, outage: { from: 0, to: 500, kind: "refuses" } });
    await readAll(stage, 50);
    await vi.advanceTimersByTimeAsync(31_000);
    const before = stage.now();
    await readAll(stage, 8);
    expect(stage.now() - before).toBe(100);
  });

  it("go in the order in which they first asked, however often they are tried", async () => {
    const stage = new Stage({ ...A_SERVICE, perSecond: 5, burst: 1 });
    await readAll(stage, 100);
    const place = (name: string) => Number(name.replace("read-", ""));
    const overtaken = stage.ended.map(({ name }, index) => index - place(name));
    // A read that is refused waits for a moment, and others go meanwhile; never more than a handful.
    expect(Math.max(...overtaken)).toBeLessThan(CONCURRENT_READS);
  });

  it("say how long they waited where their turn never came", async () => {
    const stage = new Stage({ ...A_SERVICE, latencyMs: 20_000 });
    await readAll(stage, CONCURRENT_READS + 1, 10_000);
    expect(stage.ended.map(({ error }) => error)).toEqual([
      ...Array(CONCURRENT_READS).fill(
        "calling drs:X: TimeoutError: no answer: tried 1 time in 10s, until the operation's time was up",
      ),
      "calling drs:X: TimeoutError: not sent in 10s, behind other reads, until the operation's time was up",
    ]);
  });
});

describe("a start through a limiter", () => {
  it("is sent at once, before reads that have waited for long", async () => {
    const stage = new Stage({ ...A_SERVICE, perSecond: 1 });
    const reading = readAll(stage, 100, 30_000);
    await vi.advanceTimersByTimeAsync(10_000);
    const [sentBefore, at] = [stage.sent.length, stage.now()];
    const starting = stage.start("start");
    expect(stage.sent.slice(sentBefore)).toEqual([{ name: "start", at }]);
    await drive(Promise.all([reading, starting]));
  });

  it("gets through among reads at its second try, even where the service takes one request at a time", async () => {
    const stage = new Stage({ ...A_SERVICE, perSecond: 2, burst: 1 });
    const reading = readAll(stage, 100, 60_000);
    await vi.advanceTimersByTimeAsync(20_000);
    const tries: unknown[] = [];
    while (tries.length < 5 && !tries.includes("started")) {
      await drive(stage.start("start"));
      tries.push(stage.ended.findLast(({ name }) => name === "start")?.error ?? "started");
    }
    expect(tries.at(-1)).toBe("started");
    expect(tries.length).toBeLessThanOrEqual(2);
    await reading;
  });

  it.each([{ retryAfterSeconds: 30 }, {}])(
    "is sent once where the service refuses it, saying $retryAfterSeconds",
    async (says) => {
      const stage = new Stage({ ...A_SERVICE, ...says, outage: { from: 0, to: 1e6, kind: "refuses" } });
      await drive(stage.start("start"));
      expect({ sent: stage.sent, ended: stage.ended }).toEqual({
        sent: [{ name: "start", at: 0 }],
        ended: [{ name: "start", at: 100, error: "calling drs:X: ThrottlingException: Rate exceeded" }],
      });
    },
  );
});

const services = fc.record(
  {
    perSecond: fc.double({ min: 0.2, max: 200, noNaN: true }),
    burst: fc.integer({ min: 1, max: 100 }),
    latencyMs: fc.integer({ min: 1, max: 3000 }),
    retryAfterSeconds: fc.integer({ min: 0, max: 90 }),
    failsEach: fc.constantFrom(0, 2, 3, 10),
    outage: fc.record({
      from: fc.integer({ min: 0, max: 30_000 }),
      to: fc.integer({ min: 0, max: 400_000 }),
      kind: fc.constantFrom("refuses" as const, "silent" as const),
    }),
  },
  { requiredKeys: ["perSecond", "burst", "latencyMs", "failsEach"] },
);

describe("any service", () => {
  const END = 60_000;

  it("has every read answered, or ended by its deadline with a message that says why; starts go at once, reads in bounds", async () => {
    await fc.assert(
      fc.asyncProperty(
        services,
        fc.integer({ min: 1, max: 80 }),
        fc.integer({ min: 0, max: 50_000 }),
        async (service, reads, startAt) => {
          const stage = new Stage(service);
          const reading = readAll(stage, reads, END);
          let asked: number | undefined;
          const starting = new Promise<void>((resolve) => {
            setTimeout(() => {
              asked = stage.now();
              void stage.start("start").then(resolve);
            }, startAt);
          });
          await drive(Promise.all([reading, starting]));
          const answers = stage.ended.filter(({ name }) => name !== "start");
          expect(answers).toHaveLength(reads);
          for (const { at, error } of answers) {
            expect(at).toBeLessThanOrEqual(END);
            if (error !== undefined) {
              expect(error).toMatch(
                /^calling drs:X: \w+: .*(tried \d+ times? in 1m00s|not sent in 1m00s, behind other reads), until the operation's time was up$/,
              );
              expect(at).toBe(END);
            }
          }
          expect(stage.most).toBeLessThanOrEqual(CONCURRENT_READS);
          expect(stage.sent.filter(({ name }) => name === "start")).toEqual([{ name: "start", at: asked }]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("with room enough has every read answered", async () => {
    const withRoom = services.map(({ outage: _outage, ...service }) => ({
      ...service,
      perSecond: Math.max(2, service.perSecond),
      failsEach: service.failsEach === 2 ? 3 : service.failsEach,
      ...(service.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: service.retryAfterSeconds % 5 }),
    }));
    await fc.assert(
      fc.asyncProperty(withRoom, fc.integer({ min: 1, max: 120 }), async (service, reads) => {
        const stage = new Stage(service);
        await readAll(stage, reads, 300_000);
        expect(stage.ended.filter(({ error }) => error !== undefined)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
