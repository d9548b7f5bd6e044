import type { ReportViolation, StackValidationPolicy } from "@pulumi/policy";
import { type RuleName, rulePage } from "../rule";
import { groupBy } from "../telling/commands";
import type { Finding } from "../telling/finding";
import { tell } from "../telling/tell";
import { hasExpired, type Waiver } from "../waivers/waiver";
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
          writeFacts({ rule: name, text, findings });
        }
        reportAs(report, { message: text });
      }
    },
  }));
}

/** A policy about waivers: what it says of itself, and what it finds. */
export interface WaiverPolicy {
  name: RuleName;
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
        .map(({ rule, waiver }) => ({
          text: `${nameWaiver(rule, waiver)} expired on ${waiver.expires}: renew it or delete it.`,
        })),
  },
  {
    name: "drs-waiver-disallow-unused",
    displayName: "No unused waivers",
    description: "A waiver that suppresses nothing is deleted.",
    enforcementLevel: "advisory",
    severity: "low",
    judge: (ledger) =>
      waiversOf(ledger)
        .filter(({ rule, waiver }) => !hasExpired(waiver, new Date()) && !isUsed(ledger, rule, waiver))
        .map(({ rule, waiver }) => ({ text: `${nameWaiver(rule, waiver)} suppresses nothing: delete it.` })),
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
function waiverLines({ waived }: Ledger): Line[] {
  const byWaiver = groupBy(waived, ({ rule, waiver }) => JSON.stringify([rule, waiver]));
  return [...byWaiver.values()].flatMap((same) => {
    const findings = same.map(({ finding }) => finding);
    return same.slice(0, 1).flatMap(({ rule, waiver }) =>
      tell(rule, findings, () => true, new Map()).map((message) => ({
        text: waiverLine({ rule, waiver, message: message.text }),
        findings: message.findings,
      })),
    );
  });
}

function waiversOf({ waivers }: Ledger): { rule: RuleName; waiver: Waiver }[] {
  return [...waivers].flatMap(([rule, own]) => own.map((waiver) => ({ rule, waiver })));
}

function isUsed({ waived }: Ledger, rule: RuleName, waiver: Waiver): boolean {
  return waived.some((each) => each.rule === rule && JSON.stringify(each.waiver) === JSON.stringify(waiver));
}

function nameWaiver(rule: RuleName, { server, wave, owner, reason }: Waiver): string {
  const subject = [server, wave === undefined ? undefined : `wave ${wave}`].filter((each) => each !== undefined);
  return `the waiver of ${rule} for ${subject.join(" in ")} (${owner}: ${reason})`;
}
