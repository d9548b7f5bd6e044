import type { Fact } from "./fact";

/** What a rule makes of one subject. A rule only judges; policies/ decides when that is told, and telling/ how. */
export type Judgement =
  | { status: "compliant" }
  | { status: "notApplicable" }
  | { status: "violation"; facts: Fact[] }
  /** What could not be seen. `judgedLater`: the `up` of this preview, or a run without `--target`, will judge it. */
  | { status: "unknown"; because: UnknownReason; what: string; judgedLater?: true };

/** Why a rule cannot answer. `settings pending`: this program is about to change what the rule reads. */
export type UnknownReason = "not observed" | "settings pending" | "unknown during preview";

export const COMPLIANT: Judgement = { status: "compliant" };
export const NOT_APPLICABLE: Judgement = { status: "notApplicable" };

/** Compliant without facts, else a violation. */
export function violationUnless(facts: readonly Fact[]): Judgement {
  return facts.length === 0 ? COMPLIANT : { status: "violation", facts: [...facts] };
}

/** Compliant when `holds`; else a violation with this fact. */
export function compliantWhen(holds: boolean, fact: Fact): Judgement {
  return violationUnless(holds ? [] : [fact]);
}

/** Thrown by the functions that a rule reads through, for what cannot be read; `judgeOrUnknown` makes it "unknown". */
export class Unanswerable extends Error {
  constructor(
    readonly because: UnknownReason,
    readonly what: string,
    readonly judgedLater?: true,
  ) {
    super(`${because}: ${what}`);
  }
}

/** The judgement of `judge`, or `unknown` when it throws {@link Unanswerable}. */
export function judgeOrUnknown(judge: () => Judgement): Judgement {
  return attempt(judge, (unknown) => unknown);
}

/** What `run` returns; when it throws {@link Unanswerable}, what `otherwise` makes of that. Any other error passes. */
export function attempt<Value>(run: () => Value, otherwise: (unknown: Judgement) => Value): Value {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Unanswerable)) {
      throw error;
    }
    const { because, what, judgedLater } = error;
    return otherwise({ status: "unknown", because, what, ...(judgedLater === undefined ? {} : { judgedLater }) });
  }
}

/**
 * Several judgements of the same subject as one: a violation outweighs unknown, and unknown outweighs compliant. Not
 * applicable where each of them is.
 */
export function judgeAll(judges: readonly (() => Judgement)[]): Judgement {
  const judgements = judges.map(judgeOrUnknown);
  const facts = judgements.flatMap((judgement) => (judgement.status === "violation" ? judgement.facts : []));
  if (facts.length > 0) {
    return violationUnless(facts);
  }
  const isNothing = judgements.length > 0 && judgements.every(({ status }) => status === "notApplicable");
  return judgements.find(({ status }) => status === "unknown") ?? (isNothing ? NOT_APPLICABLE : COMPLIANT);
}
