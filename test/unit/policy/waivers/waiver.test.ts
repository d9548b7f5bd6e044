import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { covers, hasExpired, subjectOf, type Waiver, waiver } from "../../../../policy/src/waivers/waiver";
import { readWaiverLine, waiverLine } from "../../../../policy/src/waivers/waiverLine";
import { aWave, DB, WEB } from "../factories";

const aWaiver = (changes: Partial<Waiver> = {}): Waiver => ({
  server: DB,
  reason: "resized next week",
  owner: "dr-team",
  expires: "2026-12-31",
  ...changes,
});

const wave = {
  name: "database",
  urn: "urn:pulumi:prod::orders::acme:Tier$pulumi-nodejs:dynamic/drs:DrillWave::database",
};

describe("covers", () => {
  it.each([
    { label: "its server", waiver: aWaiver(), about: { server: { id: DB }, wave }, covered: true },
    { label: "another server", waiver: aWaiver(), about: { server: { id: WEB }, wave }, covered: false },
    { label: "a finding without a server", waiver: aWaiver(), about: { wave }, covered: false },
    {
      label: "its wave, whichever server",
      waiver: aWaiver({ server: undefined, wave: "database" }),
      about: { server: { id: WEB }, wave },
      covered: true,
    },
    {
      label: "its wave by URN, where two have the name",
      waiver: aWaiver({ server: undefined, wave: wave.urn }),
      about: { wave },
      covered: true,
    },
    {
      label: "another wave of the same name",
      waiver: aWaiver({ server: undefined, wave: wave.urn }),
      about: { wave: { name: "database", urn: "urn:other" } },
      covered: false,
    },
    {
      label: "its server in another wave",
      waiver: aWaiver({ wave: "app" }),
      about: { server: { id: DB }, wave },
      covered: false,
    },
  ])("is $covered for $label", ({ waiver, about, covered }) => {
    expect(covers(waiver, about)).toBe(covered);
  });
});

describe("subjectOf", () => {
  it.each([
    { tagsOf: undefined, tags: { Tier: "web" } },
    { tagsOf: "sourceServer" as const, tags: { Tier: "web" } },
    { tagsOf: "sourceInstance" as const, tags: {} },
  ])("gives a server that was not observed the selector's tags in DRS alone: $tagsOf", ({ tagsOf, tags }) => {
    const selector = { tags: { Tier: "web" }, ...(tagsOf === undefined ? {} : { tagsOf }) };
    const judged = aWave({ sourceServers: undefined, selector });
    const server = { wave: judged, sourceServerId: DB, name: DB, critical: true };
    expect(subjectOf({ server, wave: judged }).server?.tags).toEqual(tags);
  });
});

describe("hasExpired", () => {
  it.each([
    { now: "2026-12-31T23:59:59Z", expired: false },
    { now: "2027-01-01T00:00:00Z", expired: true },
  ])("is $expired at $now for a waiver until 2026-12-31", ({ now, expired }) => {
    expect(hasExpired(aWaiver(), new Date(now))).toBe(expired);
  });
});

describe("waiver", () => {
  it.each([
    {
      label: "no subject",
      given: { ...aWaiver(), server: undefined },
      flaw: "expected a server, a tag, a role or a wave",
    },
    { label: "no owner", given: aWaiver({ owner: "" }), flaw: "expected a text" },
    { label: "a day in words", given: aWaiver({ expires: "next week" }), flaw: "expected a day such as 2026-12-31" },
    {
      label: "a day that there is not",
      given: aWaiver({ expires: "2026-02-31" }),
      flaw: "expected a day such as 2026-12-31",
    },
    { label: "no tag", given: aWaiver({ tag: {} }), flaw: "Invalid entries: Expected >=1 but received 0" },
    ...["i-0123456789abcdef0", "i-01234567", "lt-0123456789abcdef0", "s-0123456789abcdef", "db-1, db-2"].map(
      (server) => ({
        label: `what is neither the id of a source server nor a hostname: ${server}`,
        given: aWaiver({ server }),
        flaw: "expected the id of a source server (s- and 17 letters or digits) or a hostname",
      }),
    ),
  ])("refuses $label", ({ given, flaw }) => {
    const { issues } = v.safeParse(waiver, given);
    expect(issues?.map(({ message }) => message)).toEqual([flaw]);
  });
});

describe("waiverLine", () => {
  it.each([
    { reason: "resized next week", owner: "dr-team" },
    { reason: 'says "later": (really)\nand more', owner: "a \\ b" },
  ])("is read back whatever is in it: $reason", (texts) => {
    const report = {
      rule: "drs-server-require-start" as const,
      waiver: { ...texts, expires: "2026-12-31" },
      message: "db-1 (s-…): launch disposition is STOPPED\nand more",
    };
    expect(readWaiverLine(waiverLine(report))).toEqual(report);
  });

  it("reads nothing else", () => {
    expect(readWaiverLine("drs-server-require-start is fine")).toBeUndefined();
  });
});
