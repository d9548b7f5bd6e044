import { describe, expect, it } from "vitest";
import { connect, ServiceTime } from "../../../../provider/src/drs/connect";

type Middleware = (next: (args: object) => Promise<object>) => (args: object) => Promise<object>;

/** A stack that keeps what is added to it, and lets an answer pass. */
function aStack() {
  let added: Middleware | undefined;
  const stack = {
    add: (middleware: Middleware) => {
      added = middleware;
    },
  };
  const answer = (response: unknown) => added?.(async () => ({ response }))({});
  return { stack: stack as never, answer };
}

/** An HTTP answer, as the SDK's middleware sees it. */
const dated = (date?: string) => ({ statusCode: 200, headers: date === undefined ? {} : { date } });

describe(ServiceTime.name, () => {
  it("is the Date of the latest answer, so that a wrong local clock changes no verdict", async () => {
    const time = new ServiceTime();
    const { stack, answer } = aStack();
    time.watch(stack);
    await answer(dated("Tue, 24 Nov 2026 10:00:00 GMT"));
    expect(time.now()).toBe(Date.parse("2026-11-24T10:00:00Z"));
  });

  it.each([
    { label: "an answer that overtook another", response: dated("Tue, 24 Nov 2026 09:00:00 GMT") },
    { label: "an answer without a Date", response: dated() },
    { label: "a Date that is none", response: dated("soon") },
    { label: "what is no answer", response: {} },
  ])("does not go back for $label", async ({ response }) => {
    const time = new ServiceTime();
    const { stack, answer } = aStack();
    time.watch(stack);
    await answer(dated("Tue, 24 Nov 2026 10:00:00 GMT"));
    await answer(response);
    expect(time.now()).toBe(Date.parse("2026-11-24T10:00:00Z"));
  });
});

describe(connect.name, () => {
  const connection = { endpoint: "http://127.0.0.1:1" };

  it("shares one connection among the waves of a process, and opens nothing yet", async () => {
    const first = connect("us-west-2", connection);
    expect([connect("us-west-2", { ...connection }) === first, await first.region()]).toEqual([true, "us-west-2"]);
  });

  it.each([
    { label: "Region", other: () => connect("eu-west-1", connection) },
    { label: "endpoint", other: () => connect("us-west-2", { endpoint: "http://127.0.0.1:2" }) },
    { label: "profile", other: () => connect("us-west-2", { ...connection, profile: "x" }) },
    {
      label: "role",
      other: () => connect("us-west-2", { ...connection, assumeRole: { roleArn: "arn:aws:iam::1:role/x" } }),
    },
  ])("is another one for another $label", ({ other }) => {
    expect(other()).not.toBe(connect("us-west-2", connection));
  });

  it("sends a start once, whatever happens: StartRecovery takes no idempotency token", async () => {
    const { starts, reads } = connect("us-west-2", connection);
    expect([await starts.config.maxAttempts(), starts === reads]).toEqual([1, false]);
  });
});
