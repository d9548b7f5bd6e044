import type { EvaluationResult } from "@aws-sdk/client-iam";
import { withoutUndefined } from "../withoutUndefined";
import type { SimulatedDecision } from "./gateway";

/**
 * The decisions of a simulation, one for each action and resource (docs/drs-facts.md#what-a-simulation-of-policies-answers).
 * What does not say action, resource and decision is left out. Pure.
 *
 * @param hasResources - whether resources were asked about: then a result's own decision is that of all of them together,
 * and says of none what it is
 */
export function toDecisions(results: readonly EvaluationResult[], hasResources: boolean): SimulatedDecision[] {
  const decisions = results.flatMap(hasResources ? decisionsByResource : wholeDecision);
  // A result for each resource, as IAM answered before, has the decisions of all resources in every one of them.
  return [...new Map(decisions.map((each) => [`${each.action} ${each.resource}`, each])).values()];
}

function wholeDecision(result: EvaluationResult): SimulatedDecision[] {
  const { EvalActionName: action, EvalDecision: decision, MissingContextValues: missing = [] } = result;
  if (action === undefined || decision === undefined) {
    return [];
  }
  return [withoutUndefined({ action, resource: "*", decision, missing, ...whyOf(result) })];
}

function decisionsByResource(result: EvaluationResult): SimulatedDecision[] {
  const { EvalActionName: action, MissingContextValues: missingOfAll = [], ResourceSpecificResults = [] } = result;
  return ResourceSpecificResults.flatMap((each) => {
    const {
      EvalResourceName: resource,
      EvalResourceDecision: decision,
      MissingContextValues: missingOfOne = [],
    } = each;
    if (action === undefined || resource === undefined || decision === undefined) {
      return [];
    }
    const missing = [...new Set([...missingOfOne, ...missingOfAll])];
    return [
      withoutUndefined({
        action,
        resource,
        decision,
        missing,
        ...whyOf(result, each.PermissionsBoundaryDecisionDetail),
      }),
    ];
  });
}

/** The boundary's part is a resource's own, where IAM says it there. */
function whyOf(
  result: EvaluationResult,
  ofResource?: EvaluationResult["PermissionsBoundaryDecisionDetail"],
): Pick<SimulatedDecision, "allowedByBoundary" | "allowedByOrganization"> {
  const boundary = ofResource ?? result.PermissionsBoundaryDecisionDetail;
  return withoutUndefined({
    allowedByBoundary: boundary?.AllowedByPermissionsBoundary,
    allowedByOrganization: result.OrganizationsDecisionDetail?.AllowedByOrganizations,
  });
}
