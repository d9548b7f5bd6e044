import type { ReportViolation, StackValidationPolicy } from "@pulumi/policy";
import { groupBy } from "../groupBy";
import { type RuleName, rulePage } from "../rule";
import type { Finding } from "../telling/finding";
import { tell } from "../telling/tell";
import { hasExpired, nameSubject, type Waiver } from "../waivers/waiver";
import { waiverLine } from "../waivers/waiverLine";
import { writeFacts } from "./factsFile";
import type { Ledger } from "./ledger";
import { reportAs } from "./pulumiPolicy";

/** Policies about waivers. They come last, when the rules have written into the ledger what was waived. */
export function waiverPolicies(ledger: Ledger): StackValidationPolicy[] {
  return WAIVER_POLICIES.map(({ name, displayName, description, enforcementLevel, severity, judge }) => ({
    name,
    displayName,
    description,
    enforcementLevel,
    severity,
    url: rulePage(name),
    validateStack: (_args, report: ReportViolation) => {
      for (const { text, findings } of judge(ledger)) {
        if (findings !== undefined) {
          writeFacts({ rule: name, text, findings }, ledger.managed);
        }
        reportAs(report, { message: text });
      }
    },
  }));
}

/** Names of the policies about waivers. */
export type WaiverPolicyName = "drs-waiver-disallow-expired" | "drs-waiver-disallow-unused" | "drs-waiver-list-active";

/** A policy about waivers: what it says of itself, and what it finds. */
export interface WaiverPolicy {
  name: WaiverPolicyName;
  displayName: string;
  description: string;
  enforcementLevel: "advisory" | "mandatory";
  severity: "low" | "medium" | "high";
  judge(ledger: Ledger): Line[];
}

/** What a policy about waivers says; `findings` are what a waiver suppresses. */
interface Line {
  text: string;
  findings?: readonly Finding[];
}

export const WAIVER_POLICIES: readonly WaiverPolicy[] = [
  {
    name: "drs-waiver-disallow-expired",
    displayName: "No expired waivers",
    description: "A waiver is renewed or deleted once it has expired.",
    enforcementLevel: "mandatory",
    severity: "high",
    judge: (ledger) =>
      waiversOf(ledger)
        .filter(({ waiver }) => hasExpired(waiver, new Date()))
        .map((held) => ({ text: `${nameWaiver(held)} expired on ${held.waiver.expires}: renew it or delete it.` })),
  },
  {
    name: "drs-waiver-disallow-unused",
    displayName: "No unused waivers",
    description: "A waiver that suppresses nothing is deleted.",
    enforcementLevel: "advisory",
    severity: "low",
    judge: (ledger) =>
      waiversOf(ledger)
        .filter((held) => !hasExpired(held.waiver, new Date()) && !isUsed(ledger, held))
        .map((held) => ({ text: `${nameWaiver(held)} is no longer needed, as nothing violates the rule: delete it.` })),
  },
  {
    name: "drs-waiver-list-active",
    displayName: "What is waived",
    description: "Every waiver that suppresses a report is listed.",
    enforcementLevel: "advisory",
    severity: "low",
    judge: waiverLines,
  },
];

/** A line for each waiver and what it suppresses. */
function waiverLines({ waived, managed }: Ledger): Line[] {
  const byWaiver = groupBy(waived, ({ rule, waiver }) => JSON.stringify([rule, waiver]));
  return [...byWaiver.values()].flatMap((same) => {
    const [{ rule, waiver }] = same;
    const findings = same.map(({ finding }) => finding);
    return tell(rule, findings, () => true, new Map(), managed).map((message) => ({
      text: waiverLine({ rule, waiver, message: message.text }),
      findings: message.findings,
    }));
  });
}

/** A waiver, and the rules that have it. */
interface HeldWaiver {
  rules: readonly RuleName[];
  waiver: Waiver;
}

/** Every waiver of the rules that ran; one that code gives for several rules comes once. */
function waiversOf({ waivers }: Ledger): HeldWaiver[] {
  const held = [...waivers].flatMap(([rule, own]) => own.map((waiver) => ({ rules: waiver.rules ?? [rule], waiver })));
  const shared = new Map(
    held.filter(({ waiver }) => waiver.rules !== undefined).map((each) => [sign(each.waiver), each]),
  );
  return [...held.filter(({ waiver }) => waiver.rules === undefined), ...shared.values()];
}

/** A waiver is used when it keeps back anything: of the servers that it names, and of its rules, not each must need it. */
function isUsed({ waived }: Ledger, { rules, waiver }: HeldWaiver): boolean {
  return waived.some((each) => rules.includes(each.rule) && sign(each.waiver) === sign(waiver));
}

/** Two waivers that say the same are the same. */
function sign(waiver: Waiver): string {
  return JSON.stringify(waiver);
}

function nameWaiver({ rules, waiver }: HeldWaiver): string {
  const { owner, reason } = waiver;
  return `the waiver of ${rules.join(", ")} for ${nameSubject(waiver)} (${owner}: ${reason})`;
}
