import { describe, expect, it } from "vitest";
import { ServiceTime } from "../../../../provider/src/aws/serviceTime";

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
    { label: "an answer without a Date", response: dated() },
    { label: "a Date that is none", response: dated("soon") },
    { label: "what is no answer", response: {} },
  ])("stays where it was for $label", async ({ response }) => {
    const time = new ServiceTime();
    const { stack, answer } = aStack();
    time.watch(stack);
    await answer(dated("Tue, 24 Nov 2026 10:00:00 GMT"));
    await answer(response);
    expect(time.now()).toBe(Date.parse("2026-11-24T10:00:00Z"));
  });

  it("follows the service back: a simulator that starts again may start earlier", async () => {
    const time = new ServiceTime();
    const { stack, answer } = aStack();
    time.watch(stack);
    await answer(dated("Tue, 24 Nov 2026 10:00:00 GMT"));
    await answer(dated("Tue, 24 Nov 2026 09:00:00 GMT"));
    expect(time.now()).toBe(Date.parse("2026-11-24T09:00:00Z"));
  });
});
