import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  accountOfArn,
  count,
  formatDuration,
  harmless,
  listed,
  nameServer,
  nameSome,
  parseGoDuration,
  regionTakenText,
  toIso,
} from "../../../../provider/src/vocabulary";
import { DB, START } from "../factories";

describe(nameServer.name, () => {
  it.each([
    { server: { sourceServerId: DB, hostname: "db-1" }, expected: "db-1 (s-00000000000000001)" },
    { server: { sourceServerId: DB }, expected: DB },
  ])("says $expected", ({ server, expected }) => {
    expect(nameServer(server)).toBe(expected);
  });
});

describe(nameSome.name, () => {
  const server = (index: number, hostname?: string) => ({
    sourceServerId: `s-${index}`,
    ...(hostname === undefined ? {} : { hostname }),
  });
  const named = (number: number) => Array.from({ length: number }, (_, index) => server(index, `db-${index}`));

  it.each([
    { servers: [], expected: "" },
    { servers: named(1), expected: "db-0" },
    { servers: named(2), expected: "db-0 and db-1" },
    { servers: named(3), expected: "db-0, db-1 and db-2" },
    { servers: named(4), expected: "db-0, db-1, db-2 and 1 more" },
    { servers: named(100), expected: "db-0, db-1, db-2 and 97 more" },
    { servers: [server(1), server(2, "web")], expected: "s-1 and web" },
    { servers: [server(1, "db"), server(2, "db")], expected: "db (s-1) and db (s-2)" },
    { servers: [server(1, "d\u202eb")], expected: "d\\u202eb" },
  ])("writes $expected", ({ servers, expected }) => {
    expect(nameSome(servers)).toBe(expected);
  });

  it("tells servers apart from those of another text", () => {
    expect(nameSome([server(1, "db")], [server(1, "db"), server(2, "db")])).toBe("db (s-1)");
  });
});

describe(listed.name, () => {
  it.each([
    { parts: [], expected: "" },
    { parts: ["a"], expected: "a" },
    { parts: ["a", "b"], expected: "a and b" },
    { parts: ["a", "b", "c"], expected: "a, b and c" },
  ])("writes $parts as $expected", ({ parts, expected }) => {
    expect(listed(parts)).toBe(expected);
  });
});

describe(harmless.name, () => {
  it.each([
    { label: "plain text", text: "db-1 (s-1): Größe 数据库 🛢", shown: "db-1 (s-1): Größe 数据库 🛢" },
    { label: "a terminal's escape", text: "\u001b[31mred", shown: "\\u001b[31mred" },
    { label: "a C1 control", text: "\u009b2J", shown: "\\u009b2J" },
    { label: "a turn of the direction", text: "txt\u202eexe", shown: "txt\\u202eexe" },
    { label: "isolates", text: "\u2066a\u2069", shown: "\\u2066a\\u2069" },
    { label: "marks", text: "\u200fa\u061cb", shown: "\\u200fa\\u061cb" },
    { label: "line ends of any kind", text: "a\r\nb\u2028c\td", shown: "a b c d" },
    { label: "invisible characters", text: "a\u200bb\ufeffc\u0000", shown: "a\\u200bb\\ufeffc\\u0000" },
    { label: "half a character", text: "a\ud83db", shown: "a\\ud83db" },
  ])("shows $label", ({ text, shown }) => {
    expect(harmless(text)).toBe(shown);
  });

  it("is harmless whatever comes in, and the same the second time", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const once = harmless(text);
        expect(/[\p{Cc}\p{Cs}\p{Bidi_Control}\p{Zl}\p{Zp}]/u.test(once)).toBe(false);
        expect(harmless(once)).toBe(once);
      }),
    );
  });
});

describe(count.name, () => {
  it.each([
    { text: count(0, "server"), expected: "0 servers" },
    { text: count(1, "server"), expected: "1 server" },
    { text: count(2, "server"), expected: "2 servers" },
    { text: count(1, "address", "addresses"), expected: "1 address" },
    { text: count(2, "address", "addresses"), expected: "2 addresses" },
  ])("says $expected", ({ text, expected }) => {
    expect(text).toBe(expected);
  });
});

describe(accountOfArn.name, () => {
  it.each([
    { arn: "arn:aws:drs:us-west-2:123456789012:job/drsjob-1", expected: "123456789012" },
    { arn: "arn:aws-cn:drs:cn-north-1:123456789012:source-server/s-1", expected: "123456789012" },
    { arn: "arn:aws:s3:::bucket", expected: undefined },
    { arn: "arn:aws:drs", expected: undefined },
    { arn: "s-00000000000000001", expected: undefined },
    { arn: "", expected: undefined },
  ])("reads $expected off $arn", ({ arn, expected }) => {
    expect(accountOfArn(arn)).toBe(expected);
  });
});

describe(formatDuration.name, () => {
  it.each([
    { seconds: 0, expected: "0s" },
    { seconds: -5, expected: "0s" },
    { seconds: 45.4, expected: "45s" },
    { seconds: 59.6, expected: "1m00s" },
    { seconds: 539, expected: "8m59s" },
    { seconds: 3720, expected: "1h02m00s" },
    { seconds: 90_061, expected: "25h01m01s" },
  ])("says $expected for $seconds seconds", ({ seconds, expected }) => {
    expect(formatDuration(seconds)).toBe(expected);
  });
});

describe(parseGoDuration.name, () => {
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
    expect(parseGoDuration(text)).toBeCloseTo(seconds, 9);
  });

  it.each(["", "90", "m", ".m", "1d", "1 h", "1h ", "an hour", "1h-5m", "--1h", "1e3s"])(
    "%j is no duration",
    (text) => {
      expect(parseGoDuration(text)).toBeUndefined();
    },
  );
});

describe(toIso.name, () => {
  it("is UTC with milliseconds", () => {
    expect(toIso(START)).toBe("2026-11-24T10:00:00.000Z");
  });
});

describe(regionTakenText.name, () => {
  it.each([
    { environment: { AWS_REGION: "us-east-1" }, variable: "AWS_REGION" },
    { environment: { AWS_DEFAULT_REGION: "us-east-1" }, variable: "AWS_DEFAULT_REGION" },
    { environment: { AWS_REGION: "", AWS_DEFAULT_REGION: "us-east-1" }, variable: "AWS_DEFAULT_REGION" },
    { environment: { AWS_REGION: "us-east-1", AWS_DEFAULT_REGION: "us-west-2" }, variable: "AWS_REGION" },
  ])("says which Region is taken, and why, with $environment", ({ environment, variable }) => {
    expect(regionTakenText("us-west-2", environment)).toBe(
      "the Region us-west-2 is taken, because the stack's configuration (aws:region) comes before the environment, " +
        `where ${variable} is us-east-1; the arg \`region\` comes before both`,
    );
  });

  it.each([{}, { AWS_REGION: "us-west-2" }, { AWS_REGION: "us-west-2", AWS_DEFAULT_REGION: "us-east-1" }])(
    "says nothing with %s",
    (environment) => {
      expect(regionTakenText("us-west-2", environment)).toBeUndefined();
    },
  );
});
