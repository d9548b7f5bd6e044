import type { EnforcementLevel, ReportViolation } from "@pulumi/policy";
import type { Answer } from "../judged/answers";
import type { Judgement } from "../judged/judgement";
import { findObservation } from "../judged/wave";
import { type RuleName, rulePage } from "../rule";
import { subjectOf, type Waiver, waiverOf } from "../waivers/waiver";
import type { Ledger } from "./ledger";
import { reportAs } from "./pulumiPolicy";

/** How a rule reports in this run. */
interface Voice {
  rule: RuleName;
  unknown: "advisory" | "sameLevel";
  waivers: readonly Waiver[];
}

/**
 * Reports a rule's answers, except what is waived. Nothing is said of what complies or is not applicable. A text that
 * several servers of a wave share, such as that nothing was observed, is reported once.
 */
export function speak(answers: readonly Answer[], voice: Voice, ledger: Ledger, report: ReportViolation): void {
  const page = `(${rulePage(voice.rule)})`;
  const said = new Map<string, { subjects: string[]; text: string; answer: Answer }>();
  for (const answer of answers) {
    const waiver = waiverOf(subjectOf(answer), voice.waivers);
    for (const text of textsOf(answer)) {
      const subject = nameOf(answer);
      const key = `${answer.wave?.urn} ${text}`;
      const same = said.get(key);
      if (waiver !== undefined) {
        ledger.waived.push({ rule: voice.rule, waiver, message: `${subject}: ${text} ${page}` });
      } else if (same !== undefined) {
        same.subjects.push(subject);
      } else {
        said.set(key, { subjects: [subject], text, answer });
      }
    }
  }
  for (const { subjects, text, answer } of said.values()) {
    const message = `${subjects.join(", ")}: ${text} ${page}`;
    reportAs(report, { message, urn: answer.wave?.urn, ...levelOf(answer.judgement, voice) });
  }
}

function nameOf({ wave, server }: Answer): string {
  return server?.name ?? (wave === undefined ? "this program" : `wave ${wave.name}`);
}

/** A clause for each thing that the judgement says of its subject. */
function textsOf({ judgement, wave }: Answer): string[] {
  if (judgement.status === "unknown") {
    return [`cannot be judged, ${judgement.because}: ${judgement.what}`];
  }
  if (judgement.status !== "violation") {
    return [];
  }
  const region = wave === undefined ? undefined : findObservation(wave)?.region;
  return judgement.advice.map(({ seen, wanted, fix }) => `${seen}, ${wanted}. Fix: ${inRegion(fix, region)}`);
}

/** The AWS CLI commands, for the Region where the setting is stored and not the reader's default one. */
function inRegion(fix: string, region: string | undefined): string {
  return region === undefined ? fix : fix.replace(/\baws (drs|ec2) [a-z-]+/g, `$& --region ${region}`);
}

/** What the `up` of this preview will judge itself is only advice at the preview. */
function levelOf(judgement: Judgement, { unknown }: Voice): { enforcementLevel?: EnforcementLevel } {
  const soft = judgement.status === "unknown" && (unknown === "advisory" || judgement.judgedLater === true);
  return soft ? { enforcementLevel: "advisory" } : {};
}
