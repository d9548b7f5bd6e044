/** Whether DRS could launch with the caller's permissions, as IAM's policy simulator says it: advice, never more. */
import type { ContextEntry, IamGateway, SimulatedDecision, Simulation } from "../../iam/gateway";
import { DRS_CALLS, DRS_READS, DRS_TAGS, MADE_BY_A_LAUNCH, type ResourceKind } from "../../permissions/drsCalls";
import { toArn } from "../../permissions/policyDocument";
import { accountOfArn, harmless, type Observation, someOf } from "../../vocabulary";

/** What drills are started with: who may not do it does not drill with these credentials. */
const START = "drs:StartRecovery";

/**
 * A line of advice about what IAM would deny DRS; undefined where it denies nothing that is certain, and where IAM cannot
 * be asked: who may not simulate policies is not told so, because drills need no such right. At most three calls of IAM.
 * Never throws. Changes nothing.
 *
 * @param seen - what the wave looks at, whose subnets, templates and servers are asked about by their ids
 */
export async function adviseOnPermissions(iam: IamGateway, seen: Observation): Promise<string | undefined> {
  try {
    const principal = await findPrincipal(iam);
    if (principal === undefined) {
      return undefined;
    }
    const [calls, reads] = simulationsOf(principal, seen);
    const decisions = await Promise.all([iam.simulate(calls), iam.simulate(reads)]);
    return describeDenials(principal, decisions.flat());
  } catch {
    return undefined;
  }
}

/**
 * The role or user that calls. A session's ARN lacks the path of its role, so the role is looked up. Undefined for the root
 * user and federated users, which are not covered.
 */
async function findPrincipal(iam: IamGateway): Promise<string | undefined> {
  const caller = await iam.findCaller();
  const [, roleName] = /^arn:[^:]+:sts::\d+:assumed-role\/([^/]+)\//.exec(caller ?? "") ?? [];
  if (roleName !== undefined) {
    return iam.getRoleArn(roleName);
  }
  return caller !== undefined && /^arn:[^:]+:iam::\d+:user\//.test(caller) ? caller : undefined;
}

/** What is asked: the calls on resources, and those that know none. Pure. */
export function simulationsOf(principal: string, seen: Observation): [calls: Simulation, reads: Simulation] {
  const [, partition] = principal.split(":");
  const place = { partition, region: seen.region, account: accountOfArn(principal) };
  const known: Partial<Record<ResourceKind, string>> = { ...MADE_BY_A_LAUNCH, ...existingOnes(seen) };
  const asked = { principal, context: contextOf(principal, seen.region) };
  return [
    {
      ...asked,
      actions: [START, ...Object.keys(DRS_CALLS)],
      resources: Object.values(known).map((resource) => arnOf(resource, place)),
    },
    { ...asked, actions: DRS_READS, resources: [] },
  ];
}

/** Of one server: a policy may name these by their ids. What is not known is not asked about. */
function existingOnes({ servers }: Observation): Partial<Record<ResourceKind, string>> {
  const [server] = servers;
  const { launchTemplateId, subnetId, securityGroupIds: [group] = [] } = server?.launchTemplate ?? {};
  return {
    ...(server === undefined ? {} : { "source-server": `drs:source-server/${server.sourceServerId}` }),
    ...(launchTemplateId === undefined ? {} : { "launch-template": `ec2:launch-template/${launchTemplateId}` }),
    ...(subnetId === undefined ? {} : { subnet: `ec2:subnet/${subnetId}` }),
    ...(group === undefined ? {} : { "security-group": `ec2:security-group/${group}` }),
  };
}

