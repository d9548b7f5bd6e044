/** IAM's query protocol: what drills and settings ask of it, and the simulation of policies. */
import type { Caller } from "../caller";
import type { Form } from "../ec2/form";
import type { Xml } from "../ec2/xml";
import { AwsError } from "../errors";
import { queryAnswer, queryRefusal } from "../queryAnswer";
import type { WireAnswer } from "../wire";
import type { InstanceProfileState } from "../world/state/iam";
import type { WorldState } from "../world/state/worldState";
import { evaluate } from "./evaluate";
import { arnOf, findIdentity, type Identity, identityOf, policiesOf } from "./identities";
import { members, simulatePrincipalPolicy } from "./simulate";

interface IamOperation {
  /** The ARN of what the request is about, as permissions name it. */
  readonly resourceOf: (form: Form, state: WorldState) => string;
  readonly answer: (form: Form, state: WorldState) => { readonly [name: string]: Xml };
}

/** The actions, each with the content of its result element. None changes anything. */
const OPERATIONS: Readonly<Record<string, IamOperation>> = {
  GetRole: {
    resourceOf: (form, state) => resourceArn(form, state, "role", "RoleName"),
    answer: (form, state) => ({ Role: roleOf(named(form, state, "role", "RoleName")) }),
  },
  GetUser: {
    resourceOf: (form, state) => resourceArn(form, state, "user", "UserName"),
    answer: (form, state) => ({ User: userOf(named(form, state, "user", "UserName")) }),
  },
  GetInstanceProfile: {
    resourceOf: (form, state) => arnOf(state, "instance-profile", `/${form.text("InstanceProfileName") ?? ""}`),
    answer: (form, state) => ({ InstanceProfile: instanceProfile(form, state) }),
  },
  ListAttachedRolePolicies: {
    resourceOf: (form, state) => resourceArn(form, state, "role", "RoleName"),
    answer: (form, state) => {
      const { policies } = named(form, state, "role", "RoleName");
      const attached = policies.filter(({ policyArn }) => policyArn !== undefined);
      return {
        AttachedPolicies: members(
          attached.map(({ policyName, policyArn }) => ({ PolicyName: policyName, PolicyArn: policyArn })),
        ),
        IsTruncated: false,
      };
    },
  },
  SimulatePrincipalPolicy: {
    resourceOf: (form) => form.text("PolicySourceArn") ?? "*",
    answer: simulatePrincipalPolicy,
  },
};

/** The names of the IAM actions that the simulator models. */
export function iamOperationNames(): string[] {
  return Object.keys(OPERATIONS);
}

/**
 * Answers a request in IAM's protocol, whatever Region it was signed for. Only here the simulator asks what the caller may.
 *
 * @throws AwsError InvalidAction for an action that is not modelled, AccessDenied, and when the action refuses
 */
export function answerIam(
  { action, form }: { readonly action: string; readonly form: Form },
  state: WorldState,
  caller: Caller,
  requestId: string,
): WireAnswer {
  const operation = Object.hasOwn(OPERATIONS, action) ? OPERATIONS[action] : undefined;
  if (operation === undefined) {
    throw new AwsError("InvalidAction", 400, `Could not find operation ${action}: drs-simulator does not model it`);
  }
  refuseUnlessAllowed(action, operation.resourceOf(form, state), state, caller);
  return queryAnswer("iam", action, operation.answer(form, state), requestId);
}

/** The root user may do anything. */
function refuseUnlessAllowed(action: string, resource: string, state: WorldState, caller: Caller): void {
  const identity = identityOf(state, caller);
  if (identity === undefined) {
    return;
  }
  const request = { action: `iam:${action}`, resource, context: new Map() };
  const { decision } = evaluate(policiesOf(state, identity), request);
  if (decision !== "allowed") {
    const why =
      decision === "explicitDeny"
        ? "with an explicit deny in an identity-based policy"
        : `because no identity-based policy allows the iam:${action} action`;
    const message = `User: ${caller.arn} is not authorized to perform: iam:${action} on resource: ${resource} ${why}`;
    throw new AwsError("AccessDenied", 403, message);
  }
}

function named(form: Form, state: WorldState, kind: "role" | "user", member: string): Identity {
  const name = form.text(member) ?? "";
  const found = findIdentity(state, kind, name);
  if (found === undefined) {
    throw noSuchEntity(`The ${kind} with name ${name} cannot be found.`);
  }
  return found;
}

function resourceArn(form: Form, state: WorldState, kind: "role" | "user", member: string): string {
  const name = form.text(member) ?? "";
  return findIdentity(state, kind, name)?.arn ?? arnOf(state, kind, `/${name}`);
}

const CREATED = "2026-01-01T00:00:00Z";

const EC2_MAY_ASSUME = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

function roleOf({ name, path, arn }: Identity): Xml {
  return {
    RoleName: name,
    Path: path,
    RoleId: "AROASIMULATEDROLE0000",
    Arn: arn,
    CreateDate: CREATED,
    AssumeRolePolicyDocument: encodeURIComponent(EC2_MAY_ASSUME),
  };
}

function userOf({ name, path, arn }: Identity): Xml {
  return { UserName: name, Path: path, UserId: "AIDASIMULATEDUSER0000", Arn: arn, CreateDate: CREATED };
}

function instanceProfile(form: Form, state: WorldState): Xml {
  const name = form.text("InstanceProfileName") ?? "";
  const found = state.iam.instanceProfiles.find((each: InstanceProfileState) => each.instanceProfileName === name);
  if (found === undefined) {
    throw noSuchEntity(`Instance Profile ${name} cannot be found.`);
  }
  const role = found.roleName === undefined ? undefined : findIdentity(state, "role", found.roleName);
  return {
    InstanceProfileName: name,
    Path: found.path,
    InstanceProfileId: "AIPASIMULATED00000000",
    Arn: arnOf(state, "instance-profile", `${found.path}${name}`),
    CreateDate: CREATED,
    Roles: members(role === undefined ? [] : [roleOf(role)]),
  };
}

function noSuchEntity(message: string): AwsError {
  return new AwsError("NoSuchEntity", 404, message);
}

/** A refusal in IAM's protocol. */
export function refuseIam(error: AwsError, requestId: string): WireAnswer {
  return queryRefusal("iam", error, requestId);
}
