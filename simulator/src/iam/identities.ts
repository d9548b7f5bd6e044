import type { Caller } from "../caller";
import type { IdentityState } from "../world/state/iam";
import { partitionOf } from "../world/state/resource";
import type { WorldState } from "../world/state/worldState";
import type { EffectivePolicies } from "./evaluate";
import type { PolicyDocument } from "./policyDocument";

/** A role or user, and where it is. */
export interface Identity extends IdentityState {
  readonly arn: string;
}

/** What a principal may do of which the world says nothing. */
const ADMINISTRATOR: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};

const ADMINISTRATOR_ACCESS = {
  policyName: "AdministratorAccess",
  policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
};

/**
 * The role or user with this name; undefined when there is none. Roles that STS knows, those that somebody has assumed, and
 * the user of keys that STS did not issue are administrators, unless the world says what they may.
 */
export function findIdentity(state: WorldState, kind: IdentityState["kind"], name: string): Identity | undefined {
  const known = state.iam.identities.find((each) => each.kind === kind && each.name === name);
  const found = known ?? administrator(state, kind, name);
  return found && { ...found, arn: arnOf(state, kind, `${found.path}${found.name}`) };
}

/** The ARN of an IAM resource, `path` with its name behind it. */
export function arnOf(state: WorldState, type: string, path: string): string {
  return `arn:${partitionOf(state.region)}:iam::${state.account}:${type}${path}`;
}

function administrator(state: WorldState, kind: IdentityState["kind"], name: string): IdentityState | undefined {
  const policies = [{ ...ADMINISTRATOR_ACCESS, document: ADMINISTRATOR }];
  if (kind === "user") {
    return name === "simulated" ? { kind, name, path: "/", policies } : undefined;
  }
  const arns = [
    ...state.sts.roles.map(({ roleArn }) => roleArn),
    ...state.sessions.flatMap(({ roleArn = [] }) => roleArn),
  ];
  const [, path] =
    arns.map((arn) => /:role(\/(?:.*\/)?)([^/]+)$/.exec(arn) ?? []).find(([, , last]) => last === name) ?? [];
  return path === undefined ? undefined : { kind, name, path, policies };
}

/** Who the caller is in IAM; undefined for the root user, a federated one, and a principal of another account. */
export function identityOf(state: WorldState, { arn, account }: Caller): Identity | undefined {
  if (account !== state.account) {
    return undefined;
  }
  const [, role] = /:assumed-role\/([^/]+)\//.exec(arn) ?? [];
  const [, user] = /:user\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  return role === undefined
    ? (user && findIdentity(state, "user", user)) || undefined
    : findIdentity(state, "role", role);
}

/** The policies that decide about what an identity does. */
export function policiesOf(state: WorldState, { policies, permissionsBoundary }: IdentityState): EffectivePolicies {
  const { organizationPolicies } = state.iam;
  return {
    identity: policies.map(({ policyName, document }) => ({ id: policyName, document })),
    ...(permissionsBoundary === undefined
      ? {}
      : { boundary: { id: "PermissionsBoundary", document: permissionsBoundary } }),
    ...(organizationPolicies === undefined
      ? {}
      : { organization: organizationPolicies.map((document, index) => ({ id: `p-${index + 1}`, document })) }),
  };
}
