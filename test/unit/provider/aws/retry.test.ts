import type { RetryErrorInfo, StandardRetryToken } from "@smithy/types";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { mendRetryInfo, ReadRetryStrategy } from "../../../../provider/src/aws/retry";

const NOW = Date.parse("2026-11-24T10:00:00.000Z");

function info(error: object, hint?: Date): RetryErrorInfo {
  const failure = Object.assign(new Error("no"), error);
  return {
    errorType: "CLIENT_ERROR",
    error: failure as never,
    ...(hint === undefined ? {} : { retryAfterHint: hint }),
  };
}

describe(mendRetryInfo.name, () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: NOW });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([
    { label: "503 without JSON", error: { name: "SyntaxError", $response: { statusCode: 503 } }, type: "TRANSIENT" },
    { label: "404 without JSON", error: { name: "SyntaxError", $response: { statusCode: 404 } }, type: "CLIENT_ERROR" },
    { label: "answer without JSON", error: { name: "SyntaxError" }, type: "CLIENT_ERROR" },
    {
      label: "500 in JSON",
      error: { name: "Oops", $metadata: {}, $response: { statusCode: 500 } },
      type: "CLIENT_ERROR",
    },
    { label: "503 without XML", error: { name: "TypeError", $response: { statusCode: 503 } }, type: "TRANSIENT" },
  ])("takes a $label for $type", ({ error, type }) => {
    expect(mendRetryInfo(info(error)).errorType).toBe(type);
  });

  it.each([
    { label: "the error's own seconds", given: info({ retryAfterSeconds: "30" }), seconds: 30 },
    { label: "seconds that the SDK read as a date in 1970", given: info({}, new Date(30_000)), seconds: 30 },
    { label: "0 seconds", given: info({ retryAfterSeconds: 0 }), seconds: 0 },
  ])("waits from now for $label", ({ given, seconds }) => {
    expect(mendRetryInfo(given).retryAfterHint).toEqual(new Date(NOW + seconds * 1000));
  });

  it("keeps a real date", () => {
    const hint = new Date(NOW + 60_000);
    expect(mendRetryInfo(info({}, hint)).retryAfterHint).toEqual(hint);
  });

  it("gives no hint when there was none", () => {
    const given = info({});
    expect(mendRetryInfo(given)).toEqual(given);
  });
});

describe(ReadRetryStrategy.name, () => {
  it("asks 10 times in all", async () => {
    const strategy = new ReadRetryStrategy();
    let token = (await strategy.acquireInitialRetryToken("drs")) as StandardRetryToken;
    let attempts = 1;
    for (; attempts < 50; attempts += 1) {
      const next = await strategy.refreshRetryTokenForRetry(token, { errorType: "TRANSIENT" }).catch(() => undefined);
      if (next === undefined) break;
      token = next as StandardRetryToken;
    }
    expect(attempts).toBe(10);
  });
});
