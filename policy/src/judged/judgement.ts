/** What a rule makes of one subject. A rule judges; policies/ decides how loud that is. */
export type Judgement =
  | { status: "compliant" }
  | { status: "notApplicable" }
  | { status: "violation"; advice: Advice[] }
  /** Not compliant and not wrong: what could not be seen. `judgedLater`: by the `up` of this preview, or without `--target`. */
  | { status: "unknown"; because: UnknownReason; what: string; judgedLater?: true };

/** Why a rule cannot answer. `settings pending`: this program is about to change what the rule reads. */
export type UnknownReason = "not observed" | "settings pending" | "unknown during preview";

/** One thing that is wrong, as clauses of a sentence. */
export interface Advice {
  /** What was seen and where: `right-sizing stored in DRS is BASIC`. */
  seen: string;
  /** What the rule wants instead: `must be NONE`. */
  wanted: string;
  /** The AWS CLI command, or the line of stack code, that fixes it. */
  fix: string;
}

export const COMPLIANT: Judgement = { status: "compliant" };
export const NOT_APPLICABLE: Judgement = { status: "notApplicable" };

/** Compliant without advice, else a violation. */
export function violationUnless(advice: readonly Advice[]): Judgement {
  return advice.length === 0 ? COMPLIANT : { status: "violation", advice: [...advice] };
}

/** Compliant when `holds`; else a violation with this advice. */
export function compliantWhen(holds: boolean, advice: Advice): Judgement {
  return violationUnless(holds ? [] : [advice]);
}

/** Thrown by what a rule reads through when it is not there to be read; `judgeOrUnknown` turns it into "unknown". */
export class Unanswerable extends Error {
  constructor(
    readonly because: UnknownReason,
    readonly what: string,
    readonly judgedLater?: true,
  ) {
    super(`${because}: ${what}`);
  }
}

/** What `judge` makes of its subject, or that it cannot tell. */
export function judgeOrUnknown(judge: () => Judgement): Judgement {
  return attempt(judge, (unknown) => unknown);
}

/** What `run` gives back, or what `otherwise` makes of its being {@link Unanswerable}; any other error passes. */
export function attempt<Value>(run: () => Value, otherwise: (unknown: Judgement) => Value): Value {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Unanswerable)) throw error;
    const { because, what, judgedLater } = error;
    return otherwise({ status: "unknown", because, what, ...(judgedLater === undefined ? {} : { judgedLater }) });
  }
}

/**
 * One answer of several judges of the same subject: what is wrong in one outweighs what another cannot see, and that
 * outweighs what is right.
 */
export function judgeAll(judges: readonly (() => Judgement)[]): Judgement {
  const judgements = judges.map(judgeOrUnknown);
  const advice = judgements.flatMap((judgement) => (judgement.status === "violation" ? judgement.advice : []));
  if (advice.length > 0) return violationUnless(advice);
  return judgements.find(({ status }) => status === "unknown") ?? COMPLIANT;
}
