/** How IAM decides: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html. */
import { conditionsHold, missingKeys, type RequestContext, withVariables } from "./conditions";
import { fits, listFrom, type PolicyDocument, type Statement } from "./policyDocument";

export type Decision = "allowed" | "explicitDeny" | "implicitDeny";

/** A policy, and what answers call it. */
export interface NamedPolicy {
  readonly id: string;
  readonly document: PolicyDocument;
}

/** What decides about a principal's requests. */
export interface EffectivePolicies {
  readonly identity: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy | undefined;
  /** Service control policies of its account; undefined where the account is in no organization. */
  readonly organization?: readonly NamedPolicy[] | undefined;
}

/** A request that is judged. */
export interface JudgedRequest {
  /** `service:Action`. */
  readonly action: string;
  /** An ARN, or `*`. */
  readonly resource: string;
  readonly context: RequestContext;
}

/** What IAM makes of a request. */
export interface Evaluation {
  readonly decision: Decision;
  /** Ids of the policies whose statements decided: those that deny, else those that allow. */
  readonly matched: readonly string[];
  /** Condition keys of statements about this action and resource that the request lacks. */
  readonly missing: readonly string[];
  readonly allowedByBoundary?: boolean;
  readonly allowedByOrganization?: boolean;
}

/** Decides a request by all policies of a principal: each kind has to allow it, and none may deny it. */
export function evaluate(policies: EffectivePolicies, request: JudgedRequest): Evaluation {
  const identity = decide(policies.identity, request);
  const boundary = policies.boundary === undefined ? undefined : decide([policies.boundary], request);
  // The policy simulator does not evaluate service control policies that have conditions.
  const organization =
    policies.organization === undefined ? undefined : decide(policies.organization.filter(isUnconditional), request);
  const all = [identity, boundary, organization].filter((each) => each !== undefined);
  return {
    decision: mostRestrictive(all.map(({ decision }) => decision)),
    matched: identity.matched,
    missing: [...new Set(all.flatMap(({ missing }) => missing))],
    ...(boundary === undefined ? {} : { allowedByBoundary: boundary.decision === "allowed" }),
    ...(organization === undefined ? {} : { allowedByOrganization: organization.decision === "allowed" }),
  };
}

/** The decision that counts of several: a denial outweighs what nothing allows, and that what is allowed. */
export function mostRestrictive(decisions: readonly Decision[]): Decision {
  const order: readonly Decision[] = ["explicitDeny", "implicitDeny"];
  return order.find((each) => decisions.includes(each)) ?? "allowed";
}

function isUnconditional({ document }: NamedPolicy): boolean {
  return listFrom(document.Statement).every(({ Condition }) => Condition === undefined);
}

function decide(policies: readonly NamedPolicy[], request: JudgedRequest) {
  const about = policies.flatMap(({ id, document }) =>
    listFrom(document.Statement)
      .filter((statement) => isAbout(statement, request))
      .map((statement) => ({ id, statement })),
  );
  const matching = about.filter(({ statement }) => conditionsHold(statement, request.context));
  const denying = matching.filter(({ statement }) => statement.Effect === "Deny");
  const decision: Decision = denying.length > 0 ? "explicitDeny" : matching.length > 0 ? "allowed" : "implicitDeny";
  return {
    decision,
    matched: (denying.length > 0 ? denying : matching).map(({ id }) => id),
    missing: about.flatMap(({ statement }) => missingKeys(statement, request.context)),
  };
}

/** Whether a statement speaks of this action on this resource, whatever its conditions say. */
function isAbout(statement: Statement, { action, resource, context }: JudgedRequest): boolean {
  const acts = (names: readonly string[]) => names.some((name) => fits(name.toLowerCase(), action.toLowerCase()));
  const has = (arns: readonly string[]) =>
    arns.some((arn) => {
      const pattern = withVariables(arn, context);
      return pattern !== undefined && fits(pattern, resource);
    });
  const { Action, NotAction, Resource, NotResource } = statement;
  const isOfAction = Action === undefined ? !acts(listFrom(NotAction)) : acts(listFrom(Action));
  return isOfAction && (Resource === undefined ? !has(listFrom(NotResource)) : has(listFrom(Resource)));
}
