import { describe, expect, it } from "vitest";
import { SharedAnswer } from "../../../../provider/src/ec2/sharedAnswer";
import { aRefusal } from "../factories";

/** Reads that end when the test says so. */
function readsOf() {
  const begun: { resolve(value: string): void; reject(error: unknown): void }[] = [];
  const read = () => new Promise<string>((resolve, reject) => begun.push({ resolve, reject }));
  return { begun, read };
}

describe(SharedAnswer.name, () => {
  it("is read once, for who asks while it is read and for who asks later", async () => {
    const { begun, read } = readsOf();
    const answer = new SharedAnswer<string>();
    const asked = [answer.get(read), answer.get(read)];
    begun[0]?.resolve("types");
    expect(await Promise.all([...asked, answer.get(read)])).toEqual(["types", "types", "types"]);
    expect(begun.length).toBe(1);
  });

  it("is tried by each that waits, in its own time, where the first one's time was up", async () => {
    const { begun, read } = readsOf();
    const answer = new SharedAnswer<string>();
    const asked = Promise.allSettled([answer.get(read), answer.get(read), answer.get(read)]);
    begun[0]?.reject(new Error("time is up"));
    await expect.poll(() => begun.length).toBe(2);
    begun[1]?.resolve("types");
    expect((await asked).map((each) => (each.status === "fulfilled" ? each.value : String(each.reason)))).toEqual([
      "Error: time is up",
      "types",
      "types",
    ]);
    expect(begun.length).toBe(2);
  });

  it("is refused to all who wait where AWS refuses it, and read again for who asks later", async () => {
    const { begun, read } = readsOf();
    const answer = new SharedAnswer<string>();
    const asked = Promise.allSettled([answer.get(read), answer.get(read)]);
    begun[0]?.reject(aRefusal("UnauthorizedOperation", "ec2:DescribeInstanceTypes"));
    expect((await asked).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    const later = answer.get(read);
    begun[1]?.resolve("types");
    expect(await later).toBe("types");
  });
});
