import { describe, expect, it } from "vitest";
import { Form } from "../../../../simulator/src/ec2/form";
import { invalidParameterValue } from "../../../../simulator/src/ec2/operation";
import { ec2Page } from "../../../../simulator/src/ec2/page";

/** The page of a, b, c with this MaxResults. */
function page(maxResults?: string): string[] {
  const form = new Form(maxResults === undefined ? [] : [["MaxResults", maxResults]]);
  return ec2Page("DescribeSubnets", ["a", "b", "c"], (item) => item, form).items;
}

describe(ec2Page.name, () => {
  it.each([
    { maxResults: undefined, expected: ["a", "b", "c"] },
    { maxResults: "2", expected: ["a", "b"] },
    { maxResults: "1000", expected: ["a", "b", "c"] },
  ])("has $maxResults items", ({ maxResults, expected }) => {
    expect(page(maxResults)).toEqual(expected);
  });

  it.each(["0", "-1", "abc", "1.5", ""])("refuses %j items", (maxResults) => {
    expect(() => page(maxResults)).toThrow(
      invalidParameterValue(
        `Value ( ${maxResults} ) for parameter maxResults is invalid. Expecting a value greater than 0.`,
      ),
    );
  });
});
