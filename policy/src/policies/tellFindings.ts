import type { ReportViolation } from "@pulumi/policy";
import type { Answer } from "../judged/answers";
import type { RuleName } from "../rule";
import { type Finding, findingsOf } from "../telling/finding";
import { isToldBy, type Message, tell } from "../telling/tell";
import { subjectOf, type Waiver, waiverOf } from "../waivers/waiver";
import { writeFacts } from "./factsFile";
import type { Ledger } from "./ledger";
import { reportAs } from "./pulumiPolicy";

/** How a rule reports in this run. */
export interface Voice {
  rule: RuleName;
  unknown: "advisory" | "sameLevel";
  waivers: readonly Waiver[];
}

/** Drops what a rule found of a wave: the engine shows one twice that it replaces. */
export function forget(rule: RuleName, urn: string, ledger: Ledger): void {
  const isOther = (finding: Finding) => finding.rule !== rule || finding.about.wave?.urn !== urn;
  ledger.untold = ledger.untold.filter(isOther);
  ledger.waived = ledger.waived.filter(({ finding }) => isOther(finding));
}

/** What the answers have to say, without what is waived, which goes into the ledger's list. */
export function collect(answers: readonly Answer[], { rule, unknown, waivers }: Voice, ledger: Ledger): Finding[] {
  const isUp = ledger.session.isPreview === false;
  return answers.flatMap((answer) => {
    const waiver = waiverOf(subjectOf(answer), waivers);
    const findings = findingsOf(rule, answer, unknown === "advisory").map((finding) =>
      isUp && isChangedByDrill(finding) ? { ...finding, isSoft: true } : finding,
    );
    if (waiver === undefined) {
      return findings;
    }
    ledger.waived.push(...findings.map((finding) => ({ rule, waiver, finding })));
    return [];
  });
}

/**
 * Tells at once what has to stop its wave before it starts: what is found in an `up` by a rule that blocks. Everything else
 * waits for the stack pass, where all that was found is said once: true when there is any. What the engine did not say counts
 * as an `up`, and as a rule that blocks.
 */
export function tellBlocking(
  found: readonly Finding[],
  rule: RuleName,
  ledger: Ledger,
  report: ReportViolation,
): boolean {
  const later = found.filter((finding) => isSaidLater(finding, ledger));
  const now = found.filter((finding) => !later.includes(finding));
  for (const message of tell(rule, now, () => true, new Map(), ledger.managed)) {
    say(message, report, ledger);
  }
  ledger.untold.push(...later);
  return later.length > 0;
}

/** Tells what is left to this rule, in the stack pass: how many messages that took. */
export function tellRest(rule: RuleName, ledger: Ledger, report: ReportViolation): number {
  dropTold(rule, ledger);
  const isLoud = (name: RuleName) => levelOf(name, ledger) !== "advisory";
  const messages = tell(rule, ledger.untold, isLoud, ledger.commanded, ledger.managed);
  const told = new Set(messages.flatMap(({ findings }) => findings));
  ledger.untold = ledger.untold.filter((finding) => !told.has(finding));
  for (const message of messages) {
    say(message, report, ledger);
    ledger.told.push(message);
  }
  return messages.length;
}

/** What an earlier rule could not judge for the same reason and has told, at the same level: rules about the plan come one by one. */
function dropTold(rule: RuleName, ledger: Ledger): void {
  const again = ledger.untold.flatMap((finding) => {
    const message = finding.rule === rule ? ledger.told.find((told) => isToldBy(told, finding)) : undefined;
    return message === undefined ? [] : [{ finding, message }];
  });
  for (const { finding, message } of again) {
    writeFacts({ ...message, findings: [finding] }, ledger.managed);
  }
  const dropped = new Set(again.map(({ finding }) => finding));
  ledger.untold = ledger.untold.filter((finding) => !dropped.has(finding));
}

function isSaidLater({ rule, isSoft }: Finding, ledger: Ledger): boolean {
  const { isPreview, levels } = ledger.session;
  if (isPreview === undefined || levels === undefined) {
    return false;
  }
  return isPreview || isSoft || levelOf(rule, ledger) === "advisory";
}

/** In an `up`, an earlier wave may have changed it: what a preview has passed must not stop the drill half way. */
function isChangedByDrill({ said }: Finding): boolean {
  return "fact" in said && said.fact.changedByDrill === true;
}

function levelOf(rule: RuleName, { session }: Ledger): string | undefined {
  return session.levels?.get(rule);
}

function say(message: Message, report: ReportViolation, { managed }: Ledger): void {
  const { text, urn, isSoft } = message;
  writeFacts(message, managed);
  reportAs(report, { message: text, urn, ...(isSoft ? { enforcementLevel: "advisory" } : {}) });
}
