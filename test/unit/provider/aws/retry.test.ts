import { Readable } from "node:stream";
// The gateway loads it at its first call, for which a busy machine takes longer than a test may.
import "@aws-sdk/client-ec2";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { correctFailure, READ_RETRY } from "../../../../provider/src/aws/retry";
import type { SdkError } from "../../../../provider/src/aws/sdkError";
import { createDrsGateway } from "../../../../provider/src/drs/awsGateway";
import { createEc2Gateway } from "../../../../provider/src/ec2/awsGateway";
import { aConnection } from "./aConnection";

const NOW = Date.parse("2026-11-24T10:00:00.000Z");

/** What the SDK's retry would be shown of this failure. */
function corrected(error: SdkError): SdkError {
  correctFailure(error, NOW);
  return error;
}

/** A failure whose answer has these headers. */
const answered = (headers: Record<string, string>): SdkError => ({ $fault: "server", $response: { headers } });

describe(correctFailure.name, () => {
  it.each([
    { label: "503 without JSON", error: { name: "SyntaxError", $response: { statusCode: 503 } }, status: 503 },
    { label: "404 without JSON", error: { name: "SyntaxError", $response: { statusCode: 404 } }, status: undefined },
    { label: "answer without JSON", error: { name: "SyntaxError" }, status: undefined },
    {
      label: "500 in JSON",
      error: { name: "Oops", $fault: "server" as const, $response: { statusCode: 500 } },
      status: undefined,
    },
    { label: "503 without XML", error: { name: "TypeError", $response: { statusCode: 503 } }, status: 503 },
    {
      label: "connection lost in the middle of a 503",
      error: { name: "Error", code: "ECONNRESET", $response: { statusCode: 503 } },
      status: undefined,
    },
  ])("adds to a $label the status $status, by which the SDK retries", ({ error, status }) => {
    expect(corrected(error).$metadata?.httpStatusCode).toBe(status);
  });

  it("keeps what else is known of a failure", () => {
    const error = { $metadata: { requestId: "r-1" }, $response: { statusCode: 503 } };
    expect(corrected(error).$metadata).toEqual({ requestId: "r-1", httpStatusCode: 503 });
  });

  it.each([
    { label: "30 seconds", headers: { "retry-after": "30" }, date: "2026-11-24T10:00:30.000Z" },
    { label: "half a second", headers: { "retry-after": "0.5" }, date: "2026-11-24T10:00:00.500Z" },
    { label: "0 seconds", headers: { "retry-after": "0" }, date: "2026-11-24T10:00:00.000Z" },
  ])("makes $label, which the SDK reads as a date in 1970, the date that is meant", ({ headers, date }) => {
    expect(corrected(answered(headers)).$response?.headers).toEqual({ "retry-after": date });
  });

  it("reads the header however it is written", () => {
    expect(corrected(answered({ "Retry-After": "30" })).$response?.headers).toEqual({
      "Retry-After": "2026-11-24T10:00:30.000Z",
    });
  });

  it.each([
    { label: "a real date", headers: { "retry-after": "Tue, 24 Nov 2026 10:01:00 GMT" } },
    { label: "no header", headers: { date: "Tue, 24 Nov 2026 10:00:00 GMT" } },
  ])("keeps $label", ({ headers }) => {
    expect(corrected(answered({ ...headers })).$response?.headers).toEqual(headers);
  });
});

interface Answer {
  status: number;
  body: string;
  headers?: Record<string, string>;
}

/** Answers of a service, in their order; the last one again and again. `calls`: when each request came, in ms from now. */
function aService(...answers: [Answer, ...Answer[]]) {
  const calls: number[] = [];
  const handle = async () => {
    const {
      status: statusCode,
      body,
      headers = {},
    } = answers[Math.min(calls.length, answers.length - 1)] ?? answers[0];
    calls.push(Date.now() - NOW);
    return { response: { statusCode, headers, body: Readable.from([Buffer.from(body)]) } };
  };
  return { calls, connected: aConnection({ requestHandler: { handle } }) };
}

const BUSY = { status: 503, body: '{"message":"busy"}' };
const PAGE = "<html><body>busy</body>";

/** A read of each service, and a whole answer to it. */
const READS = {
  DRS: { good: '{"items":[]}', read: async (...[at, end]: At) => (await createDrsGateway(at, end)).listJobs() },
  EC2: {
    good: "<DescribeSubnetsResponse/>",
    read: async (...[at, end]: At) => createEc2Gateway(at, end).listSubnets(["s"]),
  },
};
type At = Parameters<typeof createDrsGateway>;

describe.each(Object.entries(READS))("a read of %s", (_service, { good, read }) => {
  beforeEach(() => {
    vi.useFakeTimers({ now: NOW, toFake: ["setTimeout", "clearTimeout", "Date"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** What the read ends with; its waits pass at once. */
  async function readOf({ connected }: ReturnType<typeof aService>): Promise<unknown> {
    let isOver = false;
    const reading = read(connected, new AbortController().signal)
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

  it("is asked 10 times in all", async () => {
    const service = aService(BUSY);
    expect(await readOf(service)).toMatchObject({ name: "DrsRequestError" });
    expect(service.calls).toHaveLength(READ_RETRY.maxAttempts);
    expect(READ_RETRY.maxAttempts).toBe(10);
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

  it("does not try again after a proxy's page with a 4xx, and takes it for no refusal of AWS", async () => {
    const service = aService({ status: 403, body: PAGE });
    expect(await readOf(service)).toMatchObject({
      message: expect.stringMatching(/HTTP 403 with a body that cannot be read$/),
      refused: false,
    });
    expect(service.calls).toHaveLength(1);
  });
});
