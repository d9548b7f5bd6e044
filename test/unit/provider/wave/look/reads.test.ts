import { describe, expect, it } from "vitest";
import { PartReader, readOnce } from "../../../../../provider/src/wave/look/reads";

const ids = (count: number) => Array.from({ length: count }, (_, index) => `id-${index}`);

/** A read that notes what it was asked for. */
function aRead() {
  const asked: string[] = [];
  const read = async (id: string) => {
    asked.push(id);
    return `${id}, read ${asked.length}`;
  };
  return { read, asked };
}

describe(readOnce.name, () => {
  it("reads each id once, and gives whoever asks again the same answer", async () => {
    const { read, asked } = aRead();
    const once = readOnce(read);
    const answers = [await once("a"), await once("b"), await once("a")];
    expect({ answers, asked }).toEqual({ answers: ["a, read 1", "b, read 2", "a, read 1"], asked: ["a", "b"] });
  });

  it("reads once also for those who ask while it is under way", async () => {
    const { read, asked } = aRead();
    const once = readOnce(read);
    expect(await Promise.all([once("a"), once("a")])).toEqual(["a, read 1", "a, read 1"]);
    expect(asked).toEqual(["a"]);
  });

  it("gives everybody the failure of the one read", async () => {
    let reads = 0;
    const once = readOnce(async () => {
      reads += 1;
      throw new Error(`denied ${reads}`);
    });
    await expect(once("a")).rejects.toThrow(new Error("denied 1"));
    await expect(once("a")).rejects.toThrow(new Error("denied 1"));
  });

  it("shares nothing with another reader", async () => {
    const { read, asked } = aRead();
    await readOnce(read)("a");
    await readOnce(read)("a");
    expect(asked).toEqual(["a", "a"]);
  });
});

describe(PartReader.name, () => {
  it("gives what it reads, and has missed nothing", async () => {
    const reader = new PartReader();
    const one = await reader.read("subnets", "otherwise", async () => "subnets");
    const each = await reader.readEach("snapshots", ["a", "b"], aRead().read);
    expect({ one, each: [...each], unseen: reader.unseen }).toEqual({
      one: "subnets",
      each: [
        ["a", "a, read 1"],
        ["b", "b, read 2"],
      ],
      unseen: undefined,
    });
  });

  it("remembers in one line why a part could not be read, and gives what is taken in its place", async () => {
    const reader = new PartReader();
    const taken = await reader.read("subnets", "otherwise", async () => {
      throw new Error("no\nanswer");
    });
    expect({ taken, unseen: reader.unseen }).toEqual({ taken: "otherwise", unseen: { subnets: "no answer" } });
  });

  it("keeps those that can be read in their order, and says why of the first of the others", async () => {
    const reader = new PartReader();
    const each = await reader.readEach("snapshots", ["a", "b", "c", "d"], async (id) => {
      if (id === "a") {
        await new Promise((resolve) => setImmediate(resolve));
      }
      if (id === "b" || id === "d") {
        throw new Error(`denied for ${id}`);
      }
      return id.toUpperCase();
    });
    expect({ each: [...each], unseen: reader.unseen }).toEqual({
      each: [
        ["a", "A"],
        ["c", "C"],
      ],
      unseen: { snapshots: "b: denied for b; and 1 more" },
    });
  });

  it("takes a read that throws before it answers for one that fails", async () => {
    const reader = new PartReader();
    const each = await reader.readEach("snapshots", ["a"], () => {
      throw new Error("denied");
    });
    expect({ each: [...each], unseen: reader.unseen }).toEqual({ each: [], unseen: { snapshots: "a: denied" } });
  });

  it("asks for all at once: the connection holds them back", async () => {
    let [underWay, most] = [0, 0];
    const seen = await new PartReader().readEach("snapshots", ids(40), async (id) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await Promise.resolve();
      underWay -= 1;
      return id;
    });
    expect({ most, seen: [...seen.keys()] }).toEqual({ most: 40, seen: ids(40) });
  });
});
