import { Readable } from "node:stream";
// The gateway loads it at its first call, for which a busy machine takes longer than a test may.
import "@aws-sdk/client-ec2";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { kindOf, retryAfterSeconds } from "../../../../provider/src/aws/retry";
import type { SdkError } from "../../../../provider/src/aws/sdkError";
import { createDrsGateway } from "../../../../provider/src/drs/awsGateway";
import { createEc2Gateway } from "../../../../provider/src/ec2/awsGateway";
import { DrsRequestError, UNREADABLE_ANSWER } from "../../../../provider/src/errors";
import { DB } from "../factories";
import { aConnection } from "./aConnection";

const NOW = Date.parse("2026-11-24T10:00:00.000Z");

/** A failure as the SDK throws it. */
const failure = (members: SdkError): Error => Object.assign(new Error("no"), members);
const answered = (status: number, members: SdkError = {}): Error =>
  failure({ $fault: "server", $metadata: { httpStatusCode: status }, $response: { statusCode: status }, ...members });

describe(kindOf.name, () => {
  it.each([
    { label: "ThrottlingException", error: answered(429, { name: "ThrottlingException" }), kind: "refused" },
    { label: "TooManyRequestsException", error: answered(429, { name: "TooManyRequestsException" }), kind: "refused" },
    { label: "RequestLimitExceeded", error: answered(503, { name: "RequestLimitExceeded" }), kind: "refused" },
    { label: "Throttling", error: answered(400, { name: "Throttling", $fault: "client" }), kind: "refused" },
    { label: "SlowDown", error: answered(503, { name: "SlowDown" }), kind: "refused" },
    { label: "429 of any name", error: answered(429, { name: "Oops" }), kind: "refused" },
    {
      label: "429 without JSON",
      error: failure({ name: "SyntaxError", $response: { statusCode: 429 } }),
      kind: "refused",
    },
    {
      label: "what the model calls throttling",
      error: answered(400, { $retryable: { throttling: true } }),
      kind: "refused",
    },
    { label: "500", error: answered(500, { name: "InternalServerException" }), kind: "failed" },
    { label: "503 without a telling name", error: answered(503, { name: "Unavailable" }), kind: "failed" },
    {
      label: "503 without JSON",
      error: failure({ name: "SyntaxError", $response: { statusCode: 503 } }),
      kind: "failed",
    },
    { label: "503 without XML", error: failure({ name: "TypeError", $response: { statusCode: 503 } }), kind: "failed" },
    { label: "a broken connection", error: failure({ name: "Error", code: "ECONNRESET" }), kind: "failed" },
    { label: "a connection that timed out", error: failure({ name: "TimeoutError" }), kind: "failed" },
    { label: "a corrected clock", error: answered(403, { $metadata: { clockSkewCorrected: true } }), kind: "failed" },
    { label: "what the model calls passing", error: answered(400, { $retryable: {} }), kind: "failed" },
    {
      label: "half an answer",
      error: failure({ name: "SyntaxError", $response: { statusCode: 200 } }),
      kind: "unproven",
    },
    { label: "an answer without JSON", error: failure({ name: "SyntaxError" }), kind: "unproven" },
    { label: "a refused connection", error: failure({ code: "ECONNREFUSED" }), kind: "unproven" },
    { label: "an unknown host", error: failure({ code: "ENOTFOUND" }), kind: "unproven" },
    {
      label: "a proxy's page",
      error: failure({ name: "SyntaxError", $response: { statusCode: 403 } }),
      kind: "lasting",
    },
    { label: "a denial", error: answered(403, { name: "AccessDeniedException", $fault: "client" }), kind: "lasting" },
    { label: "missing credentials", error: failure({ name: "CredentialsProviderError" }), kind: "lasting" },
    {
      label: "an answer without what it must have",
      error: new DrsRequestError({
        action: "drs:DescribeJobs",
        awsError: UNREADABLE_ANSWER,
        text: "no",
        refused: false,
      }),
      kind: "odd",
    },
    { label: "what is no error", error: "odd", kind: "lasting" },
  ])("says $kind of $label", ({ error, kind }) => {
    expect(kindOf(error)).toBe(kind);
  });
});

