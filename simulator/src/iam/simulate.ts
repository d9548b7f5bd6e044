import type { Form } from "../ec2/form";
import type { Xml } from "../ec2/xml";
import { AwsError } from "../errors";
import type { WorldState } from "../world/state/worldState";
import type { RequestContext } from "./conditions";
import { type EffectivePolicies, type Evaluation, evaluate, mostRestrictive } from "./evaluate";
import { findIdentity, policiesOf } from "./identities";

/** The types of context keys: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ContextEntry.html. */
const KEY_TYPES = ["string", "numeric", "boolean", "ip", "binary", "date"].flatMap((type) => [type, `${type}List`]);

/**
 * SimulatePrincipalPolicy of the policies that the world has; policies and resources that the request brings along are not
 * modelled.
 *
 * @throws AwsError InvalidInput, and NoSuchEntity for a principal that does not exist
 */
export function simulatePrincipalPolicy(form: Form, state: WorldState): { [name: string]: Xml } {
  const actions = form.list("ActionNames.member");
  const resources = form.list("ResourceArns.member");
  const policies = policiesOf(state, principalOf(form, state));
  if (actions.length === 0) {
    throw invalidInput("ActionNames must not be empty");
  }
  const wrong = actions.find((action) => !/^[a-z0-9-]+:\w+$/i.test(action));
  if (wrong !== undefined) {
    throw invalidInput(`Invalid Action ${wrong}: wildcards are not supported, and a service prefix is required`);
  }
  const context = contextOf(form);
  const all = actions.flatMap((action) => {
    const evaluations = (resources.length === 0 ? ["*"] : resources).map((resource) => ({
      resource,
      evaluation: evaluate(policies, { action, resource, context }),
    }));
    const result = resultOf(action, evaluations, policies);
    return state.iam.results === "perAction"
      ? [result]
      : evaluations.map(({ resource }) => ({ ...result, EvalResourceName: resource }));
  });
  return page(form, all);
}

function principalOf(form: Form, state: WorldState) {
  const arn = form.text("PolicySourceArn") ?? "";
  const [, kind, name = ""] = /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  if (kind !== "role" && kind !== "user") {
    throw invalidInput(`Invalid Entity Arn: ${arn} does not clearly define entity type and name.`);
  }
  const found = findIdentity(state, kind, name);
  if (found?.arn !== arn) {
    throw new AwsError("NoSuchEntity", 404, `The ${kind} with name ${name} cannot be found.`);
  }
  return found;
}

function contextOf(form: Form): RequestContext {
  return new Map(
    form.structures("ContextEntries.member").map((entry) => {
      const type = entry.text("ContextKeyType") ?? "";
      const name = entry.text("ContextKeyName") ?? "";
      const values = entry.list("ContextKeyValues.member");
      if (!KEY_TYPES.includes(type) || (values.length > 1 && !type.endsWith("List"))) {
        throw invalidInput(`Invalid Context Entry ${name}: ${values.length} values of the type ${type}`);
      }
      return [name.toLowerCase(), values];
    }),
  );
}

interface OfResource {
  readonly resource: string;
  readonly evaluation: Evaluation;
}

function resultOf(
  action: string,
  evaluations: readonly OfResource[],
  policies: EffectivePolicies,
): { readonly [name: string]: Xml } {
  const [first] = evaluations;
  const isOfAll = evaluations.every(({ resource }) => resource === "*");
  const missing = [...new Set(evaluations.flatMap(({ evaluation }) => evaluation.missing))];
  return {
    EvalActionName: action,
    EvalResourceName: first?.resource,
    EvalDecision: mostRestrictive(evaluations.map(({ evaluation }) => evaluation.decision)),
    MatchedStatements: matchedOf(evaluations.flatMap(({ evaluation }) => evaluation.matched)),
    MissingContextValues: members(isOfAll ? missing : []),
    ...(policies.organization === undefined
      ? {}
      : { OrganizationsDecisionDetail: { AllowedByOrganizations: allAllow(evaluations, "allowedByOrganization") } }),
    ...(policies.boundary === undefined ? {} : boundaryDetail(allAllow(evaluations, "allowedByBoundary"))),
    ...(isOfAll
      ? {}
      : { ResourceSpecificResults: members(evaluations.map((each) => resourceResultOf(each, policies))) }),
  };
}

function resourceResultOf({ resource, evaluation }: OfResource, { boundary }: EffectivePolicies): Xml {
  return {
    EvalResourceName: resource,
    EvalResourceDecision: evaluation.decision,
    MatchedStatements: matchedOf(evaluation.matched),
    MissingContextValues: members(evaluation.missing),
    ...(boundary === undefined ? {} : boundaryDetail(evaluation.allowedByBoundary === true)),
  };
}

function boundaryDetail(allowed: boolean) {
  return { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: allowed } };
}

function allAllow(evaluations: readonly OfResource[], by: "allowedByBoundary" | "allowedByOrganization"): boolean {
  return evaluations.every(({ evaluation }) => evaluation[by] === true);
}

function matchedOf(ids: readonly string[]): Xml {
  return members([...new Set(ids)].map((id) => ({ SourcePolicyId: id, SourcePolicyType: "IAM Policy" })));
}

/** A list as IAM writes it: one `<member>` each. */
export function members(list: readonly Xml[]): Xml {
  return { member: list };
}

/** Pages of MaxItems results; the marker is the number of the first of the next page. */
function page(form: Form, all: readonly Xml[]): { [name: string]: Xml } {
  const marker = form.text("Marker") ?? "0";
  const size = form.number("MaxItems") ?? 100;
  if (!/^\d+$/.test(marker) || size < 1 || size > 1000) {
    throw invalidInput("Invalid Marker or MaxItems");
  }
  const end = Number(marker) + size;
  return {
    EvaluationResults: members(all.slice(Number(marker), end)),
    IsTruncated: end < all.length,
    ...(end < all.length ? { Marker: String(end) } : {}),
  };
}

function invalidInput(message: string): AwsError {
  return new AwsError("InvalidInput", 400, message);
}
