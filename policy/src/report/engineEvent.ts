import * as v from "valibot";

const pack = { policyPackName: v.string(), policyPackVersion: v.optional(v.string(), "") };
const judged = {
  ...pack,
  passed: v.nullish(v.array(v.string()), []),
  failed: v.nullish(v.array(v.string()), []),
};

/** The engine's own words are advisory and mandatory; its documentation adds others. */
const level = v.pipe(
  v.picklist(["advisory", "warning", "none", "disabled", "mandatory", "remediate"]),
  v.transform((said) => (said === "mandatory" || said === "remediate" ? "mandatory" : "advisory")),
);

const severity = v.fallback(v.optional(v.picklist(["low", "medium", "high", "critical"])), undefined);

/**
 * The part of apitype.EngineEvent (pulumi/sdk/go/common/apitype/events.go, 3.245.0) that reports read. Other events pass
 * as they are: newer engines have more.
 */
const engineEvent = v.object({
  sequence: v.number(),
  preludeEvent: v.optional(v.object({})),
  cancelEvent: v.optional(v.object({})),
  policyLoadEvent: v.optional(v.object({})),
  summaryEvent: v.optional(v.object({ result: v.optional(v.string()) })),
  diagnosticEvent: v.optional(v.object({ message: v.string(), severity: v.string() })),
  policyEvent: v.optional(
    v.object({
      ...pack,
      resourceUrn: v.optional(v.string(), ""),
      message: v.string(),
      policyName: v.string(),
      enforcementLevel: level,
      severity,
    }),
  ),
  policyRemediationEvent: v.optional(
    v.object({ ...pack, resourceUrn: v.optional(v.string(), ""), policyName: v.string() }),
  ),
  policyAnalyzeSummaryEvent: v.optional(v.object({ ...judged, resourceUrn: v.string() })),
  policyAnalyzeStackSummaryEvent: v.optional(v.object(judged)),
});

export type ReportedEvent = v.InferOutput<typeof engineEvent>;

/** The event, or what is wrong with it: what was seen and what was expected. */
export function toEngineEvent(value: unknown): { event: ReportedEvent } | { flaw: string } {
  const result = v.safeParse(engineEvent, value);
  if (result.success) {
    return { event: result.output };
  }
  const [issue] = result.issues;
  const { received, expected, message } = issue;
  const path = v.getDotPath(issue);
  const where = path === null ? "" : `${path}: `;
  return { flaw: expected === null ? `${where}${message}` : `${where}saw ${received}, expected ${expected}` };
}
