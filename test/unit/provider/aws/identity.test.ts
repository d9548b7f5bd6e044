import { describe, expect, it } from "vitest";
import { type Identity, shared } from "../../../../provider/src/aws/identity";

const MINUTE = 60_000;
const NOW = 1_700_000_000_000;

/** Credentials that last this long, by a clock that a test moves. */
function anIssuer(...answers: (Identity | Error)[]) {
  const clock = { now: NOW };
  let asked = 0;
  const provider = shared(
    async () => {
      const answer = answers[Math.min(asked, answers.length - 1)];
      asked += 1;
      if (answer === undefined || answer instanceof Error) {
        throw answer;
      }
      return answer;
    },
    () => clock.now,
  );
  return { clock, provider, asked: () => asked };
}
const lasting = (accessKeyId: string, minutes?: number): Identity => ({
  accessKeyId,
  secretAccessKey: "s",
  ...(minutes === undefined ? {} : { expiration: new Date(NOW + minutes * MINUTE) }),
});

describe(shared.name, () => {
  it("asks once for all who ask at the same time, and for those who ask later", async () => {
    const { provider, asked } = anIssuer(lasting("a"));
    await Promise.all([provider(), provider()]);
    await provider();
    expect(asked()).toBe(1);
  });

  it("asks again five minutes before the end", async () => {
    const { clock, provider } = anIssuer(lasting("a", 60), lasting("b", 120));
    const seen = [];
    for (const minutes of [0, 55, 56]) {
      clock.now = NOW + minutes * MINUTE;
      seen.push((await provider()).accessKeyId);
    }
    expect(seen).toEqual(["a", "a", "b"]);
  });

  it("goes on with what still lasts when it cannot be renewed, and fails once it has ended", async () => {
    const { clock, provider } = anIssuer(lasting("a", 60), new Error("refused"));
    await provider();
    clock.now = NOW + 58 * MINUTE;
    expect((await provider()).accessKeyId).toBe("a");
    clock.now = NOW + 60 * MINUTE;
    await expect(provider()).rejects.toThrow("refused");
  });

  it("asks again after a failure", async () => {
    const { provider } = anIssuer(new Error("refused"), lasting("a"));
    await expect(provider()).rejects.toThrow("refused");
    expect((await provider()).accessKeyId).toBe("a");
  });
});
