import {
  GetInstanceProfileCommand,
  GetRoleCommand,
  GetUserCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  SimulatePrincipalPolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { afterEach, describe, expect, it } from "vitest";
import { type Simulator, startSimulator, type WorldFile } from "../../../simulator/src/index";
import { iamClient, stsClient } from "./client";

const ACCOUNT = "111122223333";
const DRILL = `arn:aws:iam::${ACCOUNT}:role/dr/drill`;
const USER = `arn:aws:iam::${ACCOUNT}:user/simulated`;
const VOLUME = `arn:aws:ec2:us-west-2:${ACCOUNT}:volume/vol-0`;
const INSTANCE = `arn:aws:ec2:us-west-2:${ACCOUNT}:instance/i-0`;

const statement = { Effect: "Allow" as const, Resource: "arn:aws:ec2:*:*:volume/*" };
const policies = [
  { policyName: "own", document: { Statement: [{ ...statement, Action: "ec2:CreateVolume" }] } },
  {
    policyName: "tagged",
    policyArn: `arn:aws:iam::${ACCOUNT}:policy/tagged`,
    document: {
      Statement: [
        { ...statement, Action: "ec2:DeleteVolume", Condition: { Null: { "aws:ResourceTag/Managed": "false" } } },
        { ...statement, Action: "ec2:AttachVolume", Condition: { StringEquals: { "aws:ResourceTag/Tier": "db" } } },
      ],
    },
  },
];
const WORLD: NonNullable<WorldFile["iam"]> = { roles: [{ roleName: "drill", path: "/dr/", policies }] };

let simulator: Simulator;
afterEach(() => simulator.close());

async function open(iam: WorldFile["iam"] = WORLD): Promise<IAMClient> {
  simulator = await startSimulator({ world: { ...(iam === undefined ? {} : { iam }) } });
  return iamClient(simulator);
}

describe("IAM", () => {
  it("tells roles with their paths, users, instance profiles and attached policies", async () => {
    const iam = await open();
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: "drill" }));
    const { User } = await iam.send(new GetUserCommand({ UserName: "simulated" }));
    const InstanceProfileName = "AWSElasticDisasterRecoveryRecoveryInstanceRole";
    const { InstanceProfile } = await iam.send(new GetInstanceProfileCommand({ InstanceProfileName }));
    const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: "drill" }));
    expect({
      role: Role?.Arn,
      user: User?.Arn,
      roles: InstanceProfile?.Roles?.map(({ Arn }) => Arn),
      AttachedPolicies,
    }).toEqual({
      role: DRILL,
      user: USER,
      roles: [`arn:aws:iam::${ACCOUNT}:role/service-role/${InstanceProfileName}`],
      AttachedPolicies: [{ PolicyName: "tagged", PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/tagged` }],
    });
  });

  it("answers one result an action, with one for each resource in it", async () => {
    const iam = await open();
    const { EvaluationResults, IsTruncated } = await iam.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: DRILL,
        ActionNames: ["ec2:CreateVolume", "ec2:DeleteVolume", "ec2:AttachVolume"],
        ResourceArns: [VOLUME, INSTANCE],
        ContextEntries: [
          { ContextKeyName: "aws:ResourceTag/Managed", ContextKeyType: "string", ContextKeyValues: ["yes"] },
        ],
      }),
    );
    const seen = EvaluationResults?.map(({ EvalActionName, EvalDecision, ResourceSpecificResults = [] }) => [
      EvalActionName,
      EvalDecision,
      ...ResourceSpecificResults.map((each) =>
        [each.EvalResourceDecision, ...(each.MissingContextValues ?? [])].join(),
      ),
    ]);
    expect(seen).toEqual([
      ["ec2:CreateVolume", "implicitDeny", "allowed", "implicitDeny"],
      ["ec2:DeleteVolume", "implicitDeny", "allowed", "implicitDeny"],
      ["ec2:AttachVolume", "implicitDeny", "implicitDeny,aws:ResourceTag/Tier", "implicitDeny"],
    ]);
    expect(IsTruncated).toBe(false);
  });

  it("answers a result for each resource where the world says so, with the decision of all of them together", async () => {
    const iam = await open({ ...WORLD, results: "perResource" });
    const { EvaluationResults } = await iam.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: DRILL,
        ActionNames: ["ec2:CreateVolume"],
        ResourceArns: [VOLUME, INSTANCE],
      }),
    );
    expect(EvaluationResults?.map(({ EvalResourceName, EvalDecision }) => [EvalResourceName, EvalDecision])).toEqual([
      [VOLUME, "implicitDeny"],
      [INSTANCE, "implicitDeny"],
    ]);
  });

  it("answers pages", async () => {
    const iam = await open();
    const request = { PolicySourceArn: USER, ActionNames: ["ec2:A", "ec2:B", "ec2:C"], MaxItems: 2 };
    const first = await iam.send(new SimulatePrincipalPolicyCommand(request));
    const { Marker = "" } = first;
    const second = await iam.send(new SimulatePrincipalPolicyCommand({ ...request, Marker }));
    expect(
      [first, second].map(({ EvaluationResults, IsTruncated }) => [EvaluationResults?.length, IsTruncated]),
    ).toEqual([
      [2, true],
      [1, false],
    ]);
  });

  it.each([
    {
      label: "a session, which is no principal",
      request: { PolicySourceArn: `arn:aws:sts::${ACCOUNT}:assumed-role/drill/night` },
      code: "InvalidInputException",
      message: `Invalid Entity Arn: arn:aws:sts::${ACCOUNT}:assumed-role/drill/night does not clearly define entity type and name.`,
    },
    {
      label: "a role without its path",
      request: { PolicySourceArn: `arn:aws:iam::${ACCOUNT}:role/drill` },
      code: "NoSuchEntityException",
      message: "The role with name drill cannot be found.",
    },
    {
      label: "an action with a wildcard",
      request: { PolicySourceArn: DRILL, ActionNames: ["ec2:*"] },
      code: "InvalidInputException",
      message: "Invalid Action ec2:*: wildcards are not supported, and a service prefix is required",
    },
  ])("refuses $label", async ({ request, code, message }) => {
    const iam = await open();
    const sent = iam.send(new SimulatePrincipalPolicyCommand({ ActionNames: ["ec2:CreateVolume"], ...request }));
    await expect(sent).rejects.toMatchObject({ name: code, message });
  });

  it("refuses a principal of the world whose policies do not allow it to ask", async () => {
    await open();
    const { Credentials } = await stsClient(simulator).send(
      new AssumeRoleCommand({ RoleArn: DRILL, RoleSessionName: "night" }),
    );
    const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = Credentials ?? {};
    const own = iamClient(simulator, { credentials: { accessKeyId, secretAccessKey } });
    await expect(own.send(new GetRoleCommand({ RoleName: "drill" }))).rejects.toMatchObject({
      name: "AccessDenied",
      message:
        `User: arn:aws:sts::${ACCOUNT}:assumed-role/drill/night is not authorized to perform: iam:GetRole on resource: ` +
        `${DRILL} because no identity-based policy allows the iam:GetRole action`,
    });
  });

  it("takes faults and keeps a journal", async () => {
    const iam = await open();
    simulator.faults.add({ operation: "GetRole", kind: "throttle" });
    await expect(iam.send(new GetRoleCommand({ RoleName: "drill" }))).rejects.toMatchObject({ name: "Throttling" });
    expect(simulator.journal.entries()).toMatchObject([{ service: "iam", operation: "GetRole", fault: "throttle" }]);
  });
});