describe(retryAfterSeconds.name, () => {
  const date = "Tue, 24 Nov 2026 10:00:00 GMT";
  it.each([
    { label: "a number of seconds", headers: { "retry-after": "30" }, seconds: 30 },
    { label: "half a second", headers: { "retry-after": "0.5" }, seconds: 0.5 },
    { label: "a header however it is written", headers: { "Retry-After": "7" }, seconds: 7 },
    {
      label: "a date, by the answer's own",
      headers: { "retry-after": "Tue, 24 Nov 2026 10:01:00 GMT", date },
      seconds: 60,
    },
    { label: "a date that has passed", headers: { "retry-after": "Tue, 24 Nov 2026 09:00:00 GMT", date }, seconds: 0 },
    { label: "no header", headers: { date }, seconds: undefined },
    { label: "what is neither", headers: { "retry-after": "soon", date }, seconds: undefined },
  ])("reads $label", ({ headers, seconds }) => {
    expect(retryAfterSeconds({ $response: { headers } })).toBe(seconds);
  });

  it("reads what the SDK has read", () => {
    expect(retryAfterSeconds({ retryAfterSeconds: "3" })).toBe(3);
  });
});

interface Answer {
  status: number;
  body: string;
  headers?: Record<string, string>;
}

type Behaviour = Answer | "silence" | "unreached";

/** Answers of a service, in their order; the last one again and again. `calls`: when each request came, in ms from now. */
function aService(...answers: [Behaviour, ...Behaviour[]]) {
  const calls: number[] = [];
  const handle = async () => {
    const behaviour = answers[Math.min(calls.length, answers.length - 1)] ?? answers[0];
    calls.push(Date.now() - NOW);
    if (behaviour === "silence") {
      return new Promise(() => {});
    }
    if (behaviour === "unreached") {
      throw Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    }
    const { status: statusCode, body, headers = {} } = behaviour;
    return { response: { statusCode, headers, body: Readable.from([Buffer.from(body)]) } };
  };
  return { calls, connected: aConnection({ requestHandler: { handle } }) };
}

const BUSY = { status: 503, body: '{"message":"busy"}' };
const PAGE = "<html><body>busy</body>";

/** A read of each service, and a whole answer to it. */
const READS = {
  DRS: {
    action: "drs:DescribeJobs",
    good: '{"items":[]}',
    denied: '{"__type":"AccessDenied","message":"no"}',
    read: async (...[at, end]: At) => (await createDrsGateway(at, end)).listJobs(),
  },
  EC2: {
    action: "ec2:DescribeSubnets",
    good: "<DescribeSubnetsResponse/>",
    denied: "<Response><Errors><Error><Code>AccessDenied</Code><Message>no</Message></Error></Errors></Response>",
    read: async (...[at, end]: At) => createEc2Gateway(at, end).listSubnets(["s"]),
  },
};
type At = Parameters<typeof createDrsGateway>;

