import { describe, expect, it } from "vitest";
import { listedSince, newDrillNonce } from "../../../../provider/src/wave/drillNonce";
import { NONCE, START } from "../factories";

const RANDOM = Buffer.from(NONCE, "hex");
const HOUR = 3_600_000;
const MADE = newDrillNonce(RANDOM, START + 999);

describe(newDrillNonce.name, () => {
  it.each([
    { label: "says the second when it was made", at: START + 999, nonce: `${NONCE}t${(START / 1000).toString(16)}` },
    { label: "says no time where none is known, as earlier versions did", at: undefined, nonce: NONCE },
  ])("$label", ({ at, nonce }) => {
    expect(newDrillNonce(RANDOM, at)).toBe(nonce);
  });
});

describe(listedSince.name, () => {
  it.each([
    { label: "48 hours ago, for a drill of today", nonce: MADE, now: START + HOUR, since: START - 47 * HOUR - 300_000 },
    { label: "when the guard was made, for an older one", nonce: MADE, now: START + 99 * HOUR, since: START - 300_000 },
    {
      label: "48 hours before a clock that went back",
      nonce: MADE,
      now: START - HOUR,
      since: START - 49 * HOUR - 300_000,
    },
    { label: "the beginning, for a nonce of an earlier version", nonce: NONCE, now: START, since: undefined },
    { label: "the beginning, without a nonce", nonce: "", now: START, since: undefined },
    { label: "the beginning, for a text that is not ours", nonce: `${NONCE}tomorrow`, now: START, since: undefined },
  ])("is $label, and five minutes to spare", ({ nonce, now, since }) => {
    expect(listedSince(nonce, now)).toBe(since);
  });
});
