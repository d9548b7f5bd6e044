import { describe, expect, it } from "vitest";
import { errorText } from "../../../../scripts/drill/errorText";

describe(errorText.name, () => {
  it.each([
    {
      label: "drops class and stack of what a program threw",
      given:
        "Unhandled exception: DrsRequestError: calling drs:X: it broke\n    at f (/a/b.js:1:2)\n    at async g (c.js:3:4)",
      expected: "calling drs:X: it broke",
    },
    {
      label: "keeps what a program said that only looks like a class",
      given: "Unhandled exception: wave app: it broke",
      expected: "wave app: it broke",
    },
    { label: "drops the engine's counting", given: "1 error occurred:\n\t* It stalls.\n\n", expected: "It stalls." },
    {
      label: "keeps every counted error",
      given: "2 errors occurred:\n\t* It stalls.\n\t* So does this.",
      expected: "It stalls.; So does this.",
    },
    { label: "ends a sentence once", given: "no capacity.. What launched…", expected: "no capacity. What launched…" },
    { label: "leaves an ellipsis alone", given: "waiting...", expected: "waiting..." },
    { label: "puts several lines on one", given: "It stalls.\n  Look there.\n", expected: "It stalls. Look there." },
    {
      label: "says what to do about an account without DRS",
      given: "calling drs:X: UninitializedAccountException: Account is not initialized (request r)",
      expected:
        'calling drs:X: UninitializedAccountException: Account is not initialized (request r). Initialize DRS in this account and region first; in a world file, "initialized" must not be false.',
    },
  ])("$label", ({ given, expected }) => {
    expect(errorText(given)).toBe(expected);
  });
});
