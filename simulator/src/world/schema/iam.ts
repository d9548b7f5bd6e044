import * as v from "valibot";
import { isOperator } from "../../iam/conditions";
import type { PolicyDocument } from "../../iam/policyDocument";
import { flag, listOf, matching, objectOf, oneOf, plainText } from "./parts";

const name = matching(/^[\w+=,.@-]{1,64}$/, "1 to 64 letters, digits or any of +=,.@_-");
const path = matching(/^\/(?:[\x21-\x7e]+\/)?$/, 'a path that begins and ends with "/"');

const texts = v.union([plainText, listOf(plainText)], "expected a text or a list of them");
const conditionValue = v.union([plainText, v.number(), flag]);

const condition = v.record(
  v.pipe(plainText, v.check(isOperator, "expected a condition operator that is modelled, such as StringEquals")),
  v.record(plainText, v.union([conditionValue, listOf(conditionValue)])),
  "expected an object",
);

const statement = v.pipe(
  objectOf({
    Sid: v.optional(plainText),
    Effect: oneOf(["Allow", "Deny"]),
    Action: v.optional(texts),
    NotAction: v.optional(texts),
    Resource: v.optional(texts),
    NotResource: v.optional(texts),
    Condition: v.optional(condition),
  }),
  v.check(
    ({ Action, NotAction }) => (Action === undefined) !== (NotAction === undefined),
    "expected one of Action and NotAction",
  ),
  v.check(
    ({ Resource, NotResource }) => (Resource === undefined) !== (NotResource === undefined),
    "expected one of Resource and NotResource",
  ),
);

/** A policy as IAM has it, of an identity: it names no principal. */
const policyDocument: v.GenericSchema<object, PolicyDocument> = objectOf({
  Version: v.optional(plainText),
  Id: v.optional(plainText),
  Statement: v.union([statement, listOf(statement)], "expected a statement, or a list of them"),
});

const identity = {
  path: v.optional(path),
  /** Without an ARN it is inline. */
  policies: v.optional(
    listOf(objectOf({ policyName: plainText, policyArn: v.optional(plainText), document: policyDocument })),
  ),
  permissionsBoundary: v.optional(policyDocument),
};

/** Roles that DRS's InitializeService makes, which launches use; each has an instance profile of its name. */
export const SERVICE_ROLES = [
  "AWSElasticDisasterRecoveryConversionServerRole",
  "AWSElasticDisasterRecoveryRecoveryInstanceRole",
  "AWSElasticDisasterRecoveryRecoveryInstanceWithLaunchActionsRole",
] as const;

/** Who there is in the account, with which policies. */
export const iam = objectOf({
  roles: v.optional(listOf(objectOf({ roleName: name, ...identity }))),
  users: v.optional(listOf(objectOf({ userName: name, ...identity }))),
  instanceProfiles: v.optional(
    listOf(objectOf({ instanceProfileName: name, path: v.optional(path), roleName: v.optional(name) })),
  ),
  serviceRoles: v.optional(listOf(oneOf(SERVICE_ROLES))),
  organizationPolicies: v.optional(listOf(policyDocument)),
  results: v.optional(oneOf(["perAction", "perResource"])),
});
