import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Change } from "../../../../policy/src/judged/change";
import type { Fact } from "../../../../policy/src/judged/fact";
import type { RuleName } from "../../../../policy/src/rule";
import type { Finding } from "../../../../policy/src/telling/finding";
import { type Commanded, type Message, tell } from "../../../../policy/src/telling/tell";
import { aTemplate, aWave } from "../factories";
import { aFinding, anUnknown, serverId } from "./findings";

const RULES: readonly RuleName[] = ["drs-a-require-x", "drs-b-limit-y", "drs-c-disallow-z", "drs-d-require-w"];
const NO_SUBNET = { says: "would start in the default VPC, as their launch templates name no subnet" };
const WAVES = ["web", "app", "db"].map((name) => aWave({}, [], name));
const REGIONS = ["us-west-2", "eu-west-1"];

const denied = (action: string) => `calling ${action}: UnauthorizedOperation: You are not authorized (request r-1)`;

/** What puts it right on server `number`. */
type MakeChange = (number: number) => Change | undefined;
const CHANGES: readonly MakeChange[] = [
  () => undefined,
  (number) => ({
    kind: "server",
    operation: "update-launch-configuration",
    sourceServerId: serverId(number),
    options: "--copy-private-ip",
  }),
  (number) => ({ kind: "template", template: templateOf(number), data: { EbsOptimized: true } }),
  (number) => ({
    kind: "template",
    template: templateOf(number),
    interfaces: [{ index: 0, set: { SubnetId: "<subnet>" } }],
  }),
  (number) => ({ kind: "template", template: templateOf(number), byHand: ["its Placement as it is"] }),
  (number) => ({ kind: "instance", recoveryInstanceId: `i-${String(number).padStart(17, "0")}` }),
  () => ({ kind: "other", command: "aws drs describe-jobs" }),
];

function templateOf(number: number) {
  return aTemplate({ launchTemplateId: `lt-${String(number).padStart(17, "0")}` });
}

/** Something that rules say of a server, whichever it is. */
type Saying = (number: number) => Omit<Finding, "about">;

const aRule = fc.constantFrom(...RULES);
const aSaid: fc.Arbitrary<(number: number) => Finding["said"]> = fc.oneof(
  fc
    .record({
      says: fc.constantFrom("would start in the dark", "cannot start", "could be seen"),
      why: fc.constantFrom(undefined, "nobody sees it", "anyone does"),
      words: fc.constantFrom("mind it", "move them"),
      hasDetail: fc.boolean(),
      hasPlace: fc.boolean(),
      hasCause: fc.boolean(),
      change: fc.constantFrom(...CHANGES),
    })
    .map(({ says, why, words, hasDetail, hasPlace, hasCause, change }) => (number: number) => {
      const fact: Partial<Fact> = {
        says,
        ...(why === undefined ? {} : { why }),
        ...(hasDetail ? { detail: `${number}m behind` } : {}),
        ...(hasPlace ? { at: { how: "in", what: `subnet-${number}` } } : {}),
        ...(hasCause ? { cause: NO_SUBNET } : {}),
      };
      const made = change(number);
      return aFinding(number, { ...fact, fix: { words, ...(made === undefined ? {} : { change: made }) } }).said;
    }),
  fc
    .constantFrom("default subnets", denied("ec2:DescribeSubnets"), denied("drs:DescribeJobs"))
    .map((what) => (number: number) => anUnknown(number, { what }).said),
);
const aSaying: fc.Arbitrary<Saying> = fc
  .record({ rule: aRule, said: aSaid, isSoft: fc.boolean() })
  .map(({ rule, said, isSoft }) => (number) => ({ rule, said: said(number), isSoft }));

/** Server `number`, in the wave and Region that its number says. */
function aboutServer(number: number): Finding["about"] {
  const [wave = aWave()] = WAVES.slice(number % WAVES.length);
  const [region] = REGIONS.slice(number % REGIONS.length);
  return { ...aFinding(number).about, wave, region };
}

const someFindings: fc.Arbitrary<Finding[]> = fc.array(
  fc
    .record({ saying: aSaying, number: fc.nat({ max: 9 }), of: fc.constantFrom("server", "wave", "program") })
    .map(({ saying, number, of }): Finding => {
      const { server, ...wave } = aboutServer(number);
      const about = of === "server" ? { ...wave, server } : of === "wave" ? wave : {};
      return { ...saying(number), about };
    }),
  { maxLength: 30 },
);
const loudRules = fc.subarray([...RULES]).map((loud): ReadonlySet<string> => new Set(loud));

