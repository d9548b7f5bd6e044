import type { PolicyDocument } from "../../iam/policyDocument";

/** A policy of an identity; without an ARN it is inline. */
export interface PolicyState {
  readonly policyName: string;
  readonly policyArn?: string | undefined;
  readonly document: PolicyDocument;
}

/** A role or user. */
export interface IdentityState {
  readonly kind: "role" | "user";
  readonly name: string;
  /** Begins and ends with a slash. */
  readonly path: string;
  readonly policies: readonly PolicyState[];
  readonly permissionsBoundary?: PolicyDocument | undefined;
}

/** An instance profile; one without a role launches nothing. */
export interface InstanceProfileState {
  readonly instanceProfileName: string;
  readonly path: string;
  readonly roleName?: string | undefined;
}

/** IAM of the world's account. */
export interface IamState {
  readonly identities: readonly IdentityState[];
  readonly instanceProfiles: readonly InstanceProfileState[];
  /** Service control policies; absent: the account is in no organization. */
  readonly organizationPolicies?: readonly PolicyDocument[] | undefined;
  /** Whether a simulation answers one result an action, as since 2026, or one for each resource too. */
  readonly results: "perAction" | "perResource";
}