describe.each(Object.entries(READS))("a read of %s", (_service, { action, good, denied, read }) => {
  beforeEach(() => {
    vi.useFakeTimers({ now: NOW, toFake: ["setTimeout", "clearTimeout", "Date"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** What the read ends with, at the latest after those seconds; its waits pass at once. */
  async function readOf({ connected }: ReturnType<typeof aService>, endsInSeconds = 300): Promise<unknown> {
    let isOver = false;
    const end = new AbortController();
    setTimeout(() => end.abort(), endsInSeconds * 1000);
    const reading = read(connected, end.signal)
      .catch((error: unknown) => error)
      .finally(() => {
        isOver = true;
      });
    while (!isOver) {
      // What is no timer, such as loading the SDK, takes its time.
      await new Promise(setImmediate);
      await vi.advanceTimersToNextTimerAsync();
    }
    return reading;
  }

  it("is tried again until its operation's time is up, and then says how often, for how long and what was said last", async () => {
    const service = aService(BUSY);
    expect(await readOf(service)).toMatchObject({
      name: "DrsRequestError",
      message: expect.stringMatching(
        new RegExp(
          `^calling ${action}: .+: tried ${service.calls.length} times in 5m00s, until the operation's time was up`,
        ),
      ),
      refused: false,
    });
    expect(service.calls.length).toBeGreaterThan(15);
    expect(service.calls.at(-1)).toBeGreaterThan(280_000 - 20_000);
  });

  it("is tried again after more failures than anybody counts", async () => {
    const failures = Array<Answer>(40).fill(BUSY);
    const service = aService(BUSY, ...failures, { status: 200, body: good });
    expect(await readOf(service, 3600)).toEqual([]);
    expect(service.calls).toHaveLength(42);
  });

  it("ends with its operation also while no answer comes", async () => {
    const service = aService("silence");
    expect(await readOf(service, 7)).toMatchObject({
      message: `calling ${action}: TimeoutError: no answer: tried 1 time in 7s, until the operation's time was up`,
    });
  });

  it("waits for as long as Retry-After says", async () => {
    const service = aService({ ...BUSY, headers: { "retry-after": "7" } }, { status: 200, body: good });
    expect(await readOf(service)).toEqual([]);
    expect(service.calls).toEqual([0, 7000]);
  });

  it("tries again after a load balancer's page with a 5xx", async () => {
    const service = aService({ status: 503, body: PAGE }, { status: 200, body: good });
    expect(await readOf(service)).toEqual([]);
    expect(service.calls).toHaveLength(2);
  });

  it("tries again after an answer that was cut short", async () => {
    const service = aService({ status: 200, body: good.slice(0, -3) }, { status: 200, body: good });
    expect(await readOf(service)).toEqual([]);
    expect(service.calls).toHaveLength(2);
  });

  it("is refused although every answer has another time: the clock was no reason", async () => {
    const hours = Array.from({ length: 40 }, (_, index) => index + 1);
    const [first = BUSY, ...others] = hours.map((hour) => {
      const date = new Date(NOW + hour * 3_600_000).toUTCString();
      return { status: 403, body: denied, headers: { date } };
    });
    const service = aService(first, ...others);
    expect(await readOf(service)).toMatchObject({ action, awsError: "AccessDenied", refused: true });
    expect(service.calls).toHaveLength(3);
  });

  it("does not try an address for long at which AWS has never answered", async () => {
    const service = aService("unreached");
    const error = await readOf(service);
    expect(error).toMatchObject({
      message: expect.stringMatching(
        /: Error: connect ECONNREFUSED: tried \d+ times in \d\ds, and nothing there has answered as AWS does$/,
      ),
    });
    expect(service.calls.at(-1)).toBeLessThan(60_000);
  });

  it("tries an address at which AWS has answered until its operation's time is up", async () => {
    const service = aService({ status: 200, body: good }, "unreached");
    await readOf(service);
    expect(await readOf(service)).toMatchObject({
      message: expect.stringMatching(/ECONNREFUSED: tried \d+ times in 5m00s, until the operation's time was up$/),
    });
  });

  it("does not try again after a proxy's page with a 4xx, and takes it for no refusal of AWS", async () => {
    const service = aService({ status: 403, body: PAGE });
    expect(await readOf(service)).toMatchObject({
      message: expect.stringMatching(/HTTP 403 with a body that cannot be read$/),
      refused: false,
    });
    expect(service.calls).toHaveLength(1);
  });
});

describe("a start", () => {
  it("is sent once, and tells as it is what AWS said", async () => {
    const service = aService({
      status: 429,
      body: '{"message":"busy"}',
      headers: { "x-amzn-errortype": "ThrottlingException" },
    });
    const drs = await createDrsGateway(service.connected, new AbortController().signal);
    await expect(
      drs.startRecovery({ servers: [{ sourceServerId: DB }], isDrill: true, tags: {} }),
    ).rejects.toMatchObject({
      message: "calling drs:StartRecovery: ThrottlingException: busy",
      refused: true,
    });
    await expect(drs.startTermination(["i-1"])).rejects.toMatchObject({
      awsError: "ThrottlingException",
      refused: true,
    });
    expect(service.calls).toHaveLength(2);
  });
});
