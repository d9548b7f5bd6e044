import { describe, expect, it } from "vitest";
import type { Fact } from "../../../../policy/src/judged/fact";
import type { Finding } from "../../../../policy/src/telling/finding";
import { missingPermission, nameSubjects, sayFacts, sayUnknown } from "../../../../policy/src/telling/sentences";
import type { Changes } from "../factories";
import { aFact, aFinding, anUnknown, aWaveFinding, serverId } from "./findings";

const servers = (count: number) => Array.from({ length: count }, (_, index) => aFinding(index + 1));
const named = (number: number, hostname: string | undefined): Finding => {
  const { about, ...finding } = aFinding(number);
  const { hostname: _hostname, ...server } = { ...about.server, name: "n" };
  return { ...finding, about: { ...about, server: hostname === undefined ? server : { ...server, hostname } } };
};
const ofProgram: Finding = { ...aFinding(1), about: {} };

describe("nameSubjects", () => {
  it.each<{ label: string; findings: Finding[]; name: string }>([
    { label: "the program", findings: [ofProgram], name: "this program" },
    { label: "one server", findings: servers(1), name: "db-1" },
    { label: "two servers", findings: servers(2), name: "db-1 and db-2" },
    { label: "three servers", findings: servers(3), name: "db-1, db-2 and db-3" },
    { label: "four servers", findings: servers(4), name: "db-1, db-2, db-3 and 1 more" },
    { label: "forty servers", findings: servers(40), name: "db-1, db-2, db-3 and 37 more" },
    { label: "a server of which several things are found", findings: [aFinding(1), aFinding(1)], name: "db-1" },
    { label: "a server without a hostname", findings: [named(1, undefined)], name: serverId(1) },
    {
      label: "two servers of the same hostname, by their ids as well",
      findings: [named(1, "db"), named(2, "db"), named(3, "web")],
      name: `db (${serverId(1)}), db (${serverId(2)}) and web`,
    },
    {
      label: "what differs",
      findings: [aFinding(1, { detail: "20m" }), aFinding(2, { detail: "30m" })],
      name: "db-1 (20m) and db-2 (30m)",
    },
    {
      label: "what only one of them has",
      findings: [aFinding(1), aFinding(2, { detail: "30m" })],
      name: "db-1 and db-2 (30m)",
    },
    {
      label: "several details of a server, each once",
      findings: ["a", "b", "a"].map((detail) => aFinding(1, { detail })),
      name: "db-1 (a; b)",
    },
    {
      label: "what differs of four",
      findings: [1, 2, 3, 4].map((number) => aFinding(number, { detail: `${number}m` })),
      name: "db-1 (1m), db-2 (2m), db-3 (3m) and 1 more",
    },
    { label: "a wave", findings: [aWaveFinding("app")], name: "wave app" },
    { label: "a wave twice", findings: [aWaveFinding("app"), aWaveFinding("app")], name: "wave app" },
    { label: "two waves", findings: [aWaveFinding("app"), aWaveFinding("db")], name: "waves app and db" },
    {
      label: "five waves, and what differs",
      findings: ["a", "b", "c", "d", "e"].map((name) => aWaveFinding(name, { detail: `${name}1` })),
      name: "waves a (a1), b (b1), c (c1) and 2 more",
    },
    {
      label: "servers, and a wave of which none is named",
      findings: [aFinding(1), aWaveFinding("app")],
      name: "db-1, and wave app",
    },
    {
      label: "servers, and their own wave",
      findings: [aFinding(1), aWaveFinding("database")],
      name: "db-1",
    },
  ])("names $label", ({ findings, name }) => {
    expect(nameSubjects(findings)).toBe(name);
  });
});

const inSubnet = (what: string): Changes<Fact> => ({ at: { how: "in", what } });
const caused = (says: string, why?: string): Changes<Fact> => ({
  says,
  cause: { says: "would start in the default VPC" },
  ...(why === undefined ? { why: undefined } : { why }),
});

