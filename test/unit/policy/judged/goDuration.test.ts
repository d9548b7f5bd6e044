import { describe, expect, it } from "vitest";
import { secondsOfDuration } from "../../../../policy/src/judged/goDuration";

describe(secondsOfDuration.name, () => {
  it.each([
    { text: "90m", seconds: 5400 },
    { text: "1h30m", seconds: 5400 },
    { text: "5400s", seconds: 5400 },
    { text: "1h0m0s", seconds: 3600 },
    { text: "1.5h", seconds: 5400 },
    { text: ".5m", seconds: 30 },
    { text: "1.m", seconds: 60 },
    { text: "30m1h", seconds: 5400 },
    { text: "500ms", seconds: 0.5 },
    { text: "250us", seconds: 0.00025 },
    { text: "250\u00b5s", seconds: 0.00025 },
    { text: "250\u03bcs", seconds: 0.00025 },
    { text: "1000000000ns", seconds: 1 },
    { text: "+10s", seconds: 10 },
    { text: "-10s", seconds: -10 },
    { text: "0", seconds: 0 },
  ])("$text is $seconds s", ({ text, seconds }) => {
    expect(secondsOfDuration(text)).toBeCloseTo(seconds, 9);
  });

  it.each(["", "90", "m", ".m", "1d", "1 h", "1h ", "an hour", "1h-5m", "--1h", "1e3s"])(
    "%j is no duration",
    (text) => {
      expect(secondsOfDuration(text)).toBeUndefined();
    },
  );
});