/** A snapshot and an image are in no account. */
function arnOf(resource: string, place: Parameters<typeof toArn>[1]): string {
  return toArn(resource, place).replace(/:\*:(image|snapshot)\//, "::$1/");
}

/**
 * The context of DRS's requests. Of what usual guardrails ask about and nobody here knows, such as whether there was a
 * second factor, the value that no guardrail refuses: advice is given on what is certain.
 */
function contextOf(principal: string, region: string): ContextEntry[] {
  const text = (key: string, ...values: string[]): ContextEntry => ({ key, type: "string", values });
  const isTrue = (key: string): ContextEntry => ({ key, type: "boolean", values: ["true"] });
  const account = accountOfArn(principal) ?? "";
  return [
    isTrue("aws:ViaAWSService"),
    { key: "aws:CalledVia", type: "stringList", values: ["drs.amazonaws.com"] },
    text("aws:CalledViaFirst", "drs.amazonaws.com"),
    text("aws:CalledViaLast", "drs.amazonaws.com"),
    text("iam:PassedToService", "ec2.amazonaws.com"),
    { key: "aws:TagKeys", type: "stringList", values: Object.keys(DRS_TAGS) },
    ...Object.entries(DRS_TAGS).flatMap(([key, value]) =>
      ["aws:RequestTag", "aws:ResourceTag", "ec2:ResourceTag"].map((kind) => text(`${kind}/${key}`, value)),
    ),
    text("aws:PrincipalArn", principal),
    text("aws:PrincipalAccount", account),
    text("aws:ResourceAccount", account),
    text("aws:RequestedRegion", region),
    isTrue("aws:SecureTransport"),
    isTrue("aws:MultiFactorAuthPresent"),
  ];
}

/** What keeps DRS from an action, as a clause. */
type Reason =
  | "which no policy allows"
  | "by an explicit deny"
  | "by the permissions boundary"
  | "by a service control policy";

/**
 * The line; undefined where nothing is denied for certain, and where the principal may not start drills at all: somebody
 * else does. A decision that lacks context is not certain, unless it is an explicit deny. Pure.
 */
export function describeDenials(principal: string, decisions: readonly SimulatedDecision[]): string | undefined {
  const denied = decisions.filter(isCertainlyDenied);
  if (denied.some(({ action }) => action === START)) {
    return undefined;
  }
  const told = denied.filter(({ action, resource }) => isAskedOf(action, resource));
  if (told.length === 0) {
    return undefined;
  }
  const parts = REASONS.flatMap((reason) => {
    const ofReason = told.filter((each) => reasonOf(each) === reason);
    return ofReason.length === 0 ? [] : [`${nameActions(ofReason)}, ${reason}${givenWithout(ofReason)}`];
  });
  return harmless(
    `DRS launches with the permissions of ${principal}, and IAM would deny it ${parts.join("; ")}. Session policies, KMS key ` +
      `policies and SCPs with conditions were not looked at. Fix: ${fixOf(told)}`,
  );
}

const REASONS: readonly Reason[] = [
  "which no policy allows",
  "by an explicit deny",
  "by the permissions boundary",
  "by a service control policy",
];

function isCertainlyDenied({ action, resource, decision, missing }: SimulatedDecision): boolean {
  const isOfServer = action !== START || resource.includes(":source-server/");
  return isOfServer && (decision === "explicitDeny" || (decision === "implicitDeny" && missing.length === 0));
}

/** IAM answers each action on each resource, also on those that it has nothing to do with. */
function isAskedOf(action: string, resource: string): boolean {
  return DRS_READS.includes(action) || (DRS_CALLS[action] ?? []).some((kind) => kind === kindOf(resource));
}

/** `instance` of `arn:aws:ec2:us-west-2:111122223333:instance/i-…`. */
function kindOf(arn: string): string | undefined {
  return arn.split(":")[5]?.split("/")[0];
}

function reasonOf({ decision, allowedByBoundary, allowedByOrganization }: SimulatedDecision): Reason {
  if (allowedByOrganization === false) {
    return "by a service control policy";
  }
  if (allowedByBoundary === false) {
    return "by the permissions boundary";
  }
  return decision === "explicitDeny" ? "by an explicit deny" : "which no policy allows";
}

/** `ec2:RunInstances (instance, subnet) and ec2:DescribeImages`. */
function nameActions(denied: readonly SimulatedDecision[]): string {
  const actions = [...new Set(denied.map(({ action }) => action))];
  return someOf(
    actions.map((action) => {
      const kinds = denied.filter((each) => each.action === action).flatMap(({ resource }) => kindOf(resource) ?? []);
      return kinds.length === 0 ? action : `${action} (${kinds.join(", ")})`;
    }),
  );
}

/** An explicit deny may depend on what nobody could say. */
function givenWithout(denied: readonly SimulatedDecision[]): string {
  const missing = [...new Set(denied.flatMap((each) => (each.decision === "explicitDeny" ? each.missing : [])))];
  return missing.length === 0 ? "" : ` (as long as it is not told ${someOf(missing)})`;
}

function fixOf(denied: readonly SimulatedDecision[]): string {
  const isMissing = denied.some((each) => reasonOf(each) === "which no policy allows");
  const isForbidden = denied.some((each) => reasonOf(each) !== "which no policy allows");
  return [
    ...(isMissing ? ["attach the policy that `npx drillwave-iam print drill` prints"] : []),
    ...(isForbidden ? ["have what forbids it except DRS's calls (aws:CalledVia is drs.amazonaws.com)"] : []),
  ].join(", and ");
}
