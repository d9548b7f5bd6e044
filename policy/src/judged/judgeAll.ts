import { answer, COMPLIANT, type Judgement, violationUnless } from "./judgement";

/**
 * One answer of several judges of the same subject: what is wrong in one outweighs what another cannot see, and that
 * outweighs what is right.
 */
export function judgeAll(judges: readonly (() => Judgement)[]): Judgement {
  const judgements = judges.map(answer);
  const advice = judgements.flatMap((judgement) => (judgement.status === "violation" ? judgement.advice : []));
  if (advice.length > 0) return violationUnless(advice);
  return judgements.find(({ status }) => status === "unknown") ?? COMPLIANT;
}
