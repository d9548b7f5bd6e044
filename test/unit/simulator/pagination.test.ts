import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { validationError } from "../../../simulator/src/errors";
import { paginate } from "../../../simulator/src/pagination";

const key = (item: string) => item;

/** All items, read page by page. */
function readAll(all: readonly string[], maxResults: number): string[] {
  const seen: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = paginate("List", all, key, { maxResults, nextToken }, 100);
    seen.push(...page.items);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return seen;
}

describe(paginate.name, () => {
  it("gives every item exactly once, in order, whatever the page size", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), fc.integer({ min: 1, max: 20 }), (all, size) => {
        expect(readAll(all, size)).toEqual(all);
      }),
    );
  });

  it("has no token on a page that ends the list", () => {
    expect(paginate("List", ["a", "b"], key, { maxResults: 2 }, 100)).toEqual({ items: ["a", "b"] });
  });

  it("neither repeats nor hides items when newer ones appear in front", () => {
    const { nextToken } = paginate("List", ["c", "b", "a"], key, { maxResults: 1 }, 100);
    expect(paginate("List", ["e", "d", "c", "b", "a"], key, { nextToken }, 100).items).toEqual(["b", "a"]);
  });

  it("goes on behind an item that was deleted meanwhile", () => {
    const { nextToken } = paginate("List", ["a", "b", "c"], key, { maxResults: 2 }, 100);
    expect(paginate("List", ["a", "c"], key, { nextToken }, 100).items).toEqual(["c"]);
  });

  it.each([
    { label: "rubbish", token: "not a token" },
    { label: "JSON of another form", token: Buffer.from("{}").toString("base64url") },
    {
      label: "a token of another operation",
      token: paginate("Other", ["a", "b"], key, { maxResults: 1 }, 100).nextToken,
    },
  ])("refuses $label", ({ token }) => {
    expect(() => paginate("List", ["a"], key, { nextToken: token }, 100)).toThrow(
      validationError("Invalid nextToken", {
        reason: "fieldValidationFailed",
        fieldList: [{ name: "nextToken", message: "Invalid nextToken" }],
      }),
    );
  });
});
