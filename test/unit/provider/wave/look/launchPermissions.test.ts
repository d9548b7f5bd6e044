import { describe, expect, it } from "vitest";
import type { IamGateway, SimulatedDecision, Simulation } from "../../../../../provider/src/iam/gateway";
import type { Observation } from "../../../../../provider/src/vocabulary";
import {
  adviseOnPermissions,
  describeDenials,
  simulationsOf,
} from "../../../../../provider/src/wave/look/launchPermissions";

const ROLE = "arn:aws:iam::111122223333:role/dr/drill";
const SESSION = "arn:aws:sts::111122223333:assumed-role/drill/night";
const EC2 = "arn:aws:ec2:us-west-2:111122223333:";
const SERVER = "arn:aws:drs:us-west-2:111122223333:source-server/s-1";

/** A decision that is certain, about something that DRS does. */
const denied = (changes: Partial<SimulatedDecision> = {}): SimulatedDecision => ({
  action: "ec2:CreateVolume",
  resource: `${EC2}volume/vol-0`,
  decision: "implicitDeny",
  missing: [],
  ...changes,
});

const NOT_LOOKED_AT = "Session policies, KMS key policies and SCPs with conditions were not looked at";
const ATTACH = "Fix: attach the policy that `npx drillwave-iam print drill` prints";
const EXCEPT = "have what forbids it except DRS's calls (aws:CalledVia is drs.amazonaws.com)";
const line = (what: string, fix: string) =>
  `DRS launches with the permissions of ${ROLE}, and IAM would deny it ${what}. ${NOT_LOOKED_AT}. ${fix}`;

describe(describeDenials.name, () => {
  it.each([
    { label: "nothing", decisions: [], said: undefined },
    { label: "what is allowed", decisions: [denied({ decision: "allowed" })], said: undefined },
    {
      label: "what no policy allows",
      decisions: [denied()],
      said: line("ec2:CreateVolume (volume), which no policy allows", ATTACH),
    },
    { label: "what lacks context", decisions: [denied({ missing: ["ec2:CreateAction"] })], said: undefined },
    {
      label: "an action on something that it is not about",
      decisions: [denied({ resource: `${EC2}instance/i-0` })],
      said: undefined,
    },
    { label: "a decision of which nobody has heard", decisions: [denied({ decision: "deferred" })], said: undefined },
    {
      label: "an explicit deny",
      decisions: [denied({ decision: "explicitDeny" })],
      said: line("ec2:CreateVolume (volume), by an explicit deny", `Fix: ${EXCEPT}`),
    },
    {
      label: "an explicit deny that may depend on what is missing",
      decisions: [denied({ decision: "explicitDeny", missing: ["aws:SourceIp"] })],
      said: line(
        "ec2:CreateVolume (volume), by an explicit deny (as long as it is not told aws:SourceIp)",
        `Fix: ${EXCEPT}`,
      ),
    },
    {
      label: "what a boundary does not allow",
      decisions: [denied({ allowedByBoundary: false })],
      said: line("ec2:CreateVolume (volume), by the permissions boundary", `Fix: ${EXCEPT}`),
    },
    {
      label: "what an organization does not allow",
      decisions: [denied({ allowedByOrganization: false, allowedByBoundary: true })],
      said: line("ec2:CreateVolume (volume), by a service control policy", `Fix: ${EXCEPT}`),
    },
    {
      label: "many, in one line",
      decisions: [
        denied(),
        denied({ resource: `${EC2}snapshot/snap-0` }),
        denied({ action: "ec2:DescribeImages", resource: "*" }),
        denied({ action: "ec2:StopInstances", resource: `${EC2}instance/i-0` }),
        denied({ action: "ec2:StartInstances", resource: `${EC2}instance/i-0` }),
        denied({ action: "ec2:TerminateInstances", resource: `${EC2}instance/i-0`, decision: "explicitDeny" }),
      ],
      said: line(
        "ec2:CreateVolume (volume, snapshot), ec2:DescribeImages, ec2:StopInstances (instance) and 1 more, which no policy " +
          "allows; ec2:TerminateInstances (instance), by an explicit deny",
        `${ATTACH}, and ${EXCEPT}`,
      ),
    },
    {
      label: "nothing to those who may start no drill",
      decisions: [denied(), denied({ action: "drs:StartRecovery", resource: SERVER })],
      said: undefined,
    },
    {
      label: "what is denied although whether a drill may start is not certain",
      decisions: [
        denied(),
        denied({ action: "drs:StartRecovery", resource: SERVER, missing: ["aws:RequestTag/Owner"] }),
      ],
      said: line("ec2:CreateVolume (volume), which no policy allows", ATTACH),
    },
    {
      label: "what is denied where only another resource cannot be started",
      decisions: [denied(), denied({ action: "drs:StartRecovery", resource: `${EC2}volume/vol-0` })],
      said: line("ec2:CreateVolume (volume), which no policy allows", ATTACH),
    },
  ])("says $label", ({ decisions, said }) => {
    expect(describeDenials(ROLE, decisions)).toBe(said);
  });
});

