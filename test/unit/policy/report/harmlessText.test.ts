import { describe, expect, it } from "vitest";
import { markdownText, plainText } from "../../../../policy/src/report/text";

describe("a text of others in a report", () => {
  it.each([
    { label: "a terminal's escape", text: "db\u001b[2J-1", plain: "db\\u001b[2J-1", markdown: "db\\\\u001b\\[2J-1" },
    { label: "a turn of the direction", text: "db\u202e1", plain: "db\\u202e1", markdown: "db\\\\u202e1" },
  ])("shows $label", ({ text, plain, markdown }) => {
    expect({ plain: plainText(text), markdown: markdownText(text) }).toEqual({ plain, markdown });
  });
});
