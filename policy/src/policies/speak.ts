import type { EnforcementLevel, ReportViolation } from "@pulumi/policy";
import type { Judgement } from "../judged/judgement";
import type { Answer, RuleName } from "../rule";
import { rulePage } from "../rulePage";
import { covers, hasExpired, type Waiver } from "../waivers/waiver";
import type { Ledger } from "./ledger";
import { reportAs } from "./reportAs";

/** How a rule reports in this run. */
interface Voice {
  rule: RuleName;
  unknown: "advisory" | "sameLevel";
  waivers: readonly Waiver[];
}

/** Reports what a rule has answered, except what is waived. Compliant and not applicable are silent. */
export function speak(answers: readonly Answer[], voice: Voice, ledger: Ledger, report: ReportViolation): void {
  for (const answer of answers) {
    const { wave, server, judgement } = answer;
    const waiver = voice.waivers.find(
      (each) => !hasExpired(each, new Date()) && covers(each, { server: server?.sourceServerId, wave: wave?.name }),
    );
    for (const message of messagesOf(answer, voice.rule)) {
      if (waiver !== undefined) ledger.waived.push({ rule: voice.rule, waiver, message });
      else reportAs(report, { message, urn: wave?.urn, ...levelOf(judgement, voice) });
    }
  }
}

/** One sentence for each thing that the answer says. */
function messagesOf({ judgement, wave, server }: Answer, rule: RuleName): string[] {
  const subject = server?.name ?? (wave === undefined ? "this program" : `wave ${wave.name}`);
  const page = `(${rulePage(rule)})`;
  if (judgement.status === "unknown") {
    return [`${subject}: cannot be judged, ${judgement.because}: ${judgement.what} ${page}`];
  }
  if (judgement.status !== "violation") return [];
  return judgement.advice.map(({ seen, wanted, mend }) => `${subject}: ${seen}, ${wanted}. Mend it: ${mend} ${page}`);
}

/** What the settings will be is judged by this same `up`, before anything starts: until then it is only said. */
function levelOf(judgement: Judgement, { unknown }: Voice): { enforcementLevel?: EnforcementLevel } {
  const soft = judgement.status === "unknown" && (unknown === "advisory" || judgement.because === "settings pending");
  return soft ? { enforcementLevel: "advisory" } : {};
}
