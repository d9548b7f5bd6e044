import { describe, expect, it, vi } from "vitest";
import { openContext, placeOf, pollMsOf } from "../../../../provider/src/lifecycle/openContext";
import { timeoutSeconds } from "../../../../provider/src/lifecycle/timeouts";

describe(openContext.name, () => {
  it("opens AWS in the Region, with a deadline and a pace, and calls nothing", async () => {
    const connection = { endpoint: "http://127.0.0.1:1" };
    const operation = { region: "us-west-2", connection, timeoutSeconds: 90, pollMs: 5000, urn: undefined };
    const { drs, deadline, pollMs } = await openContext(operation);
    expect({ region: drs.region, timeoutSeconds: deadline.timeoutSeconds, pollMs }).toEqual({
      region: "us-west-2",
      timeoutSeconds: 90,
      pollMs: 5000,
    });
  });

  it.each([
    { create: "1.1h", seconds: 3960.0000000000005 },
    { create: "4.35h", seconds: 15_659.999999999998 },
    { create: "0.0001s", seconds: 0.0001 },
    { create: "1000h", seconds: 3_600_000 }, // longer than Node's longest timer
  ])("opens for $create: whatever duration check takes, a timer takes", async ({ create, seconds }) => {
    const operation = { region: "us-west-2", connection: undefined, pollMs: 1, urn: undefined };
    const { deadline } = await openContext({ ...operation, timeoutSeconds: timeoutSeconds("create", { create }) });
    expect(deadline.timeoutSeconds).toBe(seconds);
  });
});

describe("credentials whose end nobody knows", () => {
  it("are told of once in a process, not for every wave", async () => {
    vi.stubEnv("AWS_PROFILE", undefined);
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]) {
      vi.stubEnv(name, "test");
    }
    const operation = { region: "us-west-2", connection: undefined, timeoutSeconds: 1, pollMs: 1, urn: undefined };
    const [first, second] = [await openContext(operation), await openContext({ ...operation, region: "eu-west-1" })];
    expect([await first.credentialsEnd?.(), await second.credentialsEnd?.()]).toEqual([
      { kind: "unknown", what: "the session token of AWS_SESSION_TOKEN" },
      { kind: "none" },
    ]);
    vi.unstubAllEnvs();
  });
});

describe(placeOf.name, () => {
  it("takes the Region, the connection and the URN", () => {
    const props = { region: "us-west-2", connection: { profile: "x" }, __urn: "urn:x", wave: "db" };
    expect(placeOf(props)).toEqual({ region: "us-west-2", connection: { profile: "x" }, urn: "urn:x" });
  });
});

describe(pollMsOf.name, () => {
  it.each([
    { label: "left to each wait, by default", polling: undefined, pollMs: undefined },
    { label: "left to each wait where the arg says nothing of it", polling: {}, pollMs: undefined },
    { label: "what the program says", polling: { intervalSeconds: 0.5 }, pollMs: 500 },
  ])("is $label", ({ polling, pollMs }) => {
    expect(pollMsOf(polling)).toBe(pollMs);
  });
});