/** What is told where each rule tells in its turn, as in the stack pass. */
function tellAll(findings: readonly Finding[], loud: ReadonlySet<string>): Message[] {
  let untold = findings;
  const commanded: Commanded = new Map();
  return RULES.flatMap((rule) => {
    const messages = tell(rule, untold, (name) => loud.has(name), commanded);
    const told = new Set(messages.flatMap((message) => message.findings));
    untold = untold.filter((finding) => !told.has(finding));
    return messages;
  });
}

/** The message without its page, and without the commands that are to be copied. */
function prose(text: string): string {
  return text.replace(/ \(https:[^ ]+\)$/, "").replace(/(?:for \w+ in |aws ).*$/s, "");
}

describe("tell, called for each rule in its turn", () => {
  it("tells each finding once, in the name of its own rule or of another that found the same", () => {
    fc.assert(
      fc.property(someFindings, loudRules, (findings, loud) => {
        const messages = tellAll(findings, loud);
        const told = messages.flatMap((message) => message.findings);
        expect(told).toHaveLength(findings.length);
        expect(new Set(told)).toEqual(new Set(findings));
        for (const { rule, findings: own } of messages) {
          expect(own.map((finding) => finding.rule)).toContain(rule);
        }
      }),
    );
  });

  it("tells what blocks in the name of a rule that blocks, and only that", () => {
    fc.assert(
      fc.property(someFindings, loudRules, (findings, loud) => {
        for (const { rule, isSoft, findings: own } of tellAll(findings, loud)) {
          const blocks = own.some((finding) => !finding.isSoft && loud.has(finding.rule));
          expect({ isLoud: !isSoft && loud.has(rule) }).toEqual({ isLoud: blocks });
        }
      }),
    );
  });

  it("does not tell more often when more servers share what is said", () => {
    const sayings = fc.array(aSaying, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(sayings, loudRules, fc.integer({ min: 2, max: 60 }), (all, loud, count) => {
        const linesFor = (servers: number) => {
          const numbers = Array.from({ length: servers }, (_, index) => index * WAVES.length * REGIONS.length);
          const findings = numbers.flatMap((number) =>
            all.map((saying): Finding => ({ ...saying(number), about: aboutServer(number) })),
          );
          return tellAll(findings, loud).length;
        };
        expect(linesFor(count)).toBe(linesFor(1));
      }),
    );
  });

  it("stays short, whoever shares it: commands aside", () => {
    fc.assert(
      fc.property(aSaying, fc.integer({ min: 4, max: 100 }), (saying, count) => {
        const numbers = Array.from({ length: count }, (_, index) => index * REGIONS.length);
        const messages = tellAll(
          numbers.map((number): Finding => ({ ...saying(number), about: aboutServer(number) })),
          new Set(),
        );
        expect(messages).toHaveLength(1);
        expect(messages.map(({ text }) => prose(text).length > 350)).toEqual([false]);
      }),
    );
  });

  it("gives a template's command once, with every change of it, and points to it where another message needs it", () => {
    const change = (data: object): Change => ({ kind: "template", template: templateOf(1), data: { ...data } });
    const [first = "drs-a-require-x", second = "drs-b-limit-y"] = RULES;
    const findings = [
      { ...aFinding(1, { fix: { change: change({ EbsOptimized: true }) } }), rule: first },
      { ...aFinding(1, { says: "cannot start", fix: { change: change({ InstanceType: "m5.large" }) } }), rule: second },
    ];
    const [one, two] = tellAll(findings, new Set()).map(({ text }) => text);
    expect(one).toContain('{"InstanceType":"m5.large","EbsOptimized":true}');
    expect(two).toBe(
      `db-1 cannot start: nobody sees it. Fix: the command of ${first} does it ` +
        `(https://www.npmjs.com/package/pulumi-drillwave-policy#${second})`,
    );
  });

  it("says five missing permissions in five lines, whatever needs them", () => {
    const actions = ["ec2:DescribeSubnets", "ec2:DescribeImages", "drs:DescribeJobs", "drs:GetX", "ec2:DescribeVpcs"];
    const findings = actions.flatMap((action) =>
      RULES.flatMap((rule) =>
        Array.from(
          { length: 40 },
          (_, number): Finding => ({
            ...anUnknown(number, { what: denied(action) }),
            rule,
            isSoft: true,
          }),
        ),
      ),
    );
    const texts = tellAll(findings, new Set(RULES)).map(({ text }) => text);
    expect(texts).toEqual(
      actions.map(
        (action) =>
          `db-0, db-1, db-2 and 37 more cannot be judged by 4 rules: the caller lacks ${action}. Fix: allow it, as ` +
          "observe.json (https://www.npmjs.com/package/pulumi-drillwave#permissions) does " +
          `(https://www.npmjs.com/package/pulumi-drillwave-policy#${RULES[0]})`,
      ),
    );
  });
});
