import { describe, expect, it } from "vitest";
import { type AnswerEdit, editAnswer } from "../../../simulator/src/editAnswer";

const answer = {
  items: [
    { id: 1, runs: [] },
    { id: 2, tags: { "a/b": "c" } },
  ],
  nextToken: "t",
};

describe(editAnswer.name, () => {
  it.each<{ label: string; edits: AnswerEdit[]; expected: unknown }>([
    { label: "replaces a member", edits: [{ path: "/items/0/id", value: 9 }], expected: at(0, { id: 9, runs: [] }) },
    {
      label: "adds a member",
      edits: [{ path: "/items/0/odd", value: null }],
      expected: at(0, { id: 1, runs: [], odd: null }),
    },
    { label: "takes a member away", edits: [{ path: "/items/0/runs" }], expected: at(0, { id: 1 }) },
    { label: "takes an item away", edits: [{ path: "/items/0" }], expected: { ...answer, items: [answer.items[1]] } },
    { label: "empties a list", edits: [{ path: "/items/*" }], expected: { ...answer, items: [] } },
    {
      label: "adds an item",
      edits: [{ path: "/items/-", value: 3 }],
      expected: { ...answer, items: [...answer.items, 3] },
    },
    {
      label: "reaches every item",
      edits: [{ path: "/items/*/id" }],
      expected: { ...answer, items: [{ runs: [] }, { tags: { "a/b": "c" } }] },
    },
    { label: "reads escapes", edits: [{ path: "/items/1/tags/a~1b" }], expected: at(1, { id: 2, tags: {} }) },
    { label: "replaces everything", edits: [{ path: "", value: {} }], expected: {} },
    {
      label: "leaves what is not there",
      edits: [{ path: "/jobs/0/id", value: 1 }, { path: "/none" }],
      expected: answer,
    },
    {
      label: "edits one after the other",
      edits: [{ path: "/items/1" }, { path: "/items/-", value: 7 }],
      expected: { ...answer, items: [answer.items[0], 7] },
    },
  ])("$label", ({ edits, expected }) => {
    expect(JSON.parse(String(editAnswer(JSON.stringify(answer), edits)))).toEqual(expected);
  });

  it("leaves what is not JSON", () => {
    expect(editAnswer("<xml/>", [{ path: "/a", value: 1 }])).toBe("<xml/>");
  });

  /** The answer with another item at this place. */
  function at(index: number, item: object): object {
    return { ...answer, items: answer.items.map((each, place) => (place === index ? item : each)) };
  }
});
