import { describe, expect, it } from "vitest";
import { type EffectivePolicies, evaluate } from "../../../../simulator/src/iam/evaluate";
import type { Statement } from "../../../../simulator/src/iam/policyDocument";

const INSTANCE = "arn:aws:ec2:us-west-2:111122223333:instance/i-0123456789abcdef0";

/** What a request of DRS has. */
const CONTEXT = {
  "aws:ViaAWSService": ["true"],
  "aws:CalledVia": ["drs.amazonaws.com"],
  "aws:PrincipalAccount": ["111122223333"],
  "aws:TagKeys": ["AWSElasticDisasterRecoveryManaged", "Name"],
  "aws:RequestTag/AWSElasticDisasterRecoveryManaged": ["drs.amazonaws.com"],
};

/** A statement that allows the request, and whose one member is another. */
const aStatement = (changes: Partial<Statement> = {}): Statement => ({
  Effect: "Allow",
  Action: "ec2:StartInstances",
  Resource: "*",
  ...changes,
});

const named = (Statement: readonly Statement[], id = "own") => ({ id, document: { Statement } });

function decide(policies: EffectivePolicies, resource = INSTANCE) {
  const context = new Map(Object.entries(CONTEXT).map(([key, values]) => [key.toLowerCase(), values] as const));
  return evaluate(policies, { action: "ec2:StartInstances", resource, context });
}

const by = (...statements: Statement[]) => decide({ identity: [named(statements)] });
const when = (Condition: NonNullable<Statement["Condition"]>) => by(aStatement({ Condition }));

describe(evaluate.name, () => {
  it.each([
    { label: "the action", statement: {}, decision: "allowed" },
    { label: "the action in other letters", statement: { Action: "EC2:startinstances" }, decision: "allowed" },
    { label: "a pattern of it", statement: { Action: ["s3:*", "ec2:Start*"] }, decision: "allowed" },
    { label: "a character of it", statement: { Action: "ec2:StartInstance?" }, decision: "allowed" },
    { label: "another action", statement: { Action: "ec2:StopInstances" }, decision: "implicitDeny" },
    { label: "all but another", statement: { Action: undefined, NotAction: "iam:*" }, decision: "allowed" },
    { label: "all but this", statement: { Action: undefined, NotAction: "ec2:*" }, decision: "implicitDeny" },
    { label: "a pattern of the resource", statement: { Resource: "arn:aws:ec2:*:*:instance/*" }, decision: "allowed" },
    { label: "another type", statement: { Resource: "arn:aws:ec2:*:*:volume/*" }, decision: "implicitDeny" },
    {
      label: "all but the resource",
      statement: { Resource: undefined, NotResource: INSTANCE },
      decision: "implicitDeny",
    },
    {
      label: "the caller's account by a variable",
      statement: { Resource: `arn:aws:ec2:*:\${aws:PrincipalAccount}:instance/*` },
      decision: "allowed",
    },
    { label: "a variable that is missing", statement: { Resource: `\${aws:username}` }, decision: "implicitDeny" },
  ])("a statement with $label: $decision", ({ statement, decision }) => {
    expect(by(aStatement(statement)).decision).toBe(decision);
  });

  it.each([
    { label: "Bool", condition: { Bool: { "aws:ViaAWSService": true } }, decision: "allowed" },
    { label: "Bool that is false", condition: { Bool: { "aws:ViaAWSService": "false" } }, decision: "implicitDeny" },
    { label: "a key in other letters", condition: { Bool: { "AWS:viaawsservice": "true" } }, decision: "allowed" },
    {
      label: "any of the services",
      condition: { "ForAnyValue:StringEquals": { "aws:CalledVia": "drs.amazonaws.com" } },
      decision: "allowed",
    },
    {
      label: "all of the tag keys",
      condition: { "ForAllValues:StringLike": { "aws:TagKeys": ["AWS*", "Name"] } },
      decision: "allowed",
    },
    {
      label: "all of the tag keys, and one is another",
      condition: { "ForAllValues:StringEquals": { "aws:TagKeys": ["Name"] } },
      decision: "implicitDeny",
    },
    {
      label: "a tag that is there",
      condition: { Null: { "aws:RequestTag/AWSElasticDisasterRecoveryManaged": "false" } },
      decision: "allowed",
    },
    { label: "a tag that is not there", condition: { Null: { "aws:RequestTag/Owner": "true" } }, decision: "allowed" },
    {
      label: "a negation of a missing key",
      condition: { StringNotEquals: { "aws:RequestedRegion": "x" } },
      decision: "allowed",
    },
    {
      label: "IfExists of a missing key",
      condition: { StringEqualsIfExists: { "aws:RequestedRegion": "x" } },
      decision: "allowed",
    },
    { label: "a missing key", condition: { StringEquals: { "aws:RequestedRegion": "x" } }, decision: "implicitDeny" },
    {
      label: "two, of which one fails",
      condition: { Bool: { "aws:ViaAWSService": "true", "aws:SecureTransport": "true" } },
      decision: "implicitDeny",
    },
  ] as const)("a condition of $label: $decision", ({ condition, decision }) => {
    expect(when(condition).decision).toBe(decision);
  });

  it("names the keys that are missing of statements about the request, and of no other", () => {
    const other = aStatement({ Action: "s3:*", Condition: { Bool: { "s3:x": "true" } } });
    const own = aStatement({ Condition: { StringEquals: { "ec2:CreateAction": "RunInstances" } } });
    expect(by(other, own)).toMatchObject({ decision: "implicitDeny", missing: ["ec2:CreateAction"] });
  });

  it("lets a denial outweigh what is allowed, and names it", () => {
    const policies = [named([aStatement()]), named([aStatement({ Effect: "Deny", Action: "*" })], "guardrail")];
    expect(decide({ identity: policies })).toEqual({ decision: "explicitDeny", matched: ["guardrail"], missing: [] });
  });

  it("asks a boundary and the organization as well", () => {
    const identity = [named([aStatement()])];
    const nothing = named([aStatement({ Action: "s3:*" })]);
    expect(decide({ identity, boundary: nothing })).toMatchObject({
      decision: "implicitDeny",
      allowedByBoundary: false,
    });
    expect(decide({ identity, organization: [nothing] })).toMatchObject({
      decision: "implicitDeny",
      allowedByOrganization: false,
    });
  });

  it("leaves service control policies with conditions out, as the policy simulator does", () => {
    const denying = aStatement({ Effect: "Deny", Condition: { Bool: { "aws:ViaAWSService": "true" } } });
    const organization = [named([aStatement({ Action: "*" })]), named([denying])];
    expect(decide({ identity: [named([aStatement()])], organization }).decision).toBe("allowed");
  });
});
