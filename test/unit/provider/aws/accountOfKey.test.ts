import { describe, expect, it } from "vitest";
import { accountOfKey } from "../../../../provider/src/aws/accountOfKey";

describe(accountOfKey.name, () => {
  // The examples of the note that describes the form (see the source's link).
  it.each([
    { label: "a temporary key", given: "ASIAY34FZKBOKMUTVV7A", account: "609629065308" },
    { label: "a key of an account whose number begins with 0", given: "ASIAQNZGKIQY56JQ7WML", account: "029608264753" },
    { label: "a key that is no base32", given: "AKIASIMULATOR0000000", account: undefined },
    { label: "a text of another form", given: "test", account: undefined },
    { label: "an id of another kind", given: "AROAY34FZKBOKMUTVV7A", account: undefined },
  ])("reads the account off $label", ({ given, account }) => {
    expect(accountOfKey(given)).toBe(account);
  });
});
