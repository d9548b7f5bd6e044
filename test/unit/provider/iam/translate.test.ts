import type { EvaluationResult } from "@aws-sdk/client-iam";
import { describe, expect, it } from "vitest";
import { toDecisions } from "../../../../provider/src/iam/translate";

const [VOLUME, INSTANCE] = [
  "arn:aws:ec2:us-west-2:111122223333:volume/vol-0",
  "arn:aws:ec2:us-west-2:111122223333:instance/i-0",
];

/** A result about two resources, as IAM answers it. */
const aResult = (changes: Partial<EvaluationResult> = {}): EvaluationResult => ({
  EvalActionName: "ec2:CreateVolume",
  EvalResourceName: VOLUME,
  EvalDecision: "implicitDeny",
  MissingContextValues: [],
  ResourceSpecificResults: [
    { EvalResourceName: VOLUME, EvalResourceDecision: "allowed" },
    { EvalResourceName: INSTANCE, EvalResourceDecision: "implicitDeny", MissingContextValues: ["aws:SourceIp"] },
  ],
  ...changes,
});

const BY_RESOURCE = [
  { action: "ec2:CreateVolume", resource: VOLUME, decision: "allowed", missing: [] },
  { action: "ec2:CreateVolume", resource: INSTANCE, decision: "implicitDeny", missing: ["aws:SourceIp"] },
];

describe(toDecisions.name, () => {
  it("takes the decision of each resource", () => {
    expect(toDecisions([aResult()], true)).toEqual(BY_RESOURCE);
  });

  it("takes each once where IAM answers a result for each resource", () => {
    expect(toDecisions([aResult(), aResult({ EvalResourceName: INSTANCE })], true)).toEqual(BY_RESOURCE);
  });

  it("takes no decision about all resources together for that of one", () => {
    expect(toDecisions([aResult({ ResourceSpecificResults: [] })], true)).toEqual([]);
  });

  it("takes a result's own decision where no resource was asked about", () => {
    const { ResourceSpecificResults: _none, ...whole } = aResult({ MissingContextValues: ["aws:SourceIp"] });
    expect(toDecisions([whole], false)).toEqual([
      { action: "ec2:CreateVolume", resource: "*", decision: "implicitDeny", missing: ["aws:SourceIp"] },
    ]);
  });

  it("says what a boundary and an organization do not allow", () => {
    const [first] = toDecisions(
      [
        aResult({
          OrganizationsDecisionDetail: { AllowedByOrganizations: false },
          PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
        }),
      ],
      true,
    );
    expect(first).toMatchObject({ allowedByBoundary: false, allowedByOrganization: false });
  });

  it("leaves out what says no action or no decision", () => {
    const nameless = { EvalActionName: undefined, EvalDecision: undefined };
    expect(toDecisions([nameless], false)).toEqual([]);
    expect(
      toDecisions([{ ...nameless, ResourceSpecificResults: aResult().ResourceSpecificResults ?? [] }], true),
    ).toEqual([]);
  });
});