describe("sayFacts", () => {
  it.each<{ label: string; facts: Changes<Fact>[]; text: string }>([
    { label: "a fact", facts: [{}], text: "would start in the dark: nobody sees it" },
    { label: "a fact without a reason", facts: [{ why: undefined }], text: "would start in the dark" },
    { label: "a fact of several", facts: [{}, {}], text: "would start in the dark: nobody sees it" },
    { label: "a place", facts: [inSubnet("a")], text: "would start in the dark in a: nobody sees it" },
    {
      label: "a place of two",
      facts: [inSubnet("a"), inSubnet("a")],
      text: "would start in the dark in a: nobody sees it",
    },
    {
      label: "two places",
      facts: [inSubnet("a"), inSubnet("b")],
      text: "would start in the dark in a and b: nobody sees it",
    },
    {
      label: "four places",
      facts: ["a", "b", "c", "d"].map(inSubnet),
      text: "would start in the dark in a, b, c and 1 more: nobody sees it",
    },
    {
      label: "what follows from a cause",
      facts: [caused("with a public address", "anyone can try"), caused("able to reach the internet", "it can act")],
      text: "would start in the default VPC: with a public address and able to reach the internet",
    },
    {
      label: "what follows from a cause for two servers, once",
      facts: [caused("with a public address"), caused("with a public address")],
      text: "would start in the default VPC: with a public address",
    },
  ])("says $label", ({ facts, text }) => {
    const [first = aFact(), ...others] = facts.map((changes) => aFact(changes));
    expect(sayFacts([first, ...others])).toBe(text);
  });
});

const denied = (action: string, error = "AccessDeniedException") =>
  `calling ${action}: ${error}: User: arn:aws:iam::111122223333:user/x is not authorized`;
const unknownOf = (what: string) => ({ because: "not observed", what, judgedLater: false }) as const;

describe("sayUnknown", () => {
  it.each([
    {
      label: "what nobody looked at",
      what: "default subnets",
      rules: 1,
      text: "db-1 cannot be judged, not observed: default subnets",
    },
    {
      label: "what several rules need",
      what: "default subnets",
      rules: 3,
      text: "db-1 cannot be judged by 3 rules, not observed: default subnets",
    },
    {
      label: "a missing permission, with where the list of them is",
      what: denied("ec2:DescribeSubnets", "UnauthorizedOperation"),
      rules: 3,
      text:
        "db-1 cannot be judged by 3 rules: the caller lacks ec2:DescribeSubnets. Fix: allow it, as observe.json " +
        "(https://www.npmjs.com/package/pulumi-drillwave#permissions) does",
    },
  ])("says $label", ({ what, rules, text }) => {
    expect(sayUnknown(unknownOf(what), "db-1", rules)).toBe(text);
  });

  it.each([
    { what: denied("drs:DescribeSourceServers"), permission: "drs:DescribeSourceServers" },
    { what: denied("ec2:DescribeSubnets", "UnauthorizedOperation"), permission: "ec2:DescribeSubnets" },
    { what: denied("sts:GetCallerIdentity", "AccessDenied"), permission: "sts:GetCallerIdentity" },
    {
      what: `${serverId(1)}: ${denied("drs:GetReplicationConfiguration")} (request abc); and 39 more`,
      permission: "drs:GetReplicationConfiguration",
    },
    { what: denied("drs:DescribeJobs", "ThrottlingException"), permission: undefined },
    { what: "default subnets", permission: undefined },
    { what: 'the tag "calling ec2:X" says AccessDenied', permission: undefined },
  ])("takes $permission for the permission that is missing in: $what", ({ what, permission }) => {
    expect(missingPermission(unknownOf(what))).toBe(permission);
  });

  it("is about every server and rule for which the permission is missing", () => {
    const findings = Array.from({ length: 40 }, (_, index) =>
      anUnknown(index, { what: denied("ec2:DescribeSubnets") }),
    );
    expect(nameSubjects(findings)).toBe("db-0, db-1, db-2 and 37 more");
  });
});
