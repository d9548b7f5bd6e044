import { describe, expect, it } from "vitest";
import { freshAccessKey } from "../../../simulator/src/stsCredentials";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The account that a key holds, read the way it is known from the field: 40 of its bits, after one that is set. */
function accountIn(key: string): string {
  const bits = [...key.slice(4)].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Number.parseInt(bits.slice(1, 41), 2).toString().padStart(12, "0");
}

describe(freshAccessKey.name, () => {
  it.each(["000000000001", "111122223333", "999999999999"])("makes a key that holds account %s", (account) => {
    const key = freshAccessKey(account);
    expect(key).toMatch(/^ASIA[Q-Z2-7][A-Z2-7]{15}$/);
    expect(accountIn(key)).toBe(account);
    expect(freshAccessKey(account)).not.toBe(key);
  });
});
