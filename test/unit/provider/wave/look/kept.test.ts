import { describe, expect, it } from "vitest";
import { FAILURE_KEPT_MS, KeptAnswer, KeptById } from "../../../../../provider/src/wave/look/kept";
import { fakeClock } from "../../fakeWorld";

const REFUSED = new Error("refused");

/** A thing that may not say by which id it is listed. */
interface Thing {
  id?: string;
  of: string;
}

/** A list of things by id; `asked` are the requests, each with its ids. */
function aList({ idsPerRequest = 4, alike = [] as string[], failures = [] as (Error | undefined)[] } = {}) {
  const clock = fakeClock();
  const asked: string[] = [];
  const kept = new KeptById<Thing>(clock, { idsPerRequest, idOf: ({ id }) => id });
  const things: Thing[] = ["a", "b", "c", "d", "e", "f"].map((id) => ({ id, of: id }));
  const read = async (ids: readonly string[]) => {
    asked.push(ids.join(","));
    const failure = failures.shift();
    if (failure !== undefined) {
      throw failure;
    }
    return things.filter((thing) => ids.includes(thing.of)).reverse();
  };
  const list = async (...ids: string[]) =>
    (await kept.list(ids, { read, alike: () => alike })).map((each) => each.id ?? `? of ${each.of}`);
  return { clock, asked, things, list };
}

describe("one answer for several looks", () => {
  it("is asked for once, also by those who ask while it is under way", async () => {
    const kept = new KeptAnswer<number>(fakeClock());
    let reads = 0;
    const read = async () => ++reads;
    expect(await Promise.all([kept.get(read), kept.get(read)])).toEqual([1, 1]);
    expect({ again: await kept.get(read), value: kept.value }).toEqual({ again: 1, value: 1 });
  });

  it("is asked for again once its failure is a minute old, and not before", async () => {
    const clock = fakeClock();
    const kept = new KeptAnswer<number>(clock);
    let reads = 0;
    const read = async () => {
      reads += 1;
      throw REFUSED;
    };
    const get = () => kept.get(read).catch((error) => error);
    expect(await Promise.all([get(), get()])).toEqual([REFUSED, REFUSED]);
    clock.pass(FAILURE_KEPT_MS - 1);
    expect({ error: await get(), reads }).toEqual({ error: REFUSED, reads: 1 });
    clock.pass(1);
    expect({ answer: await kept.get(async () => 7), reads }).toEqual({ answer: 7, reads: 1 });
  });
});

describe("things by id for several looks", () => {
  it("are asked for once each, and answered in the order of the ids", async () => {
    const { list, asked } = aList();
    expect(await list("b", "a")).toEqual(["b", "a"]);
    expect(await Promise.all([list("a", "c"), list("c", "d", "a")])).toEqual([
      ["a", "c"],
      ["c", "d", "a"],
    ]);
    expect(asked).toEqual(["b,a", "c", "d"]);
  });

  it("that were not answered are not asked for again", async () => {
    const { list, asked } = aList();
    expect([await list("x", "a"), await list("x")]).toEqual([["a"], []]);
    expect(asked).toEqual(["x,a"]);
  });

  it("that may be asked for later fill up a request, and never make one", async () => {
    const { list, asked } = aList({ alike: ["a", "", "b", "c", "d", "e", "f"] });
    expect(await list("f")).toEqual(["f"]);
    expect(await list("a", "b", "c")).toEqual(["a", "b", "c"]);
    expect(await list("d")).toEqual(["d"]);
    expect(asked).toEqual(["f,a,b,c", "d,e"]);
  });

  it("are asked for alone from then on, where a request was refused with others", async () => {
    const { list, asked } = aList({ alike: ["a", "b"], failures: [REFUSED] });
    expect(await Promise.all([list("f"), list("a")])).toEqual([["f"], ["a"]]);
    expect(await list("b")).toEqual(["b"]);
    expect(asked).toEqual(["f,a,b", "f", "a", "b"]);
  });

  it("are read by each look for itself, once one of them does not say by which id it was asked for", async () => {
    const { list, asked, things } = aList({ alike: ["a", "b"] });
    things.push({ of: "b" });
    expect(await Promise.all([list("f"), list("a")])).toEqual([["f"], ["a"]]);
    expect(await list("b", "a")).toEqual(["? of b", "b", "a"]);
    expect(await list("a")).toEqual(["a"]);
    expect(asked).toEqual(["f,a,b", "f", "a", "b,a", "a"]);
  });

  it("fail for all who ask within a minute, known ones excepted", async () => {
    const { list, asked, clock } = aList({ failures: [undefined, REFUSED] });
    await list("a");
    const failures = [list("b"), list("c", "b")].map((each) => each.catch((error) => error));
    expect(await Promise.all(failures)).toEqual([REFUSED, REFUSED]);
    await expect(list("d")).rejects.toBe(REFUSED);
    expect({ known: await list("a"), asked }).toEqual({ known: ["a"], asked: ["a", "b", "c"] });
    clock.pass(FAILURE_KEPT_MS);
    expect(await list("b", "d")).toEqual(["b", "d"]);
  });
});