const SEEN: Observation = {
  region: "us-west-2",
  account: "111122223333",
  observedAt: "2026-03-01T10:00:00.000Z",
  servers: [
    {
      sourceServerId: "s-1",
      tags: {},
      launchConfigurationSource: "DRS",
      launchConfiguration: {},
      launchTemplate: { launchTemplateId: "lt-1", version: 1, subnetId: "subnet-1", securityGroupIds: ["sg-1"] },
      recoveryInstances: [],
    },
  ],
};

describe(simulationsOf.name, () => {
  it("asks about what is there by its id, and about the rest by a type", () => {
    const [calls, reads] = simulationsOf(ROLE, SEEN);
    expect(calls.resources.toSorted()).toEqual(
      [
        SERVER,
        "arn:aws:iam::111122223333:role/service-role/AWSElasticDisasterRecoveryConversionServerRole",
        "arn:aws:ec2:us-west-2::image/ami-0123456789abcdef0",
        "arn:aws:ec2:us-west-2::snapshot/snap-0123456789abcdef0",
        ...["instance/i-0123456789abcdef0", "launch-template/lt-1", "network-interface/eni-0123456789abcdef0"].map(
          (each) => EC2 + each,
        ),
        ...["security-group/sg-1", "subnet/subnet-1", "volume/vol-0123456789abcdef0"].map((each) => EC2 + each),
      ].toSorted(),
    );
    expect(reads.resources).toEqual([]);
  });

  it("does not ask about what is not known, and uses the principal's partition", () => {
    const [calls] = simulationsOf("arn:aws-cn:iam::111122223333:user/a", {
      ...SEEN,
      region: "cn-north-1",
      servers: [],
    });
    const kinds = calls.resources.map((arn) => arn.split(":")[5]?.split("/")[0]);
    expect(kinds.filter((kind) => ["subnet", "launch-template", "source-server"].includes(kind ?? ""))).toEqual([]);
    expect(calls.resources.filter((arn) => !arn.startsWith("arn:aws-cn:"))).toEqual([]);
  });

  it("gives the context of DRS's requests", () => {
    const [{ context }] = simulationsOf(ROLE, SEEN);
    const byKey = Object.fromEntries(context.map(({ key, values }) => [key, values.join()]));
    expect(byKey).toMatchObject({
      "aws:ViaAWSService": "true",
      "aws:CalledVia": "drs.amazonaws.com",
      "iam:PassedToService": "ec2.amazonaws.com",
      "aws:RequestTag/AWSElasticDisasterRecoveryManaged": "drs.amazonaws.com",
      "aws:ResourceTag/AWSElasticDisasterRecoveryManaged": "drs.amazonaws.com",
      "aws:TagKeys": "AWSElasticDisasterRecoveryManaged,drs.amazonaws.com-job,drs.amazonaws.com-source-server,Name",
      "aws:RequestedRegion": "us-west-2",
    });
  });
});

/** IAM that denies everything but a start, for whoever may ask. */
function anIam(changes: Partial<IamGateway> = {}): { iam: IamGateway; asked: string[] } {
  const asked: string[] = [];
  const iam: IamGateway = {
    findCaller: async () => SESSION,
    getRoleArn: async (name) => {
      asked.push(`GetRole ${name}`);
      return ROLE;
    },
    simulate: async ({ principal, actions, resources }: Simulation) => {
      asked.push(`Simulate ${principal}`);
      const of = resources.length === 0 ? ["*"] : resources;
      return actions.flatMap((action) =>
        of.map((resource) =>
          denied({ action, resource, decision: action === "drs:StartRecovery" ? "allowed" : "implicitDeny" }),
        ),
      );
    },
    ...changes,
  };
  return { iam, asked };
}

describe(adviseOnPermissions.name, () => {
  it("looks up the role of a session, which takes three calls", async () => {
    const { iam, asked } = anIam();
    expect(await adviseOnPermissions(iam, SEEN)).toMatch(
      /^DRS launches with the permissions of arn:aws:iam::111122223333:role\/dr\/drill, and IAM would deny it /,
    );
    expect(asked).toEqual(["GetRole drill", `Simulate ${ROLE}`, `Simulate ${ROLE}`]);
  });

  it("takes a user by its ARN", async () => {
    const user = "arn:aws:iam::111122223333:user/dr/ops";
    const { iam, asked } = anIam({ findCaller: async () => user });
    await adviseOnPermissions(iam, SEEN);
    expect(asked).toEqual([`Simulate ${user}`, `Simulate ${user}`]);
  });

  const refused = async () => {
    throw new Error("AccessDenied");
  };
  it.each([
    { label: "the root user", changes: { findCaller: async () => "arn:aws:iam::111122223333:root" } },
    { label: "a federated user", changes: { findCaller: async () => "arn:aws:sts::111122223333:federated-user/ops" } },
    { label: "a caller of whom nobody knows", changes: { findCaller: async () => undefined } },
    { label: "who may not look up the role", changes: { getRoleArn: refused } },
    { label: "who may not simulate", changes: { simulate: refused } },
  ])("says nothing to $label", async ({ changes }) => {
    expect(await adviseOnPermissions(anIam(changes).iam, SEEN)).toBeUndefined();
  });
});
